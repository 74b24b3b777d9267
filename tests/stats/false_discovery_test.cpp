#include "stats/false_discovery.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("adjusted by hand: each p times n over its place, never less than a larger one's") {
    // In order: .01 * 5 / 1, .02 * 5 / 2, .03 * 5 / 3, .04 * 5 / 4 are all .05; .5 * 5 / 5.
    const auto adjusted = stats::false_discovery_adjusted(Values{0.04, 0.01, 0.5, 0.03, 0.02});
    CHECK(adjusted[0] == Approx(0.05));
    CHECK(adjusted[1] == Approx(0.05));
    CHECK(adjusted[2] == Approx(0.5));
    CHECK(adjusted[3] == Approx(0.05));
    CHECK(adjusted[4] == Approx(0.05));
    const auto monotone = stats::false_discovery_adjusted(Values{0.03, 0.031, 0.9});
    CHECK(monotone[0] == Approx(0.0465));  // not .09: the next is .0465
    CHECK(monotone[1] == Approx(0.0465));
}

TEST_CASE("one p is itself, none is none, what is no number is refused") {
    CHECK(stats::false_discovery_adjusted(Values{0.2}) == Values{0.2});
    CHECK(stats::false_discovery_adjusted(Values{}).empty());
    CHECK(stats::false_discovery_adjusted(Values{0, 1, 1})[0] == 0);
    CHECK_THROWS_AS(stats::false_discovery_adjusted(Values{std::numeric_limits<double>::quiet_NaN()}),
                    std::invalid_argument);
}
