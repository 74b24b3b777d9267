#include "chart/decimate.hpp"

#include <algorithm>

#include "support/catch.hpp"

namespace benchfolio::chart {
namespace {

using Indices = std::vector<std::size_t>;

TEST_CASE("few values are all kept") {
    CHECK(decimate({}, 2).empty());
    CHECK(decimate(std::vector{1.0, 2.0, 3.0}, 3) == Indices{0, 1, 2});
}

TEST_CASE("of many values the extremes of each stretch are kept, in order") {
    CHECK(decimate(std::vector{1.0, 9.0, 2.0, 3.0, 5.0, 4.0, -1.0, 4.0}, 4) == Indices{0, 1, 4, 6});
}

TEST_CASE("a stretch of equal values keeps one or two of them") {
    const auto kept = decimate(std::vector<double>(1000, 2.0), 10);
    CHECK(kept.size() <= 10);
    CHECK(kept.front() == 0);
}

TEST_CASE("no outlier is lost and the budget is kept") {
    std::vector<double> values(10000, 1.0);
    values[1234] = 50;
    values[8765] = -50;
    const auto kept = decimate(values, 900);
    CHECK(kept.size() <= 900);
    CHECK(std::count(kept.begin(), kept.end(), std::size_t{1234}) == 1);
    CHECK(std::count(kept.begin(), kept.end(), std::size_t{8765}) == 1);
    CHECK(std::is_sorted(kept.begin(), kept.end()));
}

}  // namespace
}  // namespace benchfolio::chart
