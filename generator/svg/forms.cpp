#include "svg/forms.hpp"

#include <cmath>
#include <span>

#include "svg/pen.hpp"

namespace benchfolio::svg {
namespace {

using chart::Point;

// Corners of a mark of radius 1, in tenths of which areas look alike.
constexpr Point square[]{{-.85, -.85}, {.85, -.85}, {.85, .85}, {-.85, .85}};
constexpr Point diamond[]{{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}};
constexpr Point to_the_right[]{{-.9, -1.1}, {1.2, 0}, {-.9, 1.1}};
constexpr Point to_the_left[]{{.9, -1.1}, {-1.2, 0}, {.9, 1.1}};
constexpr Point plus[]{{-.4, -1.2}, {.4, -1.2}, {.4, -.4}, {1.2, -.4}, {1.2, .4},   {.4, .4},
                       {.4, 1.2},   {-.4, 1.2}, {-.4, .4}, {-1.2, .4}, {-1.2, -.4}, {-.4, -.4}};

std::span<const Point> corners(chart::Identity identity) {
    switch (chart::form_of(identity)) {
        case 2:
            return square;
        case 3:
            return diamond;
        case 4:
            return to_the_right;
        case 5:
            return to_the_left;
        case 6:
            return plus;
        default:
            return {};
    }
}

std::string circle_path(double radius) {
    std::string path{"a"};
    for (const double end : {2 * radius, -2 * radius}) {
        if (end < 0) path += 'a';
        append_number(path, radius);
        append_number(path += ' ', radius);
        append_number(path += " 0 1 0 ", end);
        path += " 0";
    }
    return path + "z";
}

}  // namespace

chart::Point form_start(chart::Identity identity, double radius) {
    const auto points = corners(identity);
    return points.empty() ? Point{-radius, 0} : Point{points[0].x * radius, points[0].y * radius};
}

std::string form_path(chart::Identity identity, double radius) {
    const auto points = corners(identity);
    if (points.empty()) return circle_path(radius);
    std::string path;
    Pen pen{path};
    pen.move_to({points[0].x * radius, points[0].y * radius});
    path.clear();
    for (const Point& point : points.subspan(1)) pen.line_to({point.x * radius, point.y * radius});
    pen.close();
    return path;
}

}  // namespace benchfolio::svg
