#include "site/aside_counts.hpp"

#include <algorithm>

#include "analysis/aside_lines.hpp"
#include "model/glob.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using model::Kind;

std::size_t& count_of(AsideCounts& counts, Kind kind) {
    if (kind == Kind::tag) return counts.tags;
    if (kind == Kind::branch) return counts.branches;
    return kind == Kind::pull_request ? counts.pull_requests : counts.manual;
}

}  // namespace

bool is_archived(const Options& options, const model::Purpose& purpose) {
    return purpose.kind == Kind::branch &&
           std::ranges::any_of(options.archived_branches, [&](const std::string& pattern) {
               return model::glob_matches(pattern, purpose.ref) ||
                      (!purpose.owner.empty() && model::glob_matches(pattern, purpose.owner + "/" + purpose.ref));
           });
}

AsideCounts counts_of_asides(const Content& content) {
    AsideCounts counts;
    if (!content.history.aside) return counts;
    for (const analysis::AsideLine& line : analysis::aside_lines(*content.history.aside))
        ++(is_archived(content.options, line.purpose) ? counts.archived : count_of(counts, line.purpose.kind));
    return counts;
}

std::string in_words(const AsideCounts& counts) {
    std::vector<std::string> parts;
    const auto add = [&](std::size_t count, std::string_view one, std::string_view several = {}) {
        if (count > 0) parts.push_back(counted(count, one, several));
    };
    add(counts.branches, "branch", "branches");
    add(counts.pull_requests, "pull request");
    add(counts.manual, "manual result");
    add(counts.tags, "tag");
    add(counts.archived, "archived branch", "archived branches");
    return listed(parts);
}

}  // namespace benchfolio::site
