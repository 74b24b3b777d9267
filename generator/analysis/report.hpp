// What the pages say, as numbers: computed once here, printed everywhere. Indices point into model::History.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/changes.hpp"
#include "analysis/compared_aggregate.hpp"
#include "analysis/continuity.hpp"
#include "analysis/options.hpp"
#include "analysis/verdict.hpp"
#include "model/history.hpp"
#include "stats/interval.hpp"

namespace benchfolio::analysis {

using stats::Interval;

// What an estimate is made of in a row of the history.
enum class EstimateSource { none, median, mean, min };

// A stretch of a series between two steps, suite versions or the series' ends; what its runs have in common is a level.
// Half-open positions within the series: rows [series.first + first, series.first + last).
struct Step {
    std::uint32_t first = 0, last = 0;
    double median = 0;                 // of the estimates
    std::optional<Interval> interval;  // order-statistic interval of the median, coverage >= 95 %; needs n >= 6
    std::uint32_t size() const { return last - first; }
};

// The newest step of a series against the one before it, where it began within the last 90 nights of the archive and
// under the same suite version; how it is judged stands in analysis/latest.hpp.
struct LatestChange {
    Verdict verdict = Verdict::cannot_tell;
    std::optional<double> ratio;              // after / before
    std::optional<Interval> interval;         // of the ratio, 95 %
    std::optional<std::uint32_t> run;         // the first run of the newest step
    std::optional<std::uint32_t> run_before;  // the last run of the step before it
    std::optional<double> visible;            // the smallest relative change that could have been seen, 0.02 = 2 %
    std::optional<std::uint32_t> more_runs;   // cannot_tell: how many further runs would do
};

// A density curve of a distribution (stats/density.hpp), cut at the range of the data. Where all values are positive it
// is one of ln x: the points are equally spaced in ln x, the densities those per unit of ln x.
struct Violin {
    std::vector<double> x, density;
};

// n < 10; 10 to 29, and more where all values are equal; >= 30; only a reported summary, or nothing at all (n = 0).
enum class DistributionKind { dots, box, violin, summary };

struct Distribution {
    DistributionKind kind = DistributionKind::summary;
    std::uint32_t n = 0;
    std::optional<double> min, q1, median, q3, max, whisker_low, whisker_high;
    std::vector<double> values;  // ascending; all of them below 30, else those beyond the whiskers; none for a summary
    Violin violin;               // only for a violin
};

// Estimates that go back and forth between two levels from run to run, without a change: flips raise no alert.
struct Bimodality {
    double ratio = 1;  // of the upper level to the lower
    double share = 0;  // of the runs on the upper level
    std::uint32_t flips = 0;
};

// How a series varies between runs of one version of the suite.
struct SuiteNoise {
    model::Suite suite;
    double between = 0;  // robust SD of ln(estimate) about its step's median, as a fraction
    double degrees = 0;  // of freedom: runs less steps
    std::optional<Bimodality> bimodal;
};

// Of how it varies, what the newest version of the suite shows; all versions are in `noise`.
struct SeriesReport {
    std::vector<Step> steps;              // none where the testbed is not comparable
    std::vector<SuiteNoise> noise;        // of each version that has enough runs, the newest last
    std::optional<double> noise_between;  // SuiteNoise::between
    std::optional<double> noise_within;   // median over runs of (q3 - q1) / (1.349 median), as a fraction
    LatestChange latest;
    std::optional<Bimodality> bimodal;
    Distribution within_newest;                // of the samples (or the summary) of the newest run
    Distribution between;                      // of the estimates, each over its step's median; needs positive medians
    std::optional<model::Time> between_until;  // `between` is of the runs before; nothing: of all (settled.hpp)
    bool retired = false;                      // no run of this series in the last 90 nights of the archive
};

// What an aggregate is measured against and made of, while the suite stays the same: results of two suite versions are
// never compared, and after all benchmarks were renamed there is nothing to compare, so each such stretch of runs has a
// baseline and members of its own (analysis/stretches.hpp).
struct AggregateBasis {
    model::Suite suite;
    std::string baseline;  // in words: "median of the first 10 runs, 2022-08-27 to 2022-09-14"
    std::vector<std::uint32_t> baseline_runs;
    std::vector<std::uint32_t> members;   // benchmarks in at least 90 % of the runs and in the baseline
    std::vector<std::uint32_t> excluded;  // the other benchmarks of the set that this testbed measured
    std::optional<std::string>
        undefined;  // why it has no points: fewer than two runs, a value <= 0 of a named benchmark
};

// How an aggregate stood in one run.
struct AggregatePoint {
    std::uint32_t run = 0;
    double ratio = 0;  // geometric mean of estimate / baseline; below 1 is faster where lower is better
    double level = 0;  // geometric mean of the five runs about this one
    std::optional<Interval>
        interval;             // of the level, 95 %: seeded bootstrap of whole runs; the run itself may lie outside
    std::uint32_t n = 0;      // benchmarks in it
    bool complete = false;    // all members present
    std::uint32_t basis = 0;  // index into Aggregate::bases; nothing is joined across bases, which may alternate
};

// The geometric mean of one tagged set on one testbed, over time.
struct Aggregate {
    std::string set;
    std::uint32_t testbed = 0, measure = 0;
    // Of the newest basis, repeated here because most aggregates have only one.
    std::string baseline;
    std::vector<std::uint32_t> baseline_runs;
    std::vector<std::uint32_t> members;
    std::vector<std::uint32_t> excluded;
    std::vector<AggregateBasis> bases;     // in order of appearance
    std::vector<AggregatePoint> points;    // by time
    std::optional<std::string> undefined;  // why there are no points: no CPU recorded, or what the newest basis says
};

// What a testbed's results look like as a whole: can this machine be trusted? Noise is that of its first measure, which
// is time where it was measured: counts of bytes hardly vary and would flatter the machine.
struct TestbedReport {
    std::optional<double> noise_within, noise_between;  // medians over its series
    std::optional<double> visible;        // the smallest change that shows with 10 runs a side, from noise_between
    std::vector<std::uint32_t> runs;      // indices, by time
    std::vector<std::uint32_t> noisiest;  // up to ten series, by noise_between, descending
};

// A benchmark that the preceding comparable run of the testbed had and this one has not.
struct Absence {
    std::uint32_t run = 0, benchmark = 0;
    bool operator==(const Absence&) const = default;
    auto operator<=>(const Absence&) const = default;
};

// Members that differ only in parameters, measured at several values of a numeric one.
struct ScalingLine {
    std::string label;                      // the other parameters' values, "dense, qutip_csr"
    std::vector<std::uint32_t> benchmarks;  // by x
    std::vector<double> x;
};

// Median of the last 10 runs of each point, one testbed, one suite version. Sizes and counts may be zero or negative: a
// logarithmic axis has to leave such points to the table.
struct ScalingPoint {
    std::uint32_t line = 0, testbed = 0;
    double x = 0, y = 0;
    std::uint32_t n = 0;
};

struct Scaling {
    std::string title;      // the function: "bench_matmul_oper_ket", "test_cx in b.py" where several modules have one
    std::string slug_key;   // what its slug is made of; stable
    std::string parameter;  // the x axis
    std::string panel;      // values of the parameters that make separate pages, "density dense"; may be empty
    std::uint32_t measure = 0;
    std::vector<std::uint32_t> excluded;  // benchmarks that the configured filters keep off
    std::vector<std::uint32_t>
        without_number;  // benchmarks whose value of the parameter is no number: no place on the axis
    std::vector<ScalingLine> lines;
    std::vector<ScalingPoint> points;
    // Least-squares slope of ln y on ln x over the measured sizes, by (line, testbed); needs three sizes.
    struct Exponent {
        std::uint32_t line = 0, testbed = 0;
        double value = 0;
    };
    std::vector<Exponent> exponents;
};

// Benchmarks shown together: the recorded group, else the file or module of the name, else "all benchmarks".
struct Group {
    std::string name;
    std::vector<std::uint32_t> benchmarks;  // in the order of their parameters
    std::vector<std::uint32_t> excluded;    // those of them that the configured filters keep off its plots
};

// A version that has a name, and was measured.
struct Release {
    std::string name, commit;  // "v5.1"; the full id where a run or the clone has it, else empty
};

// What one release came to on a testbed; by the benchmarks of its table.
struct ReleaseResults {
    std::uint32_t release = 0;                // index into Releases::releases
    std::vector<std::string> runs;            // ids, by time
    std::vector<std::vector<double>> values;  // by row of the table: of each run that has one
};

// A benchmark and measure that several releases of a table have.
struct ReleaseRow {
    std::string benchmark;
    std::uint32_t measure = 0;             // index into Releases::measures
    std::optional<double> noise, degrees;  // between runs, of ln x, and its degrees of freedom; where known
};

// A release against an earlier one.
struct ReleasePair {
    std::uint32_t before = 0, after = 0;  // indices into ReleaseTable::results
    std::vector<ComparedAggregate> means;
    std::uint32_t missing = 0, added = 0, no_value = 0;  // benchmarks and measures that only one has, or without value
};

// The releases of one testbed, measured with one version of the suite: nothing is compared across.
struct ReleaseTable {
    std::string testbed, label;  // slug, name
    bool hidden = false;
    model::Suite suite;
    std::vector<ReleaseResults> results;  // oldest release first
    std::vector<ReleaseRow> rows;         // by benchmark, measure
    std::vector<ReleasePair> pairs;       // by after, then before
};

// How much faster each release is than those before it (analysis/releases.hpp). By itself: runs of tags are in no
// trend, so its names are of no other part of the report.
struct Releases {
    std::vector<Release> releases;  // oldest first
    std::vector<model::Measure> measures;
    std::vector<ReleaseTable> tables;  // by testbed, the newest suite first
};

struct Report {
    std::vector<double> estimate;                 // by row of History::columns; model::absent where there is none
    std::vector<EstimateSource> estimate_source;  // by row
    std::vector<SeriesReport> series;             // by History::series
    std::vector<Change> changes;                  // by first run after, then series
    std::vector<ChangeGroup> change_groups;       // by first run after, then id
    std::vector<std::uint8_t> outlier;            // by row: 1 where triage.toml takes it out of levels and verdicts
    std::vector<TestbedReport> testbeds;          // by History::testbeds
    std::vector<Aggregate> aggregates;            // by set, measure, testbed
    std::vector<Absence> absences;                // by run, then benchmark
    std::vector<Group> groups;                    // by name
    std::vector<Scaling> scalings;                // by title, parameter, panel
    Continuity continuity;                        // over declared transitions; beside all of the above
    Releases releases;                            // empty where fewer than two were measured on one testbed
};

}  // namespace benchfolio::analysis
