// How a tagged set moved between two sides of a comparison.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "stats/interval.hpp"

namespace benchfolio::analysis {

// "At least 1.12x faster at 99 %": the largest factor that is still supported, and 1 where not even a change is.
struct AtLeast {
    double confidence = 0.99;
    double factor = 1;
};

// The hierarchical performance test (stats/hierarchical.hpp) of the benchmarks of a set, each counting once, whatever
// their weights.
struct SuiteTest {
    bool better = false;            // what is supported: that the later side is better, else that it is worse
    double confidence = 0;          // of that, by any factor above 1
    std::uint32_t ties = 0;         // of the n benchmarks: no change of theirs is significant
    std::uint32_t untested = 0;     // of the ties: too few runs, and no noise known
    std::vector<AtLeast> at_least;  // at 90 %, 95 %, 99 %
};
inline constexpr double suite_test_confidences[] = {0.90, 0.95, 0.99};

// What the benchmarks of a set range over, as after / before: "10 % to 60 % faster" says the 10th and 90th percentile.
struct RatioRange {
    double low = 1, high = 1;  // percentiles by linear interpolation (stats/quantile.hpp): the middle 80 %
    double min = 1, max = 1;
};
inline constexpr double range_tail = 0.1;

struct ComparedAggregate {
    std::string set;
    std::uint32_t measure = 0;
    double ratio = 1;  // geometric mean of after / before over the benchmarks that both sides have
    std::optional<stats::Interval> interval;
    std::uint32_t n = 0;
    std::optional<std::string> undefined;  // the benchmark whose value is not positive
    bool weighted = false;                 // the mean and its interval, as declared
    std::optional<SuiteTest> test;         // these where it is defined
    std::optional<RatioRange> range;
};

}  // namespace benchfolio::analysis
