// A trend of the size of a word (E. Tufte, Beautiful Evidence, 2006): dots, the level's line, the band of its noise,
// and the mark of who was measured at the newest value. 120 x 24, no axes; the words say the values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/picture.hpp"
#include "chart/span.hpp"
#include "chart/trend.hpp"

namespace benchfolio::chart {

struct Sparkline {
    std::string title, description;
    Identity identity = other;
    Span time;
    std::vector<Point> points;  // x in days
    std::vector<Level> levels;  // low and high: what noise does to the level
};

Picture lay_out(const Sparkline& sparkline);

}  // namespace benchfolio::chart
