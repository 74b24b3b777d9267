#include "chart/decimate.hpp"

#include <algorithm>
#include <cmath>

namespace benchfolio::chart {

std::vector<std::size_t> extremes(std::span<const Point> points, double stretch) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < points.size();) {
        const double end = (std::floor(points[i].x / stretch) + 1) * stretch;
        std::size_t low = i, high = i;
        for (++i; i < points.size() && points[i].x < end; ++i) {
            if (points[i].y < points[low].y) low = i;
            if (points[i].y > points[high].y) high = i;
        }
        kept.push_back(std::min(low, high));
        if (low != high) kept.push_back(std::max(low, high));
    }
    return kept;
}

}  // namespace benchfolio::chart
