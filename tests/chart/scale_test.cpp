#include "chart/scale.hpp"

#include "support/catch.hpp"

namespace benchfolio::chart {
namespace {

std::vector<double> repeated(double low, double high, int n) {
    std::vector<double> values;
    for (int i = 0; i < n; ++i) values.push_back(i % 2 == 0 ? low : high);
    return values;
}

TEST_CASE("an axis is logarithmic from a fivefold range on") {
    CHECK_FALSE(value_domain(std::vector{1.0, 4.9}, {}).logarithmic);
    CHECK(value_domain(std::vector{1.0, 5.0}, {}).logarithmic);
    CHECK_FALSE(value_domain(std::vector{0.0, 5.0}, {}).logarithmic);
    CHECK_FALSE(value_domain(std::vector{-1.0, 5.0}, {}).logarithmic);
}

TEST_CASE("a linear axis spans at least a tenth of its middle") {
    const Domain equal = value_domain(std::vector{1.0, 1.0, 1.0}, {});
    CHECK(equal.high - equal.low >= .1);
    CHECK(equal.low < 1);
    CHECK(equal.high > 1);
    const Domain zeros = value_domain(std::vector{0.0, 0.0}, {});
    CHECK(zeros.low < 0);
    CHECK(zeros.high > 0);
}

TEST_CASE("a single value and none have a domain") {
    CHECK(value_domain(std::vector{3.0}, {}).contains(3));
    const Domain none = value_domain({}, {});
    CHECK(none.low == 0);
    CHECK(none.high == 1);
}

TEST_CASE("an extreme far off stays outside, one nearby does not") {
    auto values = repeated(1, 1.2, 400);
    values.push_back(3);
    CHECK_FALSE(value_domain(values, {}).contains(3));
    values.back() = 1.24;
    CHECK(value_domain(values, {}).contains(1.24));
}

TEST_CASE("what must be shown is shown however rare it is") {
    auto values = repeated(1, 1.2, 400);
    values.push_back(3);
    CHECK(value_domain(values, std::vector{3.0}).contains(3));
}

TEST_CASE("the next value seldom moves the axis") {
    auto values = repeated(1, 1.2, 400);
    const Domain before = value_domain(values, {});
    values.push_back(1.15);
    const Domain after = value_domain(values, {});
    CHECK(before.low == after.low);
    CHECK(before.high == after.high);
}

TEST_CASE("differences are shown around zero") {
    const Domain domain = difference_domain(std::vector{.002, -.001}, .01);
    CHECK(domain.low <= -.01);
    CHECK(domain.high >= .01);
    CHECK_FALSE(domain.logarithmic);
}

TEST_CASE("a scale maps the ends of its domain to the ends of the pixels") {
    const Scale linear{{1, 3, false}, 100, 0};
    CHECK(linear(1) == Approx(100));
    CHECK(linear(2) == Approx(50));
    CHECK(linear.clipped(9) == Approx(0));
    const Scale logarithmic{{1, 100, true}, 0, 100};
    CHECK(logarithmic(10) == Approx(50));
    CHECK(logarithmic.clipped(-5) == Approx(0));
}

}  // namespace
}  // namespace benchfolio::chart
