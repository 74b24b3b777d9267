// One number for a whole suite: the geometric mean of its benchmarks against a baseline on the same testbed.
#pragma once

#include <vector>

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// Each tagged set x measure x testbed that has a series, measures never mixed. Runs that did not measure the same thing
// (analysis/stretches.hpp) have each their own basis: the baseline is the median of the stretch's first ten runs, or
// the configured run or commit; members are the benchmarks that the baseline has and at least 90 % of the runs. A run's
// point is exp(mean ln(estimate / baseline)) over the members it has (stats/geometric_mean.hpp), or, where the set
// declares weights, the weighted mean of them; a member's value that is not positive leaves the stretch without points,
// with the benchmark named.
//
// Intervals: the runs' ln means resampled (stats/bootstrap.hpp) within the five runs of its basis nearest to the point;
// seeded by the names of set, measure, testbed and run, so that they depend on nothing else. They do not hold the
// uncertainty of the baseline. Cost: a few passes over the rows.
std::vector<Aggregate> aggregates(const Context& context);

}  // namespace benchfolio::analysis
