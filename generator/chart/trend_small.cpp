#include <algorithm>

#include "chart/scale.hpp"
#include "chart/time_axis.hpp"
#include "chart/trend.hpp"

namespace benchfolio::chart {
namespace {

constexpr double width = 168, height = 36, margin = 4, radius = 1.6, least_level = 4;

Domain domain_of(const Trend& trend) {
    std::vector<double> values, always;
    for (const TrendSeries& series : trend.series) {
        for (const TrendPoint& point : series.points) values.push_back(point.y);
        for (const Level& level : series.levels) always.push_back(level.y);
    }
    if (trend.reference) always.push_back(*trend.reference);
    return value_domain(values, always);
}

Marks marks_of(const TrendSeries& series, const TimeAxis& x, const Scale& y) {
    Marks marks{series.identity, radius, Fill::solid, false, {}};
    for (const TrendPoint& point : series.points) marks.at.push_back({x(point.x), y.clipped(point.y)});
    return marks;
}

Rules levels_of(const TrendSeries& series, const TimeAxis& x, const Scale& y) {
    Rules lines{Role::level, other, 1, {}};
    for (const Level& level : series.levels)
        x.for_each_piece({level.from, level.to}, [&](double from, double to) {
            lines.segments.push_back(
                {{from, y.clipped(level.y)}, {std::max(to, from + least_level), y.clipped(level.y)}});
        });
    return lines;
}

Boxes gaps_of(const Trend& trend, const TimeAxis& x) {
    Boxes bands{Role::gap, other, {}};
    for (const Span& gap : trend.gaps)
        x.for_each_piece(gap, [&](double from, double to) { bands.boxes.push_back({from, 0, to - from, height}); });
    return bands;
}

}  // namespace

Picture lay_out_small(const Trend& trend) {
    Picture picture{Size::small, width, height, trend.id, trend.title, trend.description, {}};
    const TimeAxis x{{with_whole_fortnights({trend.time, margin, width - 2 * margin})}};
    const Scale y{domain_of(trend), height - 3, 3};
    if (!trend.gaps.empty()) picture.shapes.push_back(gaps_of(trend, x));
    if (trend.reference) {
        const double reference = y.clipped(*trend.reference);
        picture.shapes.push_back(Rules{Role::tag, other, 1, {{{0, reference}, {width, reference}}}});
    }
    for (const TrendSeries& series : trend.series) {
        if (!series.points.empty()) picture.shapes.push_back(marks_of(series, x, y));
        if (!series.levels.empty()) picture.shapes.push_back(levels_of(series, x, y));
    }
    return picture;
}

}  // namespace benchfolio::chart
