// Series that go on over an upgrade: results on the older configuration multiplied by a factor, which results of shared
// commits on both configurations give. They stand beside the normal series and never enter those: no change, noise,
// level or aggregate is computed from a rescaled value.
//
// Benchmark by benchmark, factor = new / old at a shared commit, as mypyc's benchmarks do it
// (mypyc-benchmarks/reporting/scaling.py); of several commits their median. Factors are multiplied along chains of
// declared transitions. Nothing is rescaled without a factor, and no factor joins two versions of the suite.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/transitions.hpp"
#include "model/history.hpp"
#include "stats/difference.hpp"
#include "stats/interval.hpp"

namespace benchfolio::analysis {

struct Context;
struct SeriesReport;

// Runs of one testbed and suite version that no declared transition tells apart.
struct MeasuredConfiguration {
    std::uint32_t testbed = 0;
    model::Suite suite;
    std::string label;                // "Xeon 8272CL, python 3.10*"
    std::vector<std::uint32_t> runs;  // by time
    std::string sides;                // a letter a transition: which side of it this is, 'f' from, 't' to, '-' none
};

// A transition between two configurations that the archive has.
struct Link {
    std::uint32_t transition = 0;
    std::uint32_t from = 0, to = 0;  // into Continuity::configurations
    model::Time seam{};              // as declared, else the first run on `to`
};

// A benchmark's series before it is told apart by configurations: its results, or those relative to a baseline.
struct Track {
    std::uint32_t benchmark = 0, measure = 0;
    std::optional<std::uint32_t> baseline;  // a benchmark: the values are how many times better than it this one is
    bool rescale = true;
    bool operator==(const Track&) const = default;
    auto operator<=>(const Track&) const = default;
};

// What one commit, measured on both sides of a link, says. Medians of its runs.
struct SharedCommit {
    std::string commit;
    double before = 0, after = 0;
    std::uint32_t runs_before = 0, runs_after = 0;
    std::uint32_t beside = 0;  // of these runs: in no trend (analysis/baselines.hpp)
    double ratio() const { return after / before; }
};

struct Factor {
    double value = 1;
    bool given = false;                               // by the configuration
    std::vector<SharedCommit> commits;                // it is the median of; empty for a given one
    std::optional<stats::Difference> logarithm;       // of its natural logarithm; nothing where no noise is known
    std::optional<stats::Interval> interval() const;  // 95 %
};

// The factor of one track over one link, or why there is none.
struct LinkFactor {
    std::uint32_t link = 0;
    Track track;
    std::optional<Factor> factor;
    std::string refusal;  // empty where there is a factor
    // What would give one, where the benchmark is still measured: this commit on these sides of the link.
    struct Wanted {
        std::string commit;
        bool on_old = false, on_new = false;
    };
    std::optional<Wanted> wanted;
};

// The results of one configuration within a continuous series.
struct Part {
    std::uint32_t configuration = 0;
    Factor factor;                       // of all links together; 1 for the configuration whose scale it is
    std::vector<std::uint32_t> factors;  // into Continuity::factors, oldest link first; empty: on its own scale
    bool rescaled = false;               // false on its own scale, and for ratios that count as they are
};

struct ContinuousPoint {
    std::uint32_t run = 0;
    std::uint32_t part = 0;  // into ContinuousSeries::parts
    double raw = 0;          // as measured (or the ratio as measured)
    double value = 0;        // on the scale of the newest configuration
};

// Results on an older configuration that are not joined to the newer ones.
struct Unjoined {
    std::uint32_t configuration = 0;
    std::uint32_t results = 0;
    std::string reason;
};

struct ContinuousSeries {
    Track track;
    std::uint32_t configuration = 0;      // whose scale it is
    std::vector<Part> parts;              // by their first run; the last is on the scale
    std::vector<ContinuousPoint> points;  // by time
    std::vector<Unjoined> unjoined;
    std::string ends;  // why it does not go on over the next upgrade; empty where there is none
};

// The factors of one link and measure, over benchmarks.
struct FactorSpread {
    std::uint32_t link = 0, measure = 0;
    bool relative = false;
    std::uint32_t factors = 0, refused = 0;
    std::optional<double> geometric_mean, low, median, high;
    std::optional<double> deviation;  // standard deviation of the factors' logarithms, needs two
};

// Results without the baseline that [[relative]] names.
struct WithoutBaseline {
    std::uint32_t benchmark = 0, measure = 0;
    std::string baseline, reason;
    std::uint32_t results = 0;  // that have none
};

// The geometric mean of a tagged set's continuous series: one line over all upgrades. A point is
// exp(mean ln(value / base)) over the members that the run measured (stats/geometric_mean.hpp), weighted where the set
// declares weights.
struct ContinuousMean {
    std::string set;
    std::uint32_t measure = 0;
    bool relative = false;            // of how many times better than their baselines the members are
    std::uint32_t configuration = 0;  // whose scale it is
    struct Member {
        std::uint32_t series = 0;  // into Continuity::series
        double base = 0;           // the median of its first ten values on that configuration
        bool operator==(const Member&) const = default;
    };
    std::vector<Member> members;  // those that go on over an upgrade
    struct Point {
        std::uint32_t run = 0, configuration = 0;
        bool rescaled = false;  // one of its values is
        std::uint32_t n = 0;    // members; runs that measured less than half of them have no point
        double ratio = 1;       // to the base
    };
    std::vector<Point> points;  // by time
};

struct Continuity {
    std::vector<MeasuredConfiguration> configurations;  // by first run
    std::vector<Link> links;                            // by transition, then configurations
    std::vector<std::string> undefined;                 // by transition: why it links nothing; empty where it does
    std::vector<LinkFactor> factors;                    // by track, then link
    std::vector<FactorSpread> spreads;                  // by link, then measure, relative ones last
    std::vector<ContinuousSeries> series;               // by track, then configuration
    std::vector<WithoutBaseline> without_baseline;      // by benchmark
    std::vector<ContinuousMean> means;                  // by set, then measure, relative ones last

    bool empty() const { return links.empty() && series.empty() && undefined.empty() && without_baseline.empty(); }
};

// `noise` and levels of the series stand in their reports, by History::series.
Continuity continuity(const Context& context, const std::vector<SeriesReport>& series);

}  // namespace benchfolio::analysis
