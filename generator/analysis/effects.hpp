// What a configuration does: one dimension of the testbeds at its value "on" against "off", all else being equal.
//
// Two testbeds are a pair where all of their dimensions but the declared one are equal, the CPU first of all. A commit
// that both measured under one version of the suite is compared with itself, so that what the project changed meanwhile
// is in neither the ratios nor their spread: a paired design (Box, Hunter & Hunter, Statistics for Experimenters, 2nd
// edition, section 3.2). Nothing else is compared, and what is not is told with the reason.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/comparison.hpp"
#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// The newest commits that the table and the forest plot are over.
inline constexpr std::size_t effect_commits = 10;

// Of one commit: the geometric mean of on / off over the benchmarks of a set that both testbeds have.
struct EffectPoint {
    std::uint32_t run_off = 0, run_on = 0;  // the first of the commit's runs on either testbed
    double ratio = 0;
    double level = 0;                  // geometric mean of the five commits about this one, of its suite
    std::optional<Interval> interval;  // of the level, 95 %, by Student's t; nothing for fewer than three commits
    std::uint32_t n = 0;               // benchmarks in it
    bool complete = false;             // no other commit of its suite has more
};

struct EffectTrend {
    std::string set;
    std::uint32_t measure = 0;
    std::vector<EffectPoint> points;  // by time
};

struct EffectExclusion {
    std::string what;  // a testbed, a benchmark, a number of commits
    std::string why;
};

struct EffectPair {
    std::uint32_t testbed_off = 0, testbed_on = 0;
    std::uint32_t commits = 0;         // that both measured, each under one suite
    std::vector<EffectTrend> trends;   // by set, measure
    std::optional<Comparison> latest;  // nothing without such a commit
    std::vector<EffectExclusion> excluded;
};

// Of `latest`, "before" is off, and "after" is on, over the newest `effect_commits` commits of the newest suite. A
// row's ratio is the geometric mean of its ratios at these commits; its interval Student's t, the variance being that
// of the ln ratios together with what the noise of both series lets expect (stats/moderated.hpp). Of a mean, the
// interval is Student's t over the commits, each with the mean of its benchmarks' distances from their own ratio.
// Verdicts are those of comparisons (analysis/row_verdict.hpp), and need two commits.

struct EffectReport {
    std::vector<EffectPair> pairs;          // by the testbed that is on
    std::vector<EffectExclusion> unpaired;  // testbeds that have one of the two values, but no partner
};

// A value of the effect's dimension in words: "flags JIT"; "no flags" where none is recorded.
std::string value_text(const Effect& effect, const std::string& value);

// By Options::effects. `report` is the history's. Linear in the results.
std::vector<EffectReport> effects(const Context& context, const Report& report);

}  // namespace benchfolio::analysis
