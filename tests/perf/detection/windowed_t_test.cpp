#include "perf/detection/windowed_t.hpp"

#include <cmath>
#include <limits>

#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio::detection;
using Values = std::vector<double>;
using Indices = std::vector<std::size_t>;

namespace {

// Two levels, the second from position `at` on, so that neighbours differ by `wobble`.
Values two_levels(std::size_t count, std::size_t at, double before, double after, double wobble) {
    Values values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = (i < at ? before : after) + (i % 2 == 0 ? 0 : wobble);
    return values;
}

}  // namespace

TEST_CASE("windowed t: weighted means and variances, by hand") {
    CHECK(window_moments({}).mean == 0);
    CHECK(window_moments(Values{5}).mean == 5);
    CHECK(window_moments(Values{5}).variance == 0);
    // Weights 1, 2/3, 1/3: mean (3 + 2 * 2/3 + 1/3) / 2 = 7/3; variance ((2/3)^2 + (1/3)^2 + (4/3)^2) / 2 = 7/6.
    CHECK(window_moments(Values{3, 2, 1}).mean == Approx(7.0 / 3));
    CHECK(window_moments(Values{3, 2, 1}).variance == Approx(7.0 / 6));
}

TEST_CASE("windowed t: t of two windows, by hand") {
    CHECK(window_t({}, Values{1}) == 0);
    CHECK(window_t(Values{1, 1}, Values{1, 1}) == 0);
    CHECK(std::isinf(window_t(Values{1, 1}, Values{2, 2})));
    // Both have mean 7/3 and 7/3 + 4 and variance 7/6: t = 4 / sqrt(2 * 7/6 / 3).
    CHECK(window_t(Values{3, 2, 1}, Values{7, 6, 5}) == Approx(4 / std::sqrt(7.0 / 9)));
}

TEST_CASE("windowed t: a step is found at its first value, with twelve values on both sides") {
    CHECK(windowed_t(two_levels(24, 12, 1, 1.2, 0.02)) == Indices{12});
    CHECK(windowed_t(two_levels(60, 30, 1, 0.8, 0.02)) == Indices{30});
    CHECK(windowed_t(two_levels(23, 12, 1, 1.2, 0.02)).empty());
    CHECK(windowed_t(two_levels(23, 11, 1, 1.2, 0.02)).empty());
}

TEST_CASE("windowed t: steps below 2 %, noise and constant levels raise nothing") {
    CHECK(windowed_t({}).empty());
    CHECK(windowed_t(Values{1}).empty());
    CHECK(windowed_t(Values(60, 1.0)).empty());
    CHECK(windowed_t(two_levels(60, 30, 1, 1.015, 0.0001)).empty());
    CHECK(windowed_t(two_levels(60, 30, 1, 1.025, 0.0001)) == Indices{30});
    benchfolio::support::Noise noise(5);
    CHECK(windowed_t(noise.times(1000, 0.05)).empty());
}

TEST_CASE("windowed t: one huge outlier is no change") {
    Values values = two_levels(60, 60, 1, 1, 0.02);
    values[30] = 50;
    CHECK(windowed_t(values).empty());
}
