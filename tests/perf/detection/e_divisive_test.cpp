#include "perf/detection/e_divisive.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio::detection;
using Values = std::vector<double>;
using Indices = std::vector<std::size_t>;

namespace {

Indices indices(const std::vector<EDivisiveChange>& changes) {
    Indices result;
    for (const auto& change : changes) result.push_back(change.index);
    return result;
}

// Where published results of others are kept: beside the checkout, unless said otherwise.
std::filesystem::path real_data() {
    const char* configured = std::getenv("BENCHFOLIO_REAL_DATA");
    return configured != nullptr ? configured : BENCHFOLIO_TESTS_DIR "/../../shared/data";
}

Values column(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string line;
    Values values;
    std::getline(stream, line);
    while (std::getline(stream, line)) values.push_back(std::stod(line));
    return values;
}

}  // namespace

TEST_CASE("E-divisive: nothing, one value and equal values have no change") {
    CHECK(e_divisive({}).empty());
    CHECK(e_divisive(Values{1}).empty());
    CHECK(e_divisive(Values{1, 2}).empty());
    CHECK(e_divisive(Values(60, 3.0)).empty());
    CHECK(best_divide({}).index == 0);
    CHECK(best_divide(Values{1}).index == 0);
}

TEST_CASE("E-divisive: Q of one value against two, by hand") {
    // X = {0}, Y = {3, 4}: 2/3 * (3 + 4) - 2*1/(3*1) * 1 = 4. X = {0}, Y = {3}: 2/2 * 3 = 3; X = {0, 3}, Y = {4}:
    // 2/3 * (4 + 1) - 2*1/(3*1) * 3 = 4/3.
    const auto divide = best_divide(Values{0, 3, 4});
    CHECK(divide.index == 1);
    CHECK(divide.q == Approx(4));
}

TEST_CASE("E-divisive: Student's t with the variances of populations, by hand") {
    // Means 2 and 5, variances 2/3 and 2/3 (n = 3), pooled (2 * 2/3 + 2 * 2/3) / 4 = 2/3: t = 3 / sqrt(2/3 * 2/3)
    // = 4.5. With 4 degrees of freedom P(|T| > t) = 1 - u (3 - u^2) / 2 with u = t / sqrt(t^2 + 4).
    const double u = 4.5 / std::sqrt(4.5 * 4.5 + 4);
    CHECK(t_test(Values{1, 2, 3}, Values{4, 5, 6}) == Approx(1 - u * (3 - u * u) / 2));
    CHECK(t_test(Values{1}, Values{2}) == 1);
    CHECK(t_test(Values{1, 1}, Values{1, 1}) == 1);
    CHECK(t_test(Values{1, 1}, Values{2, 2}) == 0);
}

TEST_CASE("E-divisive: steps between noisy levels are found, and sized by the larger way to look at them") {
    benchfolio::support::Noise noise(1);
    Values values = noise.times(120, 0.01);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] *= i < 40 ? 1 : i < 90 ? 1.25 : 0.5;
    const auto changes = e_divisive(values);
    CHECK(indices(changes) == Indices{40, 90});
    CHECK(changes[0].magnitude == Approx(0.25).margin(0.01));
    CHECK(changes[1].magnitude == Approx(1.5).margin(0.02));  // back from .5 to 1.25
}

TEST_CASE("E-divisive: changes smaller than asked for are dropped, and their neighbours tested anew") {
    benchfolio::support::Noise noise(2);
    Values values = noise.times(90, 0.002);
    for (std::size_t i = 30; i < values.size(); ++i) values[i] *= i < 60 ? 1.02 : 1.5;
    CHECK(indices(e_divisive(values)) == Indices{30, 60});
    CHECK(indices(e_divisive(values, {.min_magnitude = 0.05})) == Indices{60});
}

TEST_CASE("E-divisive: what Otava publishes for the history of Tigerbeetle", "[real_data]") {
    const auto file = real_data() / "mixed/otava-csv/tigerbeetle.csv";
    if (!std::filesystem::exists(file)) {
        std::cout << "skipped: there is no " << file << '\n';
        return;
    }
    const Values values = column(file);
    CHECK(indices(e_divisive(values, {.window = 30, .max_p = 0.01, .min_magnitude = 0.05})) == Indices{15, 71});
    const auto strict = e_divisive(values, {.window = 30, .max_p = 1e-5, .min_magnitude = 0});
    CHECK(indices(strict) == Indices{71, 95, 131, 192, 212});
    const Values published{3.61e-22, 1.20e-19, 5.81e-14, 4.29e-8, 9.18e-6};
    REQUIRE(strict.size() == published.size());
    for (std::size_t k = 0; k < published.size(); ++k)
        CHECK(strict[k].p / published[k] == Approx(1).epsilon(0.005));  // three digits
}
