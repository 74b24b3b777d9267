#include "stats/level_scan.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"

using namespace benchfolio;

namespace {

stats::LevelScan scan_of(const std::vector<double>& values, double sigma) {
    stats::LevelScan scan;
    for (const double value : values) scan.push(value, sigma);
    return scan;
}

}  // namespace

TEST_CASE("a shift is the difference of the means, with its weight") {
    const auto scan = scan_of({1, 1, 1, 1, 3, 3}, 10);
    const auto shift = scan.shift(0, 4, 6);
    CHECK(shift.difference == Approx(2));
    CHECK(shift.weight == Approx(4.0 * 2 / 6));
    CHECK(scan.mean(0, 6) == Approx(10.0 / 6));
}

TEST_CASE("one outlier is clipped to the values about it") {
    const auto scan = scan_of({0, 0, 0, 100, 0, 0, 0, 0}, 1);
    CHECK(scan.mean(3, 4) == Approx(3.5));
    CHECK(scan.value(3) == 100);  // as it came
}

TEST_CASE("a step is not clipped once three values show it") {
    auto scan = scan_of({0, 0, 0, 0, 0, 100}, 1);
    CHECK(scan.shift(0, 5, 6).difference == Approx(3.5));
    scan.push(100, 1);
    scan.push(100, 1);
    CHECK(scan.shift(0, 5, 8).difference == Approx(100));
}

TEST_CASE("what is an outlier is judged again when sigma is better known") {
    stats::LevelScan scan;
    for (const double value : {0.0, 50.0, 0.0, 0.0}) scan.push(value, 100);
    CHECK(scan.mean(1, 2) == Approx(50));
    scan.push(0, 1);
    CHECK(scan.mean(1, 2) == Approx(3.5));
}

TEST_CASE("a side reaches no further than the window") {
    std::vector<double> values(200, 1000.0);
    values.resize(200 + stats::LevelScan::window, 0.0);
    values.resize(values.size() + 5, 1.0);
    const auto scan = scan_of(values, 1e6);
    const auto shift = scan.shift(0, values.size() - 5, values.size());
    CHECK(shift.difference == Approx(1));
}

TEST_CASE("a contrast is a shift that is not divided yet") {
    const auto scan = scan_of({1, 1, 1, 1, 3, 3}, 10);
    const auto contrast = scan.contrast(0, 4);  // means 1 of four and 3 of two
    CHECK(contrast.difference == Approx(2 * 4 * 2));
    CHECK(contrast.product == 4 * 2);
    CHECK(contrast.sum == 4 + 2);
    CHECK(contrast.gain(10) == Approx(2.0 * 2 * 4 * 2 / 6 / 10));
    CHECK(contrast.weighs(5.3));
    CHECK_FALSE(contrast.weighs(5.4));
    CHECK(contrast.is_below(2.01));
    CHECK_FALSE(contrast.is_below(1.99));
    CHECK(scan.contrast(3, 4).product == 1 * 2);
}

TEST_CASE("the contrast of the newest values is that of their place") {
    std::vector<double> values;
    for (int i = 0; i < 200; ++i) values.push_back(i % 5 + (i < 190 ? 0 : 2));
    const auto scan = scan_of(values, 2);
    const auto newest = scan.contrast_of_newest<12>(), same = scan.contrast(0, 200 - 12);
    CHECK(newest.difference == same.difference);
    CHECK(newest.product == same.product);
    CHECK(newest.sum == same.sum);
}

TEST_CASE("contrasts are those of the shifts, whatever was forgotten") {
    std::vector<double> values;
    for (int i = 0; i < 300; ++i) values.push_back(i % 7 + (i < 270 ? 0 : -3));
    auto scan = scan_of(values, 2);
    for (const std::size_t kept : {300U, 130U}) {
        scan.forget_all_but(kept);
        for (const std::size_t first : {0U, 190U})
            for (std::size_t at = 191; at < 300; ++at) {
                const auto shift = scan.shift(first, at, 300);
                const auto contrast = scan.contrast(first, at);
                CHECK(contrast.difference == Approx(shift.difference * contrast.product).margin(1e-9));
                CHECK(contrast.gain(4) ==
                      Approx(shift.difference * std::abs(shift.difference) * shift.weight / 4).margin(1e-9));
            }
    }
}

TEST_CASE("what is forgotten changes nothing that is said of the rest") {
    std::vector<double> values;
    for (int i = 0; i < 300; ++i) values.push_back(i % 7 + (i < 250 ? 0 : 3));
    const auto whole = scan_of(values, 2);
    auto part = whole;
    part.forget_all_but(400);
    CHECK(part.oldest() == 0);
    part.forget_all_but(130);
    CHECK(part.oldest() == 170);
    CHECK(part.size() == 300);
    CHECK(part.value(170) == whole.value(170));
    CHECK(part.values(298, 300).size() == 2);
    for (const std::size_t at : {240U, 250U, 299U}) {
        CHECK(part.shift(0, at, 300).difference == whole.shift(0, at, 300).difference);
        CHECK(part.robust_shift(0, at, 300).difference == whole.robust_shift(0, at, 300).difference);
    }
    CHECK(part.shift(0, 171, 300).weight == Approx(1.0 * 64 / 65));  // one value is left before it
}

TEST_CASE("of two values the one that proves less counts") {
    CHECK(scan_of({0, 0, 0, 0, 1, 9}, 1).robust_shift(0, 4, 6).difference == 1);
    CHECK(scan_of({9, 1, 0, 0, 0, 0}, 1).robust_shift(0, 2, 6).difference == -1);
    CHECK(scan_of({0, 0, 5, 7, 100}, 1).robust_shift(0, 2, 5).difference == 7);
}

TEST_CASE("a single value on either side is taken as it is") {
    const auto shift = scan_of({2, 5}, 1).robust_shift(0, 1, 2);
    CHECK(shift.difference == 3);
    CHECK(shift.weight == Approx(0.5));
}

TEST_CASE("NaN and infinities are refused, and leave the scan as it was") {
    auto scan = scan_of({1, 2}, 1);
    const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
    CHECK_THROWS_AS(scan.push(nan, 1), std::invalid_argument);
    CHECK_THROWS_AS(scan.push(-infinity, 1), std::invalid_argument);
    CHECK_THROWS_AS(scan.push(1, nan), std::invalid_argument);
    CHECK(scan.size() == 2);
    CHECK(scan.mean(0, 2) == Approx(1.5));
}
