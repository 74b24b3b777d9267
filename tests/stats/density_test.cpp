#include "stats/density.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "stats/finite.hpp"
#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

namespace {

// Average rainfall of 70 cities in inches, the data set `precip` of R (McNeil, Interactive Data Analysis, 1977).
const Values precip{67.0, 54.7, 7.0,  48.5, 14.0, 17.2, 20.7, 13.0, 43.4, 40.2, 38.9, 54.5, 59.8, 48.3,
                    22.9, 11.5, 34.4, 35.1, 38.7, 30.8, 30.6, 43.1, 56.8, 40.8, 41.8, 42.5, 31.0, 31.7,
                    30.2, 25.9, 49.2, 37.0, 35.9, 15.0, 30.2, 7.2,  36.2, 45.5, 7.8,  33.4, 36.1, 40.2,
                    42.7, 42.5, 16.2, 39.0, 35.0, 37.0, 31.4, 37.6, 39.9, 36.2, 42.8, 46.4, 24.7, 49.1,
                    46.0, 35.9, 7.8,  48.2, 15.2, 32.5, 44.7, 42.6, 38.8, 17.4, 40.8, 29.1, 14.6, 59.2};

double area(const stats::Density& curve) {
    double sum = 0;
    for (std::size_t i = 1; i < curve.x.size(); ++i)
        sum += (curve.x[i] - curve.x[i - 1]) * (curve.density[i] + curve.density[i - 1]) / 2;
    return sum;
}

}  // namespace

TEST_CASE("bandwidths agree with R on precip") {
    const Values values = stats::ascending(precip);
    // R prints 3.938 for bw.SJ, whose root is found to a tenth of the smallest bandwidth only, and 3.848 for bw.nrd0.
    CHECK(*stats::sheather_jones_bandwidth(values) == Approx(3.938).epsilon(2e-3));
    CHECK(*stats::silverman_bandwidth(values) == Approx(3.848).epsilon(1e-3));
}

TEST_CASE("the curve covers the data's range and no more") {
    const Values values = stats::ascending(precip);
    const auto curve = stats::density(values);
    REQUIRE(curve);
    REQUIRE(curve->x.size() == 128);
    REQUIRE(curve->density.size() == 128);
    CHECK(curve->x.front() == 7.0);
    CHECK(curve->x.back() == 67.0);
    CHECK(area(*curve) > 0.93);
    CHECK(area(*curve) < 1);
}

TEST_CASE("two far groups keep two separate hills") {
    support::Noise noise{7};
    Values values = noise.times(100, 0.01, 1);
    const Values far = noise.times(100, 0.01, 2);
    values.insert(values.end(), far.begin(), far.end());
    const auto curve = stats::density(stats::ascending(values));
    REQUIRE(curve);
    const auto valley = curve->density[64];
    CHECK(valley < 1e-6);
    CHECK(area(*curve) == Approx(1).epsilon(0.05));
}

TEST_CASE("one huge outlier does not make the others vanish") {
    support::Noise noise{3};
    Values values = noise.times(60, 0.01);
    values.push_back(1e9);
    const auto curve = stats::density(stats::ascending(values));
    REQUIRE(curve);
    CHECK(std::ranges::max_element(curve->density) == curve->density.begin());
}

TEST_CASE("a curve of negative values and of zeros") {
    CHECK(stats::density(Values{-3, -2, -2, -1, 0, 0, 5})->x.front() == -3);
}

TEST_CASE("too few or equal values have no density") {
    CHECK_FALSE(stats::density({}));
    CHECK_FALSE(stats::density(Values{1}));
    CHECK_FALSE(stats::density(Values(50, 0.0)));
    CHECK_FALSE(stats::sheather_jones_bandwidth(Values{2, 2}));
    CHECK_FALSE(stats::silverman_bandwidth(Values{}));
}

TEST_CASE("two values have a density") {
    const auto curve = stats::density(Values{1, 2});
    REQUIRE(curve);
    CHECK(curve->bandwidth > 0);
}

TEST_CASE("mostly equal values fall back to the standard deviation") {
    Values values(40, 5.0);
    values.push_back(6);
    CHECK(*stats::silverman_bandwidth(values) > 0);
    CHECK(stats::density(values));
}
