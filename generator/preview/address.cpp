#include "preview/address.hpp"

#include <algorithm>
#include <string>

#include "model/ascii.hpp"
#include "model/percent.hpp"

namespace benchfolio::preview {
namespace {

bool is_file_name(std::string_view name) {
    constexpr std::string_view never("/\0", 2);
    return !name.empty() && name != "." && name != ".." && name.find_first_of(never) == name.npos;
}

}  // namespace

bool is_local(std::string_view host) {
    const std::size_t colon = host.find(':');
    if (colon != host.npos && !model::is_number(host.substr(colon + 1))) return false;
    const std::string name = model::lower_case(host.substr(0, colon));
    return name == "127.0.0.1" || name == "localhost";
}

std::string encoded(std::string_view text) {
    return model::percent_encoded(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

std::optional<std::string> file_of(std::string_view path) {
    std::string file;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        const std::string name = model::percent_decoded(part);
        if (!model::is_percent_encoded(part) || !is_file_name(name)) return std::nullopt;
        file += name;
        if (slash == path.npos) break;
        file += '/';
        path.remove_prefix(slash + 1);
    }
    return file;
}

}  // namespace benchfolio::preview
