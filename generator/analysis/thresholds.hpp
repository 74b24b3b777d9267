// What a new result has to stay within, as the configuration says it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::analysis {

// How the limits follow from the history; the formulas stand in stats/thresholds.hpp.
enum class ThresholdTest {
    static_limit,  // the boundary itself
    percentage,
    z_score,
    t_test,
    log_normal,
    iqr,
    delta_iqr
};

std::string_view name_of(ThresholdTest test);  // "static", "percentage", "z_score", ...

// One [[threshold]]. Empty patterns match everything; of several that match, the one that is written last decides.
struct Threshold {
    ThresholdTest test = ThresholdTest::t_test;
    std::vector<std::string> measures, benchmarks, testbeds, branches;  // patterns
    std::optional<double> lower, upper;                                 // boundaries; nothing: no such limit
    std::uint32_t min_sample_size = 2, max_sample_size = 64;            // of the newest runs before the new one
    std::string place;                                                  // "benchfolio.toml:31"
};

// The gate where no threshold matches: red where the change is significant and, with its whole interval, beyond
// `minimum_effect`.
struct GateOptions {
    double false_alarm_rate = 0.05;  // of one invocation, over all its tests (Holm)
    double minimum_effect = 0.01;    // 0.01 = 1 %
    std::string base_branch;         // whose history a branch is held against; empty: every branch's
    std::vector<Threshold> thresholds;
};

}  // namespace benchfolio::analysis
