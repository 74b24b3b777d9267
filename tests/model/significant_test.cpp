#include "model/significant.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <random>

#include "support/catch.hpp"

using benchfolio::model::significant;

namespace {

// What writing seven digits and reading them back gives.
double by_text(double value) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 7).ptr;
    double read = 0;
    std::from_chars(buffer, end, read);
    return read;
}

}  // namespace

TEST_CASE("a number has seven significant digits, and keeps them") {
    CHECK(significant(0) == 0);
    CHECK(significant(1.23456789e-3) == 1.234568e-3);
    CHECK(significant(-2.00000049) == -2);
    CHECK(significant(123456789) == 123456800);
    CHECK(significant(9999999.6) == 1e7);
    CHECK(std::isnan(significant(std::numeric_limits<double>::quiet_NaN())));
    CHECK(significant(5e-324) == 5e-324);
    CHECK(significant(std::numeric_limits<double>::max()) == 1.797693e308);
}

TEST_CASE("the seven digits are those of the text, and there are no further ones to lose") {
    std::mt19937_64 random{1};
    std::uniform_real_distribution<double> exponent{-40, 40}, digit{1, 10};
    for (int i = 0; i < 200000; ++i) {
        const double value = digit(random) * std::pow(10, std::floor(exponent(random)));
        const double found = significant(value);
        if (found != by_text(value) || significant(found) != found) FAIL("wrong for " << value);
    }
}
