// A comparison as a whole: the geometric means of the tagged sets, and whether the suite moved.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/comparison.hpp"

namespace benchfolio::analysis {

// ln of the estimates of one row, each with its run.
struct RunValue {
    std::uint32_t run = 0;
    double value = 0;
};
struct RowValues {
    std::vector<RunValue> before, after;
};

// Of each set and measure that has a row. exp(mean ln ratio), every ratio at its measured value, significant or not
// (Fleming & Wallace; stats/geometric_mean.hpp). Interval: what moves all benchmarks of a run moves their mean, so the
// rows' noise does not say how the mean varies; the runs' own means do. Known from the history: the deviation of the
// set's points about the geometric mean of five runs (analysis/aggregate.hpp), judged as a row is. `values` by row.
//
// Beside it the hierarchical test of the set (stats/hierarchical.hpp), each benchmark's own test being the one by ranks
// where both sides have enough runs, else the one by the noise of its history. It takes benchmarks as independent: what
// moves a whole run, as a busy host does, it cannot tell from the code. The interval of the mean can.
std::vector<ComparedAggregate> compared_means(const Context& context, const Report& report,
                                              const Comparison& comparison, std::span<const RowValues> values);

// Over the rows of the first measure that has a ratio. Rows must have their verdicts. Cannot tell where benchmarks
// changed, but there are too few for any p below 5 %.
OverallTest overall_test(const model::History& history, std::span<const ComparedBenchmark> rows);

}  // namespace benchfolio::analysis
