#include "ingest/path_pattern.hpp"

#include "model/error.hpp"

namespace benchfolio::ingest {
namespace {

// How much of the path a field may take at most.
std::size_t longest_take(const std::string& name, std::string_view path) {
    return name == "**" ? path.size() : std::min(path.find('/'), path.size());
}

}  // namespace

PathPattern::PathPattern(std::string_view pattern) {
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        const auto close = pattern.find('}', open);
        if (open == std::string_view::npos) break;
        if (close == std::string_view::npos)
            throw model::Error{model::ExitCode::usage, "config", "a { is not closed in the path pattern", "",
                               "write it like \"{suite}/{*}.json\""};
        pieces_.push_back(
            {std::string{pattern.substr(0, open)}, std::string{pattern.substr(open + 1, close - open - 1)}});
        pattern.remove_prefix(close + 1);
    }
    pieces_.push_back({std::string{pattern}, std::nullopt});
}

std::map<std::string, std::string> PathPattern::match(std::string_view path) const {
    std::map<std::string, std::string> found;
    if (!match_from(0, path, found)) found.clear();
    return found;
}

bool PathPattern::match_from(std::size_t piece, std::string_view path,
                             std::map<std::string, std::string>& found) const {
    const Piece& now = pieces_[piece];
    if (!path.starts_with(now.literal)) return false;
    path.remove_prefix(now.literal.size());
    if (!now.name) return path.empty();
    const std::size_t longest = longest_take(*now.name, path);
    for (std::size_t taken = *now.name == "**" ? 0 : 1; taken <= longest; ++taken) {
        if (!match_from(piece + 1, path.substr(taken), found)) continue;
        if (!now.name->starts_with('*')) found[*now.name] = std::string{path.substr(0, taken)};
        return true;
    }
    return false;
}

}  // namespace benchfolio::ingest
