// Fewer points that look the same.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "chart/picture.hpp"

namespace benchfolio::chart {

// Indices of the points, sorted by x, that have the smallest and the largest y of each stretch of x: [0, stretch),
// [stretch, 2 stretch) and so on. So no extreme is lost, and a point that comes later changes nothing in the stretches
// before its own. `stretch` > 0.
std::vector<std::size_t> extremes(std::span<const Point> points, double stretch);

}  // namespace benchfolio::chart
