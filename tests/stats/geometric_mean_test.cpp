#include "stats/geometric_mean.hpp"

#include <cmath>
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

TEST_CASE("declared weights count as that many copies") {
    const std::vector<double> values{1.5, 0.8, 2}, copies{1.5, 1.5, 0.8, 2, 2, 2};
    CHECK(*stats::weighted_geometric_mean(values, std::vector<double>{2, 1, 3}) ==
          Approx(*stats::geometric_mean(copies)));
    CHECK(*stats::weighted_geometric_mean(std::vector<double>{4, 1}, std::vector<double>{1, 3}) ==
          Approx(std::pow(4.0, 0.25)));
    CHECK(*stats::weighted_geometric_mean(values, std::vector<double>{7, 7, 7}) ==
          Approx(*stats::geometric_mean(values)));
}

TEST_CASE("a weight that is not positive, or missing, is refused") {
    const std::vector<double> values{1, 2};
    CHECK_FALSE(stats::weighted_geometric_mean(values, std::vector<double>{1, 0}));
    CHECK_FALSE(stats::weighted_geometric_mean(values, std::vector<double>{1, -1}));
    CHECK_FALSE(stats::weighted_geometric_mean(std::vector<double>{1, 0}, values));
    CHECK_FALSE(stats::weighted_geometric_mean(std::vector<double>{}, std::vector<double>{}));
    CHECK_THROWS_AS(stats::weighted_geometric_mean(values, std::vector<double>{1}), std::invalid_argument);
    CHECK_THROWS_AS(stats::weighted_geometric_mean(values, std::vector<double>{1, std::nan("")}),
                    std::invalid_argument);
}
