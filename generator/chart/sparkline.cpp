#include "chart/sparkline.hpp"

#include <algorithm>
#include <cmath>

#include "chart/scale.hpp"
#include "chart/time_axis.hpp"

namespace benchfolio::chart {
namespace {

constexpr double width = 120, height = 24, left = 3, right = 115, top = 3, bottom = 21, least_level = 4, end_radius = 3;

Domain domain_of(const Sparkline& sparkline) {
    std::vector<double> values, always;
    for (const Point& point : sparkline.points) values.push_back(point.y);
    for (const Level& level : sparkline.levels) always.insert(always.end(), {level.y, level.low, level.high});
    return value_domain(values, always);
}

// Whole pixels: half the bytes, and no difference at this size.
Point dot(const Point& point, const TimeAxis& x, const Scale& y) {
    return {std::round(x(point.x)), std::round(y.clipped(point.y))};
}

void add_levels(const Sparkline& sparkline, const TimeAxis& x, const Scale& y, Picture& picture) {
    Boxes noise{Role::noise, other, {}};
    Rules lines{Role::trace, other, 1, {}};
    for (const Level& level : sparkline.levels) {
        const double from = std::round(x(level.from)), to = std::max(std::round(x(level.to)), from + least_level);
        const double upper = std::round(y.clipped(level.high)), middle = std::round(y.clipped(level.y));
        if (level.low < level.high)
            noise.boxes.push_back({from, upper, to - from, std::round(y.clipped(level.low)) - upper});
        lines.segments.push_back({{from, middle}, {to, middle}});
    }
    if (!noise.boxes.empty()) picture.shapes.insert(picture.shapes.begin(), std::move(noise));
    if (!lines.segments.empty()) picture.shapes.push_back(std::move(lines));
}

}  // namespace

Picture lay_out(const Sparkline& sparkline) {
    Picture picture{Size::small, width, height, "", sparkline.title, sparkline.description, {}};
    if (sparkline.points.empty()) return picture;
    const TimeAxis x{{with_whole_fortnights({sparkline.time, left, right})}};
    const Scale y{domain_of(sparkline), bottom, top};
    Specks specks;
    for (const Point& point : sparkline.points) specks.at.push_back(dot(point, x, y));
    const Point last = specks.at.back();
    picture.shapes.push_back(std::move(specks));
    add_levels(sparkline, x, y, picture);
    picture.shapes.push_back(Marks{sparkline.identity, end_radius, Fill::solid, true, {last}});
    return picture;
}

}  // namespace benchfolio::chart
