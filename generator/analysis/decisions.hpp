// What wants a decision: the changes of the last 90 nights, told by event and by benchmark.
//
// Nothing is left out silently: what was reviewed, was retracted, happened on a hidden testbed or is older is counted.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/report.hpp"

namespace benchfolio::analysis {

// Both end at the newest run of the archive, not at the clock.
inline constexpr std::chrono::days decision_window{90};  // a change counts by its first run after
inline constexpr std::chrono::days news_window{7};       // and is new by the run that confirmed it

// One benchmark and measure that moved one way in an event, on one testbed or several; what was retracted apart from
// what was not.
struct BenchmarkChange {
    std::uint32_t leading = 0;           // index into Report::changes: confirmed if one is, then with the most runs
    std::vector<std::uint32_t> changes;  // all of them, by testbed
    // What their ranges have in common; where they have nothing, the range of the leading one.
    std::uint32_t last_run_before = 0, first_run_after = 0;
};

// What moved between the same runs.
struct ChangeEvent {
    std::uint32_t group = 0;                  // index into Report::change_groups
    std::vector<BenchmarkChange> benchmarks;  // the largest first
    std::size_t worse = 0, better = 0;        // of them
    std::size_t retracted = 0;                // of them, in neither of the others
};

// Of the given changes (indices into Report::changes) those of one group together, the newest first.
std::vector<ChangeEvent> events_of(const model::History& history, const Report& report,
                                   std::span<const std::uint32_t> changes);

// Benchmarks of events, without the retracted.
struct ChangeCounts {
    std::size_t worse = 0, better = 0;
    std::size_t all() const { return worse + better; }
};
ChangeCounts count(std::span<const ChangeEvent> events);

struct Decisions {
    std::vector<ChangeEvent> decide;         // confirmed and not reviewed, or the review has expired
    std::vector<ChangeEvent> watching;       // not reviewed either
    ChangeCounts fresh;                      // of those to decide: confirmed within the news window
    std::optional<model::Time> fresh_since;  // the first run that shows one of them
    std::size_t acknowledged = 0, explained = 0, ignored = 0, retracted = 0;  // benchmarks of events in the window
    std::size_t hidden = 0;  // confirmed and not reviewed, on hidden testbeds
    std::size_t older = 0;   // confirmed and not reviewed, before the window

    std::size_t reviewed() const { return acknowledged + explained + ignored; }
};
Decisions decisions(const model::History& history, const Report& report);

// Whether a review takes the change off the list: there is one, and it has not expired.
bool is_reviewed(const Change& change);

// How far a change is from none, for ordering: |ln ratio|; 0 where there is no ratio.
double size_of(const Change& change);

}  // namespace benchfolio::analysis
