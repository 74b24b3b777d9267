#include "analysis/change_groups.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <span>
#include <tuple>

namespace benchfolio::analysis {
namespace {

// What changes of one cause have in common, besides the run: benchmark, measure, direction.
using Kind = std::tuple<std::uint32_t, std::uint32_t, Verdict>;

Kind kind_of(const model::History& history, const Change& change) {
    const model::Series& series = history.series[change.series];
    return {series.benchmark, series.measure, change.direction};
}

// The run of each group, ascending; `changes` are by first run after.
std::vector<std::uint32_t> group_runs(std::span<const Change> changes) {
    std::vector<std::uint32_t> runs;
    for (const Change& change : changes)
        if (runs.empty() || runs.back() <= change.last_run_before) runs.push_back(change.first_run_after);
    return runs;
}

// The groups whose run lies in the range of the change.
struct Choice {
    std::uint32_t first = 0, last = 0;  // half-open
};

Choice choice_of(std::span<const std::uint32_t> runs, const Change& change) {
    const auto first = std::ranges::upper_bound(runs, change.last_run_before);
    const auto last = std::ranges::upper_bound(runs, change.first_run_after);
    return {static_cast<std::uint32_t>(first - runs.begin()), static_cast<std::uint32_t>(last - runs.begin())};
}

// How many changes of a kind have no choice but a group.
using Votes = std::map<Kind, std::map<std::uint32_t, std::uint32_t>>;

std::uint32_t chosen(const Votes& votes, const Kind& kind, Choice choice) {
    std::uint32_t best = choice.first, most = 0;
    const auto found = votes.find(kind);
    if (found == votes.end()) return best;
    for (auto at = found->second.lower_bound(choice.first); at != found->second.end() && at->first < choice.last; ++at)
        if (at->second > most) std::tie(best, most) = std::pair{at->first, at->second};
    return best;
}

double size_of(const Change& change) {
    return change.ratio ? std::fabs(std::log(*change.ratio)) : 0;
}

// Confirmed ones first, the largest first.
auto rank_of(const Change& change) {
    const int state = change.state == ChangeState::confirmed ? 0 : change.state == ChangeState::watching ? 1 : 2;
    return std::tuple{state, -size_of(change), change.series};
}

ChangeGroup describe(std::span<const Change> changes, std::vector<std::uint32_t> members) {
    ChangeGroup group;
    const auto earliest = *std::ranges::min_element(members, {}, [&](std::uint32_t i) {
        const Change& change = changes[i];
        return std::tuple{!change.confirmed_by, change.confirmed_by, change.first_run_after, change.series};
    });
    group.id = changes[earliest].id;
    group.last_run_before = changes[members[0]].last_run_before;
    group.first_run_after = changes[members[0]].first_run_after;
    for (const std::uint32_t i : members) {
        group.last_run_before = std::max(group.last_run_before, changes[i].last_run_before);
        group.first_run_after = std::min(group.first_run_after, changes[i].first_run_after);
    }
    std::ranges::sort(members, {}, [&](std::uint32_t i) { return rank_of(changes[i]); });
    group.changes = std::move(members);
    return group;
}

}  // namespace

std::vector<ChangeGroup> group_changes(const model::History& history, std::vector<Change>& changes) {
    const auto runs = group_runs(changes);
    Votes votes;
    for (const Change& change : changes)
        if (const Choice choice = choice_of(runs, change); choice.last - choice.first == 1)
            ++votes[kind_of(history, change)][choice.first];
    std::vector<std::vector<std::uint32_t>> members(runs.size());
    for (std::uint32_t i = 0; i < changes.size(); ++i)
        members[chosen(votes, kind_of(history, changes[i]), choice_of(runs, changes[i]))].push_back(i);
    std::vector<ChangeGroup> groups;
    for (auto& of_group : members) {
        if (of_group.empty()) continue;
        for (const std::uint32_t i : of_group) changes[i].group = static_cast<std::uint32_t>(groups.size());
        groups.push_back(describe(changes, std::move(of_group)));
    }
    return groups;
}

}  // namespace benchfolio::analysis
