#include "chart/decimate.hpp"

#include <algorithm>

#include "support/catch.hpp"

namespace benchfolio::chart {
namespace {

using Indices = std::vector<std::size_t>;

std::vector<Point> daily(const std::vector<double>& values) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < values.size(); ++i) points.push_back({static_cast<double>(i), values[i]});
    return points;
}

TEST_CASE("of no points none are kept, a point alone in its stretch is") {
    CHECK(extremes({}, 1).empty());
    CHECK(extremes(daily({1, 2, 3}), 1) == Indices{0, 1, 2});
    CHECK(extremes(std::vector<Point>{{-.5, 1}, {.5, 1}}, 1) == Indices{0, 1});
}

TEST_CASE("of many points the extremes of each stretch are kept, in order") {
    CHECK(extremes(daily({1, 9, 2, 3, 5, 4, -1, 4}), 4) == Indices{0, 1, 4, 6});
}

TEST_CASE("a stretch of equal values keeps one of them") {
    CHECK(extremes(daily(std::vector<double>(100, 2.0)), 25) == Indices{0, 25, 50, 75});
}

TEST_CASE("no outlier is lost") {
    std::vector<double> values(10000, 1.0);
    values[1234] = 50;
    values[8765] = -50;
    const auto kept = extremes(daily(values), 32);
    CHECK(kept.size() <= 2 * (10000 / 32 + 1));
    CHECK(std::count(kept.begin(), kept.end(), std::size_t{1234}) == 1);
    CHECK(std::count(kept.begin(), kept.end(), std::size_t{8765}) == 1);
    CHECK(std::is_sorted(kept.begin(), kept.end()));
}

TEST_CASE("a later point changes nothing in the stretches before its own") {
    std::vector<double> values;
    for (std::size_t i = 0; i < 1000; ++i) values.push_back(static_cast<double>((i * 37) % 101));
    for (std::size_t n = 500; n < 1000; ++n) {
        const auto all = daily(values);
        const auto before = extremes(std::span{all}.first(n), 16), after = extremes(std::span{all}.first(n + 1), 16);
        const auto own = static_cast<std::size_t>(n / 16) * 16;
        const auto older = [&](const Indices& kept) {
            return Indices(kept.begin(), std::ranges::lower_bound(kept, own));
        };
        REQUIRE(older(before) == older(after));
    }
}

}  // namespace
}  // namespace benchfolio::chart
