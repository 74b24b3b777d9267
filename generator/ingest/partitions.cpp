#include "ingest/partitions.hpp"

#include "model/percent.hpp"

namespace benchfolio::ingest {

std::map<std::string, std::string, std::less<>> partitions_of(std::string_view path) {
    std::map<std::string, std::string, std::less<>> found;
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
        const std::string_view folder = path.substr(0, slash);
        path.remove_prefix(slash + 1);
        const auto equals = folder.find('=');
        if (equals == 0 || equals == folder.npos) continue;
        found[std::string{folder.substr(0, equals)}] = model::percent_decoded(folder.substr(equals + 1));
    }
    return found;
}

std::string partition(std::string_view name, std::string_view value) {
    return std::string{name} + "=" + model::percent_encoded(value, model::is_unreserved) + "/";
}

}  // namespace benchfolio::ingest
