#include "stats/bootstrap.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include "stats/random.hpp"
#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("SplitMix64 gives its published numbers") {
    stats::SplitMix64 random{1234567};
    CHECK(random.next() == 6457827717110365317U);
    CHECK(random.next() == 3203168211198807973U);
    CHECK(random.next() == 9817491932198370423U);
}

TEST_CASE("random positions are all within the count") {
    stats::SplitMix64 random{1};
    std::vector<int> hits(5);
    for (int i = 0; i < 5000; ++i) ++hits.at(random.below(5));
    for (const int hit : hits) CHECK(std::abs(hit - 1000) < 150);
}

TEST_CASE("the same seed gives the same interval, another seed nearly so") {
    const Values values{1, 2, 3, 4, 5};
    const auto a = *stats::bootstrap_mean_interval(values, 42), b = *stats::bootstrap_mean_interval(values, 42);
    CHECK(a.low == b.low);
    CHECK(a.high == b.high);
    CHECK(stats::bootstrap_mean_interval(values, 43)->low == Approx(a.low).margin(0.3));
}

TEST_CASE("the interval of a mean is as wide as theory says") {
    support::Noise noise{8};
    Values values(400);
    for (double& value : values) value = noise.normal();
    const auto interval = *stats::bootstrap_mean_interval(values, 1);
    CHECK(interval.high - interval.low == Approx(2 * 1.96 / 20).epsilon(0.15));
}

TEST_CASE("equal values, one value, none") {
    const auto equal = *stats::bootstrap_mean_interval(Values{2, 2, 2}, 1);
    CHECK(equal.low == 2);
    CHECK(equal.high == 2);
    CHECK_FALSE(stats::bootstrap_mean_interval(Values{1}, 1));
    CHECK_FALSE(stats::bootstrap_mean_interval({}, 1));
    CHECK_THROWS_AS(stats::bootstrap_mean_interval(Values{1, std::numeric_limits<double>::quiet_NaN()}, 1),
                    std::invalid_argument);
}
