// What the gate would have said of every run in the archive, each held against earlier runs alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// One [[threshold]], or the default rule.
struct TestedRule {
    std::optional<std::uint32_t> threshold;  // index into GateOptions::thresholds; nothing: the default rule
    std::uint32_t results = 0;               // that came under it
    std::uint32_t unknown = 0;               // of them: cannot tell
    std::uint32_t amber = 0, alerts = 0;     // alerts: red, in runs that did not fail as a whole
    std::uint32_t whole = 0;                 // red in runs that did: one finding, however many rows it has
    // Of the alerts. Persisted: each of the next three results of the series is beyond what was alarming, too, or a
    // change was confirmed there. Undecided: there are no three yet.
    std::uint32_t persisted = 0, reverted = 0, undecided = 0;
    std::string never;  // why it cannot ever alert with these results; empty: it can
};

struct Backtest {
    std::uint32_t runs = 0;         // that were judged
    std::uint32_t failed = 0;       // of them: the gate would have failed
    std::uint32_t whole = 0;        // of those: for the run as a whole
    std::vector<TestedRule> rules;  // thresholds as configured, then the default rule, if any result came under it
};

// `since`: only runs from then on are judged; earlier ones are history all the same. Runs of testbeds without a
// recorded CPU are none of them.
Backtest backtest(const Context& context, const Report& report, std::optional<model::Time> since);

}  // namespace benchfolio::analysis
