// May this be merged? New results against the history of the same testbed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/context.hpp"
#include "analysis/gate_history.hpp"
#include "analysis/report.hpp"
#include "analysis/thresholds.hpp"

namespace benchfolio::analysis {

enum class Light {
    green,   // within the limits
    amber,   // the interval of the change spans the limit
    red,     // beyond
    unknown  // too little history, or noise that hides what the limit forbids
};

std::string_view name_of(Light light);  // "green", "amber", "red", "cannot_tell"

// One benchmark and measure of the new result.
struct GateRow {
    std::uint32_t benchmark = 0, measure = 0, testbed = 0, run = 0;
    Light light = Light::unknown;
    bool better = false;                     // beyond the limits on the good side: green, and told
    double value = 0;                        // the new estimate
    std::uint32_t n = 0;                     // runs of history that it was held against
    double baseline = 0;                     // their centre
    std::optional<double> ratio;             // value / baseline
    std::optional<Interval> interval;        // of the ratio, 95 %
    std::optional<double> lower, upper;      // limits of the value
    std::optional<double> p, adjusted_p;     // one-sided for the limits there are; after Holm
    std::optional<std::uint32_t> threshold;  // index into GateOptions::thresholds; nothing: the default rule
    std::string reason;                      // unknown: why, and what would make it tell
};

// All benchmarks of a testbed's new runs together: a busy host slows every one of them alike.
struct RunShift {
    std::uint32_t testbed = 0, measure = 0;
    Light light = Light::green;  // red: a regression of the whole suite; amber: hosts here do that without one
    bool better = false;
    double ratio = 1;                  // median over the benchmarks of value / baseline
    std::optional<Interval> interval;  // 95 %, from how runs of this testbed shift without a change
    std::uint32_t benchmarks = 0;
    bool taken_off = false;  // not red: the rows' baselines are those of a host as fast as this one
    std::string reason;      // red, amber: what was seen, and what would make it tell
};

// What the new runs of one testbed were held against.
struct GateBase {
    std::uint32_t testbed = 0;
    std::optional<std::uint32_t> run;  // the newest run of the history; nothing: there is none
    std::uint32_t runs = 0;            // of the history, at most
    std::string how;                   // "the merge-base 1ede0b8", "the newest earlier run of main"
};

struct GateReport {
    std::vector<GateRow> rows;  // red, amber, unknown, better, green; within each the largest ratio first
    std::uint32_t red = 0, amber = 0, green = 0, unknown = 0;  // rows
    std::vector<RunShift> shifts;                              // by testbed, measure; where there are enough benchmarks
    std::vector<GateBase> bases;                               // by testbed
    std::vector<std::string> missing;    // benchmarks that the history of the testbed has and the new result has not
    std::vector<std::string> unmatched;  // thresholds that no row came under
    double false_alarm_rate = 0.05;
    // Red as soon as one row, or the run as a whole, is.
    Light light() const;
};

// `head`: indices of the new runs. `base`: the newest run that counts as history (inclusive), where it is known; else
// all runs before the head's, of `base_branch` where one is configured.
struct GateQuestion {
    std::vector<std::uint32_t> head;
    std::optional<std::uint32_t> base;
    std::string how;     // the base was found, for people
    std::string branch;  // of the head, for thresholds; empty: as recorded
};

GateReport gate(const Context& context, const Report& report, const GateQuestion& question);
// Of many questions about one archive, each.
GateReport gate(const Context& context, const GateHistory& history, const GateQuestion& question);

}  // namespace benchfolio::analysis
