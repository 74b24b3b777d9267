// Two sets of runs of one testbed, benchmark by benchmark: better, worse, or cannot tell.
//
// The unit is the run: rounds within a run are not independent and never counted as if they were.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/compared_aggregate.hpp"
#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// One side: runs of one testbed and one suite version, by time.
struct Side {
    std::string label;                // "v5.1", "latest", "before 16 Nov 2026"
    std::vector<std::uint32_t> runs;  // indices into History::runs; not empty
};

// One benchmark and measure that both sides have. How it is judged stands in analysis/row_verdict.hpp.
struct ComparedBenchmark {
    std::uint32_t benchmark = 0, measure = 0;
    double before = 0, after = 0;  // medians of the runs' estimates, in base units
    std::uint32_t runs_before = 0, runs_after = 0;
    std::optional<double> ratio;       // after / before; nothing where one of them is not positive
    std::optional<Interval> interval;  // 95 %, of the ratio; nothing where no noise is known
    // Between runs, as a fraction: of the series and, in part, of all on the testbed (stats/moderated.hpp). What the
    // band of a forest plot shows.
    std::optional<double> noise, noise_degrees;  // and its degrees of freedom
    std::optional<double> p;  // Mann-Whitney (stats/rank_test.hpp), where both sides have enough runs for it
    // The ratios that a test of this benchmark alone does not reject at 5 %: by ranks where both sides have enough runs
    // for that, else as `interval`. What the test of the whole set goes by (stats/hierarchical.hpp).
    std::optional<Interval> not_rejected;
    // Of the ratio, Student's t with the noise between runs; then after Benjamini & Hochberg over all rows.
    std::optional<double> p_noise, adjusted_p;
    // One or two runs a side: how often a result here jumps as far for once, without a change (analysis/jumps.hpp).
    // Told where the noise alone would make it one; a verdict has to be rarer than that.
    std::optional<double> jumps;
    Verdict verdict = Verdict::cannot_tell;
    std::optional<double> visible;           // the smallest relative change that could have been seen
    std::optional<std::uint32_t> more_runs;  // cannot_tell: how many more runs of `after` would do
};

enum class NotCompared { missing, added, other_suite, other_testbed, no_value };

struct Excluded {
    std::string what;  // the benchmark, or the testbed with all its runs
    NotCompared why = NotCompared::missing;
    std::string detail;  // "measured with suite 3 before and suite 4 after: the numbers mean different things"
};

// Whether the suite as a whole moved (hierarchical performance test, Chen et al.): signed-rank over the benchmarks, one
// that is not significant being a tie.
struct OverallTest {
    std::optional<double> p;
    Verdict verdict = Verdict::cannot_tell;
};

struct Comparison {
    std::uint32_t testbed_before = 0, testbed_after = 0;  // differ only where that was asked for, and then said
    Side before, after;
    std::vector<ComparedBenchmark> rows;   // slower, faster, cannot tell, no evidence; within each the largest first
    std::vector<ComparedAggregate> means;  // by set, measure
    OverallTest overall;
    std::vector<Excluded> excluded;  // by why, then what
    std::uint32_t told = 0;          // rows that are not `cannot_tell`
    std::uint32_t by_chance = 0;     // rows whose interval excludes 1 although so many of that kind are mere chance
    bool across_testbeds() const { return testbed_before != testbed_after; }
};

enum class Across { refused, wanted };  // other testbeds

// Both sides of one testbed each. Other testbeds are refused, unless that is wanted: then the comparison says so. Other
// versions of the suite are refused in any case. What cannot be compared is in `excluded`.
Comparison compare(const Context& context, const Report& report, Side before, Side after,
                   Across across = Across::refused);

// The comparisons that a site shows ahead, each once: of every shown testbed the last two runs, the newest runs against
// those of each tag that has some, and the runs before and after each confirmed change of the last 90 nights.
struct PlannedComparison {
    // "<a>..<b>": "previous..latest-<testbed>", "<tag>..latest-<testbed>", "<last run before>..<first run after>".
    std::string slug;
    std::string title;
    Side before, after;
};
std::vector<PlannedComparison> planned_comparisons(const model::History& history, const Options& options,
                                                   const Report& report);

}  // namespace benchfolio::analysis
