#include "stats/regression.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("the slope of a line is its slope") {
    CHECK(*stats::least_squares_slope(Values{1, 2, 3}, Values{2, 4, 6}) == Approx(2));
    CHECK(*stats::least_squares_slope(Values{0, 1}, Values{5, 2}) == Approx(-3));
}

TEST_CASE("the slope through scattered points by hand") {
    // centred: x -1 0 1, y -1 1 0; products 1 + 0 + 0, squares 2
    CHECK(*stats::least_squares_slope(Values{1, 2, 3}, Values{1, 3, 2}) == Approx(0.5));
}

TEST_CASE("no slope without two different x") {
    CHECK_FALSE(stats::least_squares_slope({}, {}));
    CHECK_FALSE(stats::least_squares_slope(Values{1}, Values{2}));
    CHECK_FALSE(stats::least_squares_slope(Values{4, 4, 4}, Values{1, 2, 3}));
    CHECK(*stats::least_squares_slope(Values{1, 2, 3}, Values{0, 0, 0}) == 0);
}

TEST_CASE("what does not fit together is refused") {
    CHECK_THROWS_AS(stats::least_squares_slope(Values{1, 2}, Values{1}), std::invalid_argument);
    CHECK_THROWS_AS(stats::least_squares_slope(Values{1, 2}, Values{1, std::numeric_limits<double>::quiet_NaN()}),
                    std::invalid_argument);
}
