#include "analysis/decisions.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>

namespace benchfolio::analysis {
namespace {

using Indices = std::vector<std::uint32_t>;
using Wanted = std::function<bool(const Change&)>;

bool is_worse(const Change& change) {
    return change.direction == Verdict::slower;
}

bool is_on_hidden_testbed(const model::History& history, const Change& change) {
    return history.testbeds[history.series[change.series].testbed].hidden;
}

// The more runs on the shorter side, the more a change's numbers mean.
std::pair<bool, std::uint32_t> evidence(const Change& change) {
    return {change.state == ChangeState::confirmed, std::min(change.runs_before, change.runs_after)};
}

BenchmarkChange benchmark_change(const Report& report, Indices changes) {
    const auto weaker = [&](std::uint32_t a, std::uint32_t b) {
        return evidence(report.changes[a]) < evidence(report.changes[b]);
    };
    const std::uint32_t leading = *std::ranges::max_element(changes, weaker);
    BenchmarkChange of{leading, std::move(changes), 0, report.changes[leading].first_run_after};
    for (const std::uint32_t index : of.changes) {
        of.last_run_before = std::max(of.last_run_before, report.changes[index].last_run_before);
        of.first_run_after = std::min(of.first_run_after, report.changes[index].first_run_after);
    }
    if (of.last_run_before < of.first_run_after) return of;
    of.last_run_before = report.changes[leading].last_run_before;
    of.first_run_after = report.changes[leading].first_run_after;
    return of;
}

// A group's changes by benchmark, measure and direction.
ChangeEvent event_of(const model::History& history, const Report& report, std::uint32_t group, const Indices& changes) {
    std::map<std::tuple<std::uint32_t, std::uint32_t, bool, bool>, Indices> by_benchmark;
    for (const std::uint32_t index : changes) {
        const Change& change = report.changes[index];
        const model::Series& series = history.series[change.series];
        const bool retracted = change.state == ChangeState::retracted;
        by_benchmark[{series.benchmark, series.measure, is_worse(change), retracted}].push_back(index);
    }
    ChangeEvent event{group, {}, 0, 0, 0};
    for (auto& [key, of] : by_benchmark) {
        const auto& [benchmark, measure, worse, retracted] = key;
        ++(retracted ? event.retracted : worse ? event.worse : event.better);
        event.benchmarks.push_back(benchmark_change(report, std::move(of)));
    }
    std::ranges::stable_sort(event.benchmarks, std::ranges::greater{},
                             [&](const BenchmarkChange& of) { return size_of(report.changes[of.leading]); });
    return event;
}

// Sorts the changes into those that the pages list and those that they count.
class Sorter {
  public:
    Sorter(const model::History& history, const Report& report) : history_{history}, report_{report} {
        const model::Time newest = history.runs.empty() ? model::Time{} : history.runs.back().time;
        window_ = newest - decision_window;
        news_ = newest - news_window;
    }

    std::vector<ChangeEvent> events(const Wanted& wanted) const {
        Indices indices;
        for (std::uint32_t i = 0; i < report_.changes.size(); ++i)
            if (wanted(report_.changes[i])) indices.push_back(i);
        return events_of(history_, report_, indices);
    }

    bool is_recent(const Change& change) const { return history_.runs[change.first_run_after].time >= window_; }

    bool is_undecided(const Change& change) const {
        return change.state == ChangeState::confirmed && !is_reviewed(change);
    }

    bool is_shown(const Change& change) const { return !is_on_hidden_testbed(history_, change); }

    bool is_fresh(const Change& change) const {
        return change.confirmed_by && history_.runs[*change.confirmed_by].time >= news_;
    }

    std::size_t reviewed(ReviewKind kind) const {
        return count(events([&](const Change& change) {
                   return is_recent(change) && change.state != ChangeState::retracted && is_reviewed(change) &&
                          change.review->kind == kind;
               }))
            .all();
    }

  private:
    const model::History& history_;
    const Report& report_;
    model::Time window_, news_;
};

// What another CPU confirmed before is no news.
void note_what_is_new(const model::History& history, const Report& report, const Sorter& sorter, Decisions& decisions) {
    for (const ChangeEvent& event : decisions.decide) {
        for (const BenchmarkChange& of : event.benchmarks) {
            const Change& leading = report.changes[of.leading];
            if (!std::ranges::all_of(of.changes, [&](auto i) { return sorter.is_fresh(report.changes[i]); })) continue;
            ++(is_worse(leading) ? decisions.fresh.worse : decisions.fresh.better);
            const model::Time began = history.runs[leading.first_run_after].time;
            decisions.fresh_since = std::min(decisions.fresh_since.value_or(began), began);
        }
    }
}

}  // namespace

std::vector<ChangeEvent> events_of(const model::History& history, const Report& report,
                                   std::span<const std::uint32_t> changes) {
    std::map<std::uint32_t, Indices> by_group;
    for (const std::uint32_t index : changes) by_group[report.changes[index].group].push_back(index);
    std::vector<ChangeEvent> events;
    for (const auto& [group, members] : by_group) events.push_back(event_of(history, report, group, members));
    std::ranges::stable_sort(events, std::ranges::greater{}, [&](const ChangeEvent& event) {
        const ChangeGroup& group = report.change_groups[event.group];
        return std::pair{group.first_run_after, group.last_run_before};
    });
    return events;
}

ChangeCounts count(std::span<const ChangeEvent> events) {
    ChangeCounts counts;
    for (const ChangeEvent& event : events) {
        counts.worse += event.worse;
        counts.better += event.better;
    }
    return counts;
}

Decisions decisions(const model::History& history, const Report& report) {
    const Sorter sorter{history, report};
    Decisions result;
    result.decide = sorter.events(
        [&](const Change& of) { return sorter.is_undecided(of) && sorter.is_recent(of) && sorter.is_shown(of); });
    result.watching = sorter.events([&](const Change& of) {
        return of.state == ChangeState::watching && !is_reviewed(of) && sorter.is_recent(of) && sorter.is_shown(of);
    });
    note_what_is_new(history, report, sorter, result);
    result.acknowledged = sorter.reviewed(ReviewKind::acknowledged);
    result.explained = sorter.reviewed(ReviewKind::explained);
    result.ignored = sorter.reviewed(ReviewKind::ignored);
    const auto is_retracted = [&](const Change& of) {
        return of.state == ChangeState::retracted && sorter.is_recent(of);
    };
    for (const ChangeEvent& event : sorter.events(is_retracted)) result.retracted += event.retracted;
    result.hidden = count(sorter.events([&](const Change& of) {
                        return sorter.is_undecided(of) && sorter.is_recent(of) && !sorter.is_shown(of);
                    })).all();
    result.older = count(sorter.events([&](const Change& of) {
                       return sorter.is_undecided(of) && !sorter.is_recent(of) && sorter.is_shown(of);
                   })).all();
    return result;
}

bool is_reviewed(const Change& change) {
    return change.review && !change.review->expired;
}

double size_of(const Change& change) {
    return change.ratio && *change.ratio > 0 ? std::fabs(std::log(*change.ratio)) : 0;
}

}  // namespace benchfolio::analysis
