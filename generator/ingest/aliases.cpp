#include "ingest/aliases.hpp"

#include "model/glob.hpp"

namespace benchfolio::ingest {

std::string renamed(const std::vector<std::pair<std::string, std::string>>& aliases, const std::string& name) {
    for (const auto& [pattern, replacement] : aliases)
        if (const auto captures = model::glob_capture(pattern, name)) return model::glob_fill(replacement, *captures);
    return name;
}

}  // namespace benchfolio::ingest
