#include "chart/time_axis.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "chart/picture.hpp"
#include "support/catch.hpp"

namespace benchfolio::chart {
namespace {

constexpr double monday = 20325;  // 25 August 2025

TEST_CASE("a window of the newest days begins on a Monday, holds them all and ends after them") {
    for (double newest = monday; newest < monday + 60; newest += .37) {
        const Span window = recent_window(newest, 90);
        CHECK(std::fmod(window.from - monday, 7) == 0);
        CHECK(window.from <= newest - 90);
        CHECK(window.from > newest - 90 - fortnight);
        CHECK(window.to > newest);
        CHECK(window.to - window.from == 104);
    }
}

TEST_CASE("a window moves once a fortnight") {
    int moves = 0;
    for (int day = 0; day < 280; ++day)
        moves += recent_window(monday + day, 30).from != recent_window(monday + day + 1, 30).from;
    CHECK(moves == 280 / 14);
}

TEST_CASE("a whole history ends on a grid that grows with it, with little room left") {
    const double first = monday - .3;
    int moves = 0;
    for (double days = 0; days < 3650; ++days) {
        const Span time = whole_window(first, first + days), later = whole_window(first, first + days + 1);
        REQUIRE(time.from == first);
        REQUIRE(time.to > first + days);
        REQUIRE(time.to - (first + days) <= std::max(7.0, days / 8));
        moves += time.to != later.to;
    }
    CHECK(moves < 70);
}

TEST_CASE("a history of one night has a week of room") {
    const Span time = whole_window(monday, monday);
    CHECK(time.from == monday);
    CHECK(time.to == monday + 7);
}

TEST_CASE("a window that moves on moves its marks by whole pixels") {
    const Span before{monday, monday + 104}, after{monday + fortnight, monday + 104 + fortnight};
    const auto panel = [](Span time) { return with_whole_fortnights({time, 54, 222}); };
    const double moved = panel(before).pixel(monday + 50.3) - panel(after).pixel(monday + 50.3);
    CHECK(moved == Approx(std::round(moved)));
    CHECK(moved == Approx(22));  // 168 pixels for 104 days are 22.6 a fortnight
    CHECK(panel(before).right <= 222);
}

TEST_CASE("an axis of years keeps its width") {
    CHECK(with_whole_fortnights({{0, 3650}, 50, 550}).right == 550);
}

TEST_CASE("what two panels show is drawn in both, its label in the second") {
    const TimeAxis axis{{{{0, 100}, 0, 100}, {{90, 110}, 200, 300}}};
    std::vector<std::pair<double, double>> pieces;
    axis.for_each_piece({80, 95}, [&](double from, double to) { pieces.emplace_back(from, to); });
    CHECK(pieces == std::vector<std::pair<double, double>>{{80, 95}, {200, 225}});
    CHECK(axis(50) == 50);
    CHECK(axis(95) == 225);
}

TEST_CASE("what only touches a panel is not drawn in it, a single date at its border is") {
    const TimeAxis axis{{{{0, 100}, 0, 100}, {{90, 110}, 200, 300}}};
    int pieces = 0;
    axis.for_each_piece({50, 90}, [&](double, double) { ++pieces; });
    CHECK(pieces == 1);
    axis.for_each_piece({90, 90}, [&](double, double) { ++pieces; });
    CHECK(pieces == 1 + 2);
}

TEST_CASE("a panel finds what it shows") {
    const std::vector<Point> points{{0, 1}, {5, 2}, {10, 3}, {15, 4}};
    const TimeAxis::Panel panel{{5, 10}, 0, 100};
    CHECK(shown(points, panel).size() == 2);
    CHECK(shown(points, panel).front().y == 2);
    CHECK(shown(std::vector<Point>{}, panel).empty());
}

}  // namespace
}  // namespace benchfolio::chart
