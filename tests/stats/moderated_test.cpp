#include "stats/moderated.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("moderated: a variance is weighed with the prior by degrees of freedom") {
    const auto both = stats::moderated(4, 3, {1, 3});
    CHECK(both.variance == 2.5);
    CHECK(both.degrees == 6);
    CHECK(stats::moderated(4, 3, {}).variance == 4);
    CHECK(stats::moderated(0, 0, {}).degrees == 0);
    CHECK(stats::moderated(0, 0, {2, 5}).variance == 2);
}

TEST_CASE("moderated: equal variances are one variance, less what a logarithm takes off on average") {
    const auto prior = stats::variance_prior(Values{3, 3, 3, 3}, Values{10, 10, 10, 10});
    CHECK(prior.degrees == stats::many_degrees);
    // ln 5 - digamma 5 = 0.1033202440, ln 500 - digamma 500 = 0.0010003333
    CHECK(prior.variance == Approx(3 * std::exp(0.1033202440 - 0.0010003333)).epsilon(1e-8));
}

TEST_CASE("moderated: few variances, and those of zero, say nothing") {
    CHECK(stats::variance_prior(Values{}, Values{}).degrees == 0);
    CHECK(stats::variance_prior(Values{1, 2}, Values{5, 5}).degrees == 0);
    CHECK(stats::variance_prior(Values{0, 0, 1, 2}, Values{5, 5, 5, 5}).degrees == 0);
    CHECK(stats::variance_prior(Values{1, 2, 3}, Values{5, 5, 0}).degrees == 0);
}

TEST_CASE("moderated: finds the prior that variances were drawn from") {
    support::Noise noise{5};
    const auto chi_squared = [&](int degrees) {
        double sum = 0;
        for (int i = 0; i < degrees; ++i) sum += std::pow(noise.normal(), 2);
        return sum;
    };
    Values variances, degrees;
    for (int i = 0; i < 4000; ++i) {
        const double truth = 2 * 8 / chi_squared(8);  // variance 2, 8 degrees
        variances.push_back(truth * chi_squared(12) / 12);
        degrees.push_back(12);
    }
    const auto prior = stats::variance_prior(variances, degrees);
    CHECK(prior.variance == Approx(2).epsilon(0.05));
    CHECK(prior.degrees == Approx(8).epsilon(0.15));
}

TEST_CASE("moderated: NaN and lists that do not match are refused") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(stats::variance_prior(Values{nan, 1, 1}, Values{1, 1, 1}), std::invalid_argument);
    CHECK_THROWS_AS(stats::variance_prior(Values{1, 1}, Values{1}), std::invalid_argument);
}
