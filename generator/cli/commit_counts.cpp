#include "cli/commit_counts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "system/parallel.hpp"

namespace benchfolio::cli {
namespace {

using Pair = std::pair<std::string, std::string>;

// Empty where a run records no commit, which no clone has.
Pair commits_of(const model::History& history, const analysis::Change& change) {
    const auto id = [&](std::uint32_t run) {
        const auto& commit = history.runs[run].commit;
        return commit ? commit->id : std::string{};
    };
    return {id(change.last_run_before), id(change.first_run_after)};
}

std::vector<Pair> distinct_pairs(const model::History& history, const std::vector<analysis::Change>& changes) {
    std::vector<Pair> pairs;
    for (const analysis::Change& change : changes) pairs.push_back(commits_of(history, change));
    std::ranges::sort(pairs);
    pairs.erase(std::ranges::unique(pairs).begin(), pairs.end());
    return pairs;
}

}  // namespace

void count_commits(const Clone& clone, const model::History& history, unsigned jobs, analysis::Report& report,
                   Progress& progress) {
    if (clone.is_shallow()) {
        progress.note(
            "note: the clone is shallow, so no commits are counted and merge-bases may be missed; `git fetch "
            "--unshallow` gets the rest");
        return;
    }
    const auto pairs = distinct_pairs(history, report.changes);
    std::vector<std::optional<std::uint32_t>> counts(pairs.size());
    system::parallel_for(jobs, pairs.size(),
                         [&](unsigned, std::size_t i) { counts[i] = clone.count(pairs[i].first, pairs[i].second); });
    for (analysis::Change& change : report.changes) {
        const auto at = std::ranges::lower_bound(pairs, commits_of(history, change)) - pairs.begin();
        change.commit_count = counts[static_cast<std::size_t>(at)];
    }
    const auto unknown = static_cast<std::size_t>(
        std::ranges::count_if(counts, [](const std::optional<std::uint32_t>& count) { return !count; }));
    if (unknown > 0)
        progress.note(fmt::format("note: the commits of {} cannot be counted in the clone",
                                  counted(unknown, "change's range", "changes' ranges")));
}

}  // namespace benchfolio::cli
