// One line for a whole suite over all upgrades: the geometric mean of the series that go on over them. It stands beside
// the aggregates (analysis/aggregate.hpp) and never in them, since some of what it is a mean of is rescaled.
#pragma once

#include <vector>

#include "analysis/context.hpp"
#include "analysis/continuity.hpp"

namespace benchfolio::analysis {

// Each tagged set x measure x configuration whose scale it is, relative series by themselves. Members are the set's
// series that an upgrade is part of, with a value on that configuration: nothing is in it that has no factor. Cost: a
// pass over the points of the series for each set.
std::vector<ContinuousMean> continuous_means(const Context& context, const std::vector<ContinuousSeries>& series);

}  // namespace benchfolio::analysis
