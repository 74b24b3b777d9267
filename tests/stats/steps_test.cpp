#include "stats/steps.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using Values = std::vector<double>;
using Boundaries = std::vector<std::size_t>;

namespace {

// `count` values of normal noise about zero, raised by `size` from position `at` on.
Values with_step(support::Noise& noise, std::size_t count, double deviation, std::size_t at, double size) {
    Values values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = deviation * noise.normal() + (i >= at ? size : 0);
    return values;
}

}  // namespace

TEST_CASE("nothing, one value and a constant level have no step") {
    CHECK(stats::step_boundaries({}).empty());
    CHECK(stats::step_boundaries(Values{1}).empty());
    CHECK(stats::step_boundaries(Values{1, 2, 3}).empty());
    CHECK(stats::step_boundaries(Values(100, 0.0)).empty());
    CHECK(stats::step_boundaries(Values(100, -7.5)).empty());
}

TEST_CASE("a step between constant levels is found exactly") {
    Values values(40, 1.0);
    std::fill(values.begin() + 25, values.end(), 1.1);
    CHECK(stats::step_boundaries(values) == Boundaries{25});
}

TEST_CASE("several steps between constant levels, with zeros and negatives") {
    Values values(60, 0.0);
    std::fill(values.begin() + 20, values.begin() + 40, -5.0);
    std::fill(values.begin() + 40, values.end(), 5.0);
    CHECK(stats::step_boundaries(values) == Boundaries{20, 40});
}

TEST_CASE("an outlier that reverts at once is no step, however huge") {
    support::Noise noise{11};
    Values values = with_step(noise, 200, 0.02, 200, 0);
    values[80] += 1e6;
    values[150] -= 1;
    CHECK(stats::step_boundaries(values).empty());
    Values calm(50, 1.0);
    calm[20] = 100;
    CHECK(stats::step_boundaries(calm).empty());
}

TEST_CASE("pure noise has almost no steps") {
    support::Noise noise{1};
    for (const std::size_t count : {20, 60, 200, 1000}) {
        int false_alarms = 0;
        for (int i = 0; i < 200; ++i)
            false_alarms += stats::step_boundaries(with_step(noise, count, 0.02, count, 0)).empty() ? 0 : 1;
        INFO(count << " values");
        CHECK(false_alarms <= (count < 60 ? 12 : 4));
    }
}

TEST_CASE("a step of 10 % in noise of 2 % is found within two positions") {
    support::Noise noise{2};
    int found = 0;
    for (int i = 0; i < 200; ++i) {
        const auto boundaries = stats::step_boundaries(with_step(noise, 300, 0.02, 180, 0.0953));
        found += boundaries.size() == 1 && boundaries[0] >= 178 && boundaries[0] <= 182 ? 1 : 0;
    }
    CHECK(found >= 196);
}

TEST_CASE("a new level is found from its fifth value on") {
    support::Noise noise{5};
    int found = 0;
    for (int i = 0; i < 100; ++i)
        found += stats::step_boundaries(with_step(noise, 100, 0.02, 95, 0.2)) == Boundaries{95} ? 1 : 0;
    CHECK(found >= 95);
}

TEST_CASE("the scale and the offset of the values do not matter") {
    support::Noise noise{9};
    const Values values = with_step(noise, 120, 0.02, 70, 0.2);
    Values other = values;
    for (double& value : other) value = 1e6 + 1024 * value;
    CHECK(stats::step_boundaries(values) == stats::step_boundaries(other));
}

TEST_CASE("stretches are never shorter than asked") {
    Values values(30, 0.0);
    for (std::size_t i = 10; i < 14; ++i) values[i] = 1;
    CHECK(stats::step_boundaries(values) == Boundaries{10, 14});
    CHECK(stats::step_boundaries(values, {.min_length = 5}) != Boundaries{10, 14});
}

TEST_CASE("what is no number is refused") {
    CHECK_THROWS_AS(stats::step_boundaries(Values{1, std::numeric_limits<double>::quiet_NaN(), 1, 1}),
                    std::invalid_argument);
}
