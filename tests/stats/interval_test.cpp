#include "stats/interval.hpp"

#include <vector>

#include "support/catch.hpp"

using namespace benchfolio;

namespace {

void check_ranks(std::size_t n, std::size_t low, std::size_t high, double coverage) {
    const auto ranks = stats::median_ranks(n);
    REQUIRE(ranks);
    CHECK(ranks->low == low);
    CHECK(ranks->high == high);
    CHECK(ranks->coverage == Approx(coverage).margin(5e-5));
}

}  // namespace

TEST_CASE("ranks of the median's interval by the binomial table") {
    check_ranks(6, 1, 6, 0.96875);
    check_ranks(7, 1, 7, 0.984375);
    check_ranks(8, 1, 7, 0.9609);
    check_ranks(10, 2, 9, 0.9785);
    check_ranks(20, 6, 15, 0.9586);
}

TEST_CASE("fewer than six values do not hold the median with 95 %") {
    for (std::size_t n = 0; n < 6; ++n) CHECK_FALSE(stats::median_ranks(n));
}

TEST_CASE("five values hold the median with 90 %: 30 of 32 cases") {
    const auto ranks = stats::median_ranks(5, 0.9);
    REQUIRE(ranks);
    CHECK(ranks->low == 1);
    CHECK(ranks->high == 5);
    CHECK(ranks->coverage == Approx(30.0 / 32));
}

TEST_CASE("thousands of values neither underflow nor lose the level") {
    const auto ranks = stats::median_ranks(3650);
    REQUIRE(ranks);
    CHECK(ranks->coverage >= 0.95);
    CHECK(ranks->coverage < 0.952);
    CHECK(ranks->high - ranks->low == 119);  // about 2 * 1.96 * sqrt(3650) / 2 + 1
}

TEST_CASE("the interval is the values at the ranks") {
    const std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 9, 1e9};
    const auto interval = stats::median_interval(values);
    REQUIRE(interval);
    CHECK(interval->low == 2);
    CHECK(interval->high == 9);
    CHECK_FALSE(stats::median_interval({}));
    const auto equal = stats::median_interval(std::vector<double>(6, -3.0));
    REQUIRE(equal);
    CHECK(equal->low == -3);
    CHECK(equal->high == -3);
}
