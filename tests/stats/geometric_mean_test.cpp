#include "stats/geometric_mean.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("the geometric mean of known ratios") {
    CHECK(*stats::geometric_mean(Values{2, 8}) == Approx(4));
    CHECK(*stats::geometric_mean(Values{0.5, 2}) == Approx(1));
    CHECK(*stats::geometric_mean(Values{1, 10, 100}) == Approx(10));
    CHECK(*stats::geometric_mean(Values{3}) == Approx(3));
    CHECK(*stats::geometric_mean(Values(100, 1.0)) == 1);
}

TEST_CASE("it does not overflow where a product would") {
    CHECK(*stats::geometric_mean(Values{1e300, 1e300, 1e300}) == Approx(1e300));
    CHECK(*stats::geometric_mean(Values{1, 1, 1, 1e200}) == Approx(1e50));
}

TEST_CASE("it is undefined for no values, zeros and negatives") {
    CHECK_FALSE(stats::geometric_mean({}));
    CHECK_FALSE(stats::geometric_mean(Values{1, 0}));
    CHECK_FALSE(stats::geometric_mean(Values{1, -2}));
    CHECK_THROWS_AS(stats::geometric_mean(Values{1, std::numeric_limits<double>::quiet_NaN()}), std::invalid_argument);
}
