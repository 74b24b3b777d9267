#include "stats/two_modes.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

namespace {

// `count` values about 0, of which every other one stands `gap` higher.
Values alternating(std::size_t count, double gap, double sigma, std::uint64_t seed = 1) {
    support::Noise noise{seed};
    Values values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(sigma * noise.normal() + (i % 2 == 0 ? 0 : gap));
    return values;
}

}  // namespace

TEST_CASE("values that go back and forth have two modes") {
    const auto modes = stats::two_modes(Values{1, 5, 1, 5, 1.1, 5.1, 0.9, 5, 1, 1});
    REQUIRE(modes);
    CHECK(modes->low == 1);
    CHECK(modes->high == 5);
    CHECK(modes->share == Approx(0.4));
    CHECK(modes->flips == 8);
}

TEST_CASE("a step is no second mode") {
    Values values(14, 1.0);
    values.resize(20, 2.0);
    CHECK_FALSE(stats::two_modes(values));
}

TEST_CASE("an outlier now and then is no second mode") {
    Values values = alternating(60, 0, 0.01);
    for (const std::size_t at : {5U, 17U, 33U, 51U}) values[at] += 1;  // 7 %, eight flips
    CHECK_FALSE(stats::two_modes(values));
}

TEST_CASE("plain noise has one mode") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) CHECK_FALSE(stats::two_modes(alternating(80, 0, 0.02, seed)));
}

TEST_CASE("too few or equal values have no two modes; NaN is refused") {
    CHECK_FALSE(stats::two_modes({}));
    CHECK_FALSE(stats::two_modes(Values{1}));
    CHECK_FALSE(stats::two_modes(Values{1, 2}));
    CHECK_FALSE(stats::two_modes(Values(30, -2.0)));
    CHECK_THROWS_AS(stats::two_modes(Values(10, std::numeric_limits<double>::quiet_NaN())), std::invalid_argument);
}

TEST_CASE("the level of two modes is that of the lower one") {
    const Values values = alternating(40, 0.5, 0.01);
    const auto fit = stats::fit_two_modes(values, 0.5, 0.01, 0.2);
    CHECK(fit.level == Approx(0).margin(0.01));
    CHECK(fit.cost < 80);  // 40 expected: squares of normal values
}

TEST_CASE("where only one mode was seen, the level is the one nearer to the hint") {
    const Values values(4, 1.5);
    CHECK(stats::fit_two_modes(values, 0.5, 0.01, 1).level == Approx(1));
    CHECK(stats::fit_two_modes(values, 0.5, 0.01, 1.5).level == Approx(1.5));
}

TEST_CASE("a fit near a level finds the one that is reached from there") {
    const Values values(4, 1.5);
    const auto low = stats::fit_two_modes_near(values, 0.5, 0.01, 1.005),
               high = stats::fit_two_modes_near(values, 0.5, 0.01, 1.52);
    CHECK(low.level == Approx(1));
    CHECK(high.level == Approx(1.5));
    CHECK(low.cost == Approx(0).margin(1e-9));
    const auto nowhere = stats::fit_two_modes_near(values, 0.5, 0.01, 7);
    CHECK(nowhere.level == 7);
    CHECK(nowhere.cost == 4 * stats::mode_cost_limit);
}

TEST_CASE("a residual is taken from the nearer mode") {
    CHECK(stats::residual(1.1, 1, 0.5) == Approx(0.1));
    CHECK(stats::residual(1.3, 1, 0.5) == Approx(-0.2));
    CHECK(stats::residual(0.5, 1, 0.5) == Approx(-0.5));
    CHECK(stats::residual(2, 1, 0.5) == Approx(0.5));
}

TEST_CASE("an outlier adds no more than the limit to the cost of a fit") {
    Values values = alternating(20, 0.5, 0.01);
    const auto calm = stats::fit_two_modes(values, 0.5, 0.01, 0);
    values[7] = 100;
    const auto fit = stats::fit_two_modes(values, 0.5, 0.01, 0);
    CHECK(fit.cost <= calm.cost + stats::mode_cost_limit);
    CHECK(fit.level == Approx(calm.level).margin(0.005));
}
