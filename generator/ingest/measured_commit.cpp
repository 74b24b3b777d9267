#include "ingest/measured_commit.hpp"

#include <algorithm>

#include "model/ascii.hpp"

namespace benchfolio::ingest {
namespace {

bool is_hash(std::string_view text) {
    return text.size() >= 7 && text.size() <= 64 && std::ranges::all_of(text, model::is_hex_digit);
}

// A part of the local version that says the work tree was changed: "dirty", or the day as setuptools-scm writes it.
bool says_dirty(std::string_view part) {
    return part == "dirty" ||
           (part.size() == 9 && part[0] == 'd' && std::ranges::all_of(part.substr(1), model::is_digit));
}

}  // namespace

std::optional<model::Commit> commit_of_version(std::string_view version) {
    if (is_hash(version)) return model::Commit{.id = std::string{version}, .branch = {}, .time = {}, .dirty = false};
    const auto plus = version.find('+');
    if (plus == std::string_view::npos) return std::nullopt;
    std::optional<model::Commit> commit;
    bool dirty = false;
    for (std::string_view rest = version.substr(plus + 1); !rest.empty();) {
        const std::string_view part = rest.substr(0, rest.find('.'));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        const std::string_view hash = part.starts_with('g') ? part.substr(1) : part;
        dirty = dirty || says_dirty(part);
        if (!commit && is_hash(hash))
            commit = model::Commit{.id = std::string{hash}, .branch = {}, .time = {}, .dirty = false};
    }
    if (commit) commit->dirty = dirty;
    return commit;
}

}  // namespace benchfolio::ingest
