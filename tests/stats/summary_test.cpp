#include "stats/summary.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("mean and sample standard deviation by hand") {
    const Values values{2, 4, 4, 4, 5, 5, 7, 9};
    CHECK(stats::mean(values) == 5);
    CHECK(*stats::standard_deviation(values) == Approx(2.138089935299395).epsilon(1e-14));  // sqrt(32 / 7)
}

TEST_CASE("too few values have no mean and no deviation") {
    CHECK(stats::mean({}) == std::nullopt);
    CHECK(stats::standard_deviation({}) == std::nullopt);
    CHECK(stats::mean(Values{3}) == 3);
    CHECK(stats::standard_deviation(Values{3}) == std::nullopt);
    CHECK(*stats::standard_deviation(Values{1, 3}) == Approx(1.4142135623730951).epsilon(1e-15));
}

TEST_CASE("equal values deviate by exactly zero") {
    CHECK(stats::mean(Values(1000, 0.1)) == 0.1);
    CHECK(stats::standard_deviation(Values(1000, 0.1)) == 0);
    CHECK(stats::standard_deviation(Values{0, 0}) == 0);
}

TEST_CASE("a sum does not lose its small terms to a huge one") {
    CHECK(stats::mean(Values{1, 1e100, 1, -1e100}) == 0.5);
}

TEST_CASE("a small spread on a large offset keeps its digits") {
    const Values values{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    CHECK(*stats::standard_deviation(values) == Approx(5.477225575051661).epsilon(1e-14));  // sqrt(30)
}

TEST_CASE("squaring neither overflows nor underflows") {
    CHECK(*stats::standard_deviation(Values{0, 1e300}) == Approx(1e300 / 1.4142135623730951));
    CHECK(*stats::standard_deviation(Values{0, 1e-300}) == Approx(1e-300 / 1.4142135623730951));
}

TEST_CASE("a summary holds moments, quartiles and whiskers") {
    const auto summary = *stats::summarise(Values{-6, -6, 1, 1, 9, 9});
    CHECK(summary.n == 6);
    CHECK(summary.mean == Approx(4.0 / 3));
    CHECK(*summary.standard_deviation == Approx(6.713171133426189));  // sqrt((236 - 64 / 6) / 5)
    CHECK(summary.min == -6);
    CHECK(summary.q1 == -4.25);
    CHECK(summary.median == 1);
    CHECK(summary.q3 == 7);
    CHECK(summary.max == 9);
    CHECK(summary.whisker_low == -6);
    CHECK(summary.whisker_high == 9);
}

TEST_CASE("a summary of one value and of none") {
    const auto summary = *stats::summarise(Values{5});
    CHECK(summary.standard_deviation == std::nullopt);
    CHECK(summary.q1 == 5);
    CHECK(summary.whisker_high == 5);
    CHECK_FALSE(stats::summarise({}));
}

TEST_CASE("whiskers end at the most distant values within 1.5 interquartile ranges") {
    const Values values{1, 2, 3, 4, 5, 6, 7, 8, 30};  // quartiles 3 and 7, fences -3 and 13
    const auto ends = stats::whiskers(values, 3, 7);
    CHECK(ends.low == 1);
    CHECK(ends.high == 8);
    const auto beyond = stats::outliers(values, 3, 7);
    CHECK(beyond.low.empty());
    REQUIRE(beyond.high.size() == 1);
    CHECK(beyond.high[0] == 30);
}

TEST_CASE("a value on the fence is no outlier") {
    const Values values{-3, 3, 5, 7, 13};
    CHECK(stats::outliers(values, 3, 7).low.empty());
    CHECK(stats::outliers(values, 3, 7).high.empty());
}

TEST_CASE("a whisker does not end inside the box") {
    const Values values{0, 100, 100, 100};  // q1 75 lies between the outlier 0 and the next value 100
    const auto summary = *stats::summarise(values);
    CHECK(summary.q1 == 75);
    CHECK(summary.whisker_low == 75);
    CHECK(summary.whisker_high == 100);
}

TEST_CASE("NaN and infinities are refused") {
    const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
    CHECK_THROWS_AS(stats::mean(Values{1, nan}), std::invalid_argument);
    CHECK_THROWS_AS(stats::standard_deviation(Values{1, infinity}), std::invalid_argument);
    CHECK_THROWS_AS(stats::summarise(Values{nan}), std::invalid_argument);
}
