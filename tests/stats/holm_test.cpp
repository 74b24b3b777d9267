#include "stats/holm.hpp"

#include <limits>
#include <stdexcept>

#include "support/catch.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("holm: adjusted by hand") {
    // 4 x 0.005, 3 x 0.01, max(0.03, 2 x 0.03), max(0.06, 0.04)
    const Values adjusted = stats::holm_adjusted(Values{0.01, 0.04, 0.03, 0.005});
    const Values expected{0.03, 0.06, 0.06, 0.02};
    REQUIRE(adjusted.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) CHECK(adjusted[i] == Approx(expected[i]).epsilon(1e-12));
}

TEST_CASE("holm: none, one, equal ones, and never more than 1") {
    CHECK(stats::holm_adjusted(Values{}).empty());
    CHECK(stats::holm_adjusted(Values{0.2}) == Values{0.2});
    CHECK(stats::holm_adjusted(Values{0.5, 0.5, 0.5}) == Values{1, 1, 1});
    CHECK(stats::holm_adjusted(Values{0, 1}) == Values{0, 1});
}

TEST_CASE("holm: what is no probability is refused") {
    CHECK_THROWS_AS(stats::holm_adjusted(Values{-0.1}), std::invalid_argument);
    CHECK_THROWS_AS(stats::holm_adjusted(Values{1.1}), std::invalid_argument);
    CHECK_THROWS_AS(stats::holm_adjusted(Values{std::numeric_limits<double>::quiet_NaN()}), std::invalid_argument);
}
