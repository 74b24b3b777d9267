#include "stats/thresholds.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "stats/finite.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using stats::Limits;
using Values = std::vector<double>;

TEST_CASE("thresholds: z-score limits of the published vector") {
    const Limits limits = stats::z_limits({25, 100, 10}, {0.977, 0.977});
    CHECK(*limits.lower == Approx(80.04606689832175).epsilon(1e-9));
    CHECK(*limits.upper == Approx(119.95393310167825).epsilon(1e-9));
    CHECK(stats::z_limits({25, 100, 10}, {{}, 0.5}) == Limits{{}, 100});
}

TEST_CASE("thresholds: t limits of the published vector") {
    const Limits limits = stats::t_limits({25, 100, 10}, {0.977, 0.977});
    CHECK(*limits.lower == Approx(78.53909652847402).epsilon(1e-9));
    CHECK(*limits.upper == Approx(121.46090347152598).epsilon(1e-9));
}

TEST_CASE("thresholds: quartiles of the published vector make the limits of iqr") {
    const Values values{-6, -6, 1, 1, 9, 9};  // quartiles -4.25, 1, 7
    CHECK(*stats::iqr_limits(values, {1, 2}) == Limits{1 - 11.25, 1 + 22.5});
    CHECK_FALSE(stats::iqr_limits(Values{}, {1, 1}));
    CHECK(*stats::iqr_limits(Values{5}, {1, 1}) == Limits{5, 5});
}

TEST_CASE("thresholds: percentage of the mean, also of a negative one") {
    CHECK(*stats::percentage_limits(Values{90, 110}, {0.1, 0.05}) == Limits{90, 105});
    CHECK(*stats::percentage_limits(Values{-90, -110}, {0.1, 0.1}) == Limits{-110, -90});
    CHECK(*stats::percentage_limits(Values{0, 0}, {0.1, 0.1}) == Limits{0, 0});
    CHECK_FALSE(stats::percentage_limits(Values{}, {0.1, 0.1}));
}

TEST_CASE("thresholds: log-normal limits are quantiles, not reflections") {
    const auto moments = stats::log_moments(Values{std::exp(1.0), std::exp(3.0)});  // mu 2, sigma sqrt 2
    REQUIRE(moments);
    const Limits limits = stats::log_normal_limits(*moments, {0.9, 0.9});
    const double distance = std::sqrt(2.0) * 1.2815515655446004;
    CHECK(*limits.lower == Approx(std::exp(2 - distance)).epsilon(1e-12));
    CHECK(*limits.upper == Approx(std::exp(2 + distance)).epsilon(1e-12));
    CHECK_FALSE(stats::log_moments(Values{1, 0}));
    CHECK_FALSE(stats::log_moments(Values{1, -1}));
}

TEST_CASE("thresholds: delta-iqr from the relative steps in time order") {
    // Steps 1, 0.5, 1, 0.5: IQR 0.5; median 1
    CHECK(*stats::delta_iqr_limits(Values{1, 2, 1, 2, 1}, {1, 2}) == Limits{0.5, 2});
    CHECK_FALSE(stats::delta_iqr_limits(Values{1, 0, 1}, {1, 1}));
    CHECK(stats::delta_iqr_limits(Values{1, 0}, {1, 1}));
    CHECK_FALSE(stats::delta_iqr_limits(Values{1}, {1, 1}));
    CHECK_FALSE(stats::delta_iqr_limits(Values{}, {1, 1}));
    CHECK(*stats::delta_iqr_limits(Values{3, 3, 3}, {9, 9}) == Limits{3, 3});
}

TEST_CASE("thresholds: moments of none, one, equal and far values; NaN is refused") {
    CHECK_FALSE(stats::moments(Values{}));
    CHECK_FALSE(stats::moments(Values{1}));
    CHECK(stats::moments(Values{2, 2, 2})->deviation == 0);
    CHECK(stats::moments(Values{1, 3})->deviation == Approx(std::sqrt(2.0)));
    CHECK(std::isfinite(stats::moments(Values{1, 1, 1e150})->deviation));
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(stats::moments(Values{1, nan}), std::invalid_argument);
    CHECK_THROWS_AS(stats::log_moments(Values{1, nan}), std::invalid_argument);
    CHECK_THROWS_AS(stats::delta_iqr_limits(Values{1, nan}, {1, 1}), std::invalid_argument);
    CHECK_THROWS_AS(stats::percentage_limits(Values{nan}, {1, 1}), std::invalid_argument);
}

TEST_CASE("thresholds: p-values are one-sided for one limit, two-sided for two") {
    const stats::Moments moments{25, 100, 10};
    CHECK(stats::z_p(moments, 119.59963984540054, {{}, 0.9}) == Approx(0.025).epsilon(1e-9));
    CHECK(stats::z_p(moments, 119.59963984540054, {0.9, 0.9}) == Approx(0.05).epsilon(1e-9));
    CHECK(stats::z_p(moments, 119.59963984540054, {0.9, {}}) == Approx(0.975).epsilon(1e-9));
    CHECK(stats::z_p(moments, 119.59963984540054, {}) == 1);
    CHECK(stats::t_p(moments, 121.46090347152598, {{}, 0.977}) == Approx(0.023).epsilon(1e-9));
    CHECK(stats::log_normal_p({9, 0, 1}, std::exp(1.959963984540054), {{}, 0.9}) == Approx(0.025).epsilon(1e-9));
    CHECK(stats::log_normal_p({9, 0, 1}, 0, {0.9, {}}) == 0);
}

TEST_CASE("thresholds: without spread, only the mean itself is no alarm") {
    const stats::Moments steady{5, 3, 0};
    for (const auto p : {stats::z_p, stats::t_p}) {
        CHECK(p(steady, 3, {{}, 0.9}) == 1);
        CHECK(p(steady, 3.1, {{}, 0.9}) == 0);
        CHECK(p(steady, 2.9, {{}, 0.9}) == 1);
        CHECK(p(steady, 2.9, {0.9, 0.9}) == 0);
    }
    CHECK(stats::t_limits(steady, {0.9, 0.9}) == Limits{3, 3});
}
