#include "analysis/effect_commits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace benchfolio::analysis {
namespace {

bool is_shared(const CommitRuns& runs) {
    return !runs.off.empty() && !runs.on.empty();
}

std::string counted(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string one_sided(const Effect& effect, const CommitRuns& runs) {
    return fmt::format("measured with {} only", value_text(effect, runs.on.empty() ? effect.off : effect.on));
}

}  // namespace

SharedCommits::SharedCommits(const model::History& history, std::span<const std::uint32_t> off,
                             std::span<const std::uint32_t> on) {
    for (const std::uint32_t run : off) place(history.runs[run], run, &CommitRuns::off);
    for (const std::uint32_t run : on) place(history.runs[run], run, &CommitRuns::on);
    for (const auto& [key, runs] : found_)
        if (is_shared(runs)) shared_.push_back(runs);
    std::ranges::sort(shared_, {}, &CommitRuns::age);
    number_runs();
}

std::optional<std::uint32_t> SharedCommits::of_run(std::uint32_t run) const {
    const auto found = number_.find(run);
    return found == number_.end() ? std::nullopt : std::optional{found->second};
}

std::vector<EffectExclusion> SharedCommits::not_shared(const Effect& effect) const {
    std::map<std::string, std::size_t> count;
    for (const auto& [key, runs] : found_)
        if (!is_shared(runs))
            ++count[is_shared_otherwise(key) ? "measured on both, but under two versions of the suite"
                                             : one_sided(effect, runs)];
    std::vector<EffectExclusion> all;
    for (const auto& [why, commits] : count) all.push_back({counted(commits, "commit"), why});
    if (dirty_ > 0) all.push_back({counted(dirty_, "run"), "measured with changes that are in no commit"});
    if (unnamed_ > 0) all.push_back({counted(unnamed_, "run"), "names no commit"});
    return all;
}

void SharedCommits::place(const model::Run& run, std::uint32_t index, std::vector<std::uint32_t> CommitRuns::*side) {
    if (!run.commit) return void(++unnamed_);
    if (run.commit->dirty) return void(++dirty_);
    CommitRuns& runs = found_[{run.commit->id, run.suite}];
    runs.suite = run.suite;
    (runs.*side).push_back(index);
}

void SharedCommits::number_runs() {
    for (std::uint32_t i = 0; i < shared_.size(); ++i)
        for (const auto* side : {&shared_[i].off, &shared_[i].on})
            for (const std::uint32_t run : *side) number_[run] = i;
}

// Keys of one commit are neighbours.
bool SharedCommits::is_shared_otherwise(const Key& key) const {
    bool off = false, on = false;
    for (auto at = found_.lower_bound({key.first, model::Suite{}}); at != found_.end() && at->first.first == key.first;
         ++at) {
        off = off || !at->second.off.empty();
        on = on || !at->second.on.empty();
    }
    return off && on;
}

}  // namespace benchfolio::analysis
