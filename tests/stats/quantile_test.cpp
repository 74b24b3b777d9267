#include "stats/quantile.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include "stats/finite.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("quartiles are interpolated at rank p(n - 1)") {
    const Values values{-6, -6, 1, 1, 9, 9};
    CHECK(stats::quantile(values, 0.25) == -4.25);
    CHECK(stats::quantile(values, 0.5) == 1);
    CHECK(stats::quantile(values, 0.75) == 7);
}

TEST_CASE("the ends of the probabilities are the ends of the values") {
    const Values values{1, 2, 4, 8};
    CHECK(stats::quantile(values, 0) == 1);
    CHECK(stats::quantile(values, 1) == 8);
}

TEST_CASE("a quantile of one value is that value, of equal values is theirs") {
    CHECK(stats::quantile(Values{3}, 0.9) == 3);
    CHECK(stats::quantile(Values{0, 0, 0}, 0.3) == 0);
}

TEST_CASE("a quantile of nothing and an impossible probability are refused") {
    CHECK_THROWS_AS(stats::quantile(Values{}, 0.5), std::invalid_argument);
    CHECK_THROWS_AS(stats::quantile(Values{1}, -0.1), std::invalid_argument);
    CHECK_THROWS_AS(stats::quantile(Values{1}, 1.1), std::invalid_argument);
    CHECK_THROWS_AS(stats::quantile(Values{1}, std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
}

TEST_CASE("a quantile of values in any order is that of the sorted ones, to the bit") {
    const Values values{.3, -2.7, 11, .1, 5, 5, -8.3};
    for (const double p : {0., .025, .3, .5, .77, .975, 1.}) {
        Values any_order = values;
        CHECK(stats::quantile_in_place(any_order, p) == stats::quantile(stats::ascending(values), p));
    }
    Values one{3}, none;
    CHECK(stats::quantile_in_place(one, .9) == 3);
    CHECK_THROWS_AS(stats::quantile_in_place(none, .5), std::invalid_argument);
    CHECK_THROWS_AS(stats::quantile_in_place(one, 1.1), std::invalid_argument);
}

TEST_CASE("the median is the middle value or halfway between the two middle ones") {
    CHECK(stats::median(Values{}) == std::nullopt);
    CHECK(stats::median(Values{7}) == 7);
    CHECK(stats::median(Values{1, 2}) == 1.5);
    CHECK(stats::median(Values{-1, 0, 1e300}) == 0);
}

TEST_CASE("the median in place equals the median of the sorted values") {
    for (Values values : {Values{3, 1, 2}, Values{4, 1, 3, 2}, Values{5, 5, 5, 5}, Values{-1, 1e300}, Values{0.1}}) {
        const auto expected = stats::median(stats::ascending(values));
        CHECK(stats::median_in_place(values) == expected);
    }
    CHECK(stats::median_in_place({}) == std::nullopt);
}

TEST_CASE("the robust deviation is 1.4826 MAD and shrugs at one huge outlier") {
    Values values{1, 2, 3, 4, 5}, spoilt{1, 2, 3, 4, 1e12}, equal{2, 2, 2}, one{4};
    CHECK(stats::robust_deviation_in_place(values) == 1.4826);
    CHECK(stats::robust_deviation_in_place(spoilt) == 1.4826);
    CHECK(stats::robust_deviation_in_place(equal) == 0);
    CHECK(stats::robust_deviation_in_place(one) == 0);
    CHECK(stats::robust_deviation_in_place({}) == std::nullopt);
}

TEST_CASE("where most values are equal, the robust deviation is that of the mean deviation") {
    Values values{5, 5, 5, 9};
    CHECK(*stats::robust_deviation_in_place(values) == Approx(1.2533));
}

TEST_CASE("sorting refuses what is no number") {
    CHECK(stats::ascending(Values{2, -1, 0}) == Values{-1, 0, 2});
    CHECK(stats::ascending({}).empty());
    CHECK_THROWS_AS(stats::ascending(Values{1, std::numeric_limits<double>::quiet_NaN()}), std::invalid_argument);
    CHECK_THROWS_AS(stats::ascending(Values{1, std::numeric_limits<double>::infinity()}), std::invalid_argument);
}
