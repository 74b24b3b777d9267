// Fewer points that look the same.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace benchfolio::chart {

// Indices of at most `budget` of the values, ascending: the smallest and the largest of each of budget / 2 stretches of
// equal length, so that no extreme is lost. All indices where there are no more than `budget`. `budget` >= 2.
std::vector<std::size_t> decimate(std::span<const double> values, std::size_t budget);

}  // namespace benchfolio::chart
