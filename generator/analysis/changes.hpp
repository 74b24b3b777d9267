// What changed, between which runs, and how sure that is.
//
// History is not rewritten: every change is found by looking at nothing later than the run that shows it, so that the
// archive of tomorrow tells of yesterday what yesterday's told. A confirmed change keeps its id and its range for good,
// or is listed as retracted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/triage.hpp"
#include "analysis/verdict.hpp"
#include "model/time.hpp"
#include "stats/interval.hpp"

namespace benchfolio::analysis {

enum class ChangeState {
    watching,   // seen, but by too few runs to be sure; may be gone tomorrow
    confirmed,  // seen by five runs, or on two CPUs
    retracted   // was confirmed, and later runs took the evidence away
};

std::string_view name_of(ChangeState state);  // "watching", "confirmed", "retracted"

// Something else that the two runs about a change recorded differently, so that it may be the cause: the version of the
// interpreter, a package, the operating system, the suite. An empty value was not recorded.
struct Suspect {
    std::string name, before, after;
    bool operator==(const Suspect&) const = default;
};

// How the other shown testbeds see a change of one benchmark and measure: `agreeing` have one in the same direction and
// an overlapping range, this one included; `able` have runs on both sides of it and noise that would let it show.
struct Agreement {
    std::uint32_t agreeing = 1, able = 1;
    std::uint32_t silent = 0;  // testbeds with this benchmark that cannot tell: no runs since, or too noisy
};

// The level of a series moved between two neighbouring runs of it.
struct Change {
    // 10 hexadecimal digits of SHA-256 over name, measure, testbed slug and the id of the first run after, a line feed
    // between them, as of the first confirmation; of a change that is being watched, as of now.
    std::string id;
    std::uint32_t series = 0;  // index into History::series
    ChangeState state = ChangeState::watching;
    Verdict direction = Verdict::slower;      // slower or faster; for higher-is-better measures read worse, better
    double before = 0, after = 0;             // medians of the estimates of the levels on both sides, in base units
    std::optional<double> ratio;              // after / before; nothing where one of them is not positive
    std::optional<stats::Interval> interval;  // of the ratio, 95 %
    // Runs: the range of commits, left-exclusive. Between them lie at most runs that a busy host disturbed as a whole,
    // of which nobody can tell on which side they are.
    std::uint32_t last_run_before = 0, first_run_after = 0;
    std::uint32_t runs_before = 0, runs_after = 0;            // on the two levels
    std::optional<std::uint32_t> confirmed_by, retracted_by;  // the run that did it
    Agreement agreement;
    std::vector<Suspect> suspects;              // by name
    std::optional<std::uint32_t> commit_count;  // from (exclusive) to: only a clone knows (--repo)
    std::uint32_t group = 0;                    // index into Report::change_groups
    std::optional<Review> review;               // what people said of it in triage.toml
};

// Changes whose ranges overlap, on whatever benchmark and testbed: most likely one event. The id is that of its
// earliest confirmed member, so that it lasts.
struct ChangeGroup {
    std::string id;
    std::vector<std::uint32_t> changes;  // indices into Report::changes: confirmed first, the largest first
    std::uint32_t last_run_before = 0, first_run_after = 0;  // the runs that all ranges have in common
};

}  // namespace benchfolio::analysis
