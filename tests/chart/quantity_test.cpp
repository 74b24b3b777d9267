#include "chart/quantity.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "support/catch.hpp"

namespace benchfolio::chart {
namespace {

struct Row {
    double value;
    const char* unit;
    const char* text;
};

TEST_CASE("a quantity has three significant digits and an SI unit") {
    const Row rows[] = {
        {1.39e-3, "s", "1.39 ms"},  {0, "s", "0 s"},
        {1e-9, "s", "1.00 ns"},     {1.234e-10, "s", "0.123 ns"},
        {25e-9, "s", "25.0 ns"},    {300e-9, "s", "300 ns"},
        {4.5e-6, "s", "4.50 µs"},   {1, "s", "1.00 s"},
        {59.96, "s", "60.0 s"},     {123.4, "s", "123 s"},
        {12345, "s", "12,300 s"},   {1e12, "s", "1,000,000,000,000 s"},
        {-2.5e-3, "s", "−2.50 ms"}, {9.995e-3, "s", "10.0 ms"},
        {99.96e-3, "s", "100 ms"},
    };
    for (const Row& row : rows) CHECK(quantity(row.value, row.unit) == row.text);
}

TEST_CASE("a number that rounds up to a thousand is one of the next unit") {
    CHECK(quantity(999.4e-9, "s") == "999 ns");
    CHECK(quantity(999.5e-9, "s") == "1.00 µs");
    CHECK(quantity(999.5e-6, "s") == "1.00 ms");
    CHECK(quantity(0.9996, "s") == "1.00 s");
    CHECK(quantity(-999.6e-9, "s") == "−1.00 µs");
    CHECK(quantity(999600, "B") == "1.00 MB");
}

TEST_CASE("bytes go by the decimal units of SI, whole bytes are exact") {
    CHECK(quantity(0, "B") == "0 B");
    CHECK(quantity(512, "B") == "512 B");
    CHECK(quantity(1000, "B") == "1.00 kB");
    CHECK(quantity(1024, "B") == "1.02 kB");
    CHECK(quantity(2.5e6, "B") == "2.50 MB");
    CHECK(quantity(12.34e9, "B") == "12.3 GB");
    CHECK(quantity(4e15, "B") == "4,000 TB");
}

TEST_CASE("plain numbers have no prefix and whole ones keep their digits") {
    CHECK(quantity(0, "") == "0");
    CHECK(quantity(42, "") == "42");
    CHECK(quantity(1234567, "") == "1,234,567");
    CHECK(quantity(-1234567, "") == "−1,234,567");
    CHECK(quantity(0.012345, "") == "0.0123");
    CHECK(quantity(3.14159, "") == "3.14");
    CHECK(quantity(12345.6, "") == "12,346");
    CHECK(quantity(9999999, "") == "9,999,999");
    CHECK(quantity(12345678, "") == "12.3M");
    CHECK(quantity(1234567, "objects") == "1,234,567 objects");
    CHECK(quantity(-2345678902234, "instructions") == "−2.35T instructions");
    CHECK(quantity(0.5, "instructions") == "0.500 instructions");
    CHECK(quantity(25.6e6, "B/s") == "25.6 MB/s");
    CHECK(quantity(12, "B/s") == "12.0 B/s");
    CHECK(quantity(0, "B/s") == "0 B/s");
    CHECK(quantity(1234, "items/s") == "1,234 items/s");
    CHECK(quantity(12.34e6, "items/s") == "12.3M items/s");
    CHECK(quantity(1234, "/s") == "1,234/s");
    CHECK(quantity(12, "ops/s") == "12 ops/s");
}

TEST_CASE("beyond what can be read, a bound is printed and never an exponent") {
    CHECK(quantity(1e300, "s") == "> 1,000,000,000,000,000 s");
    CHECK(quantity(-1e300, "") == "< −1,000,000,000,000,000T");
    CHECK(quantity(1e-300, "") == "< 0.000000001");
    CHECK(quantity(std::numeric_limits<double>::denorm_min(), "s") == "< 0.000000001 ns");
}

// What `std::to_chars` prints, which rounds the very value of the double.
std::string printed_exactly(double value, int decimals) {
    std::array<char, 64> buffer;
    const auto printed =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    return std::string(buffer.data(), printed.ptr);
}

TEST_CASE("the digits are those of the exact value, also next to the middle of two") {
    for (int decimals = 0; decimals <= 5; ++decimals) {
        for (int halves = 0; halves < 2000; ++halves) {
            const double value = (halves + .5) / std::pow(10, decimals);
            if (value > 999) continue;  // with a comma
            for (const double near : {std::nextafter(value, 0.), value, std::nextafter(value, 1e9)})
                CHECK(grouped(near, decimals) == printed_exactly(near, decimals));
        }
    }
    std::mt19937_64 random{1};
    std::uniform_real_distribution<double> any{0, 999};
    for (int i = 0; i < 20000; ++i) {
        const double value = any(random);
        CHECK(grouped(value, i % 4) == printed_exactly(value, i % 4));
    }
}

TEST_CASE("shares of change carry a sign, amounts do not") {
    CHECK(signed_percent(.341) == "+34.1 %");
    CHECK(signed_percent(-.138) == "−13.8 %");
    CHECK(signed_percent(0) == "0.0 %");
    CHECK(signed_percent(-.0004) == "0.0 %");
    CHECK(signed_percent(.0004) == "0.0 %");
    CHECK(signed_percent(12.5) == "+1,250 %");
    CHECK(percent(.012) == "1.2 %");
    CHECK(percent(-.012) == "1.2 %");
}

TEST_CASE("a factor is never below one, a multiple may be") {
    CHECK(times(.5) == "2.00x");
    CHECK(times(2) == "2.00x");
    CHECK(times(1) == "1.00x");
    CHECK(times(34.56) == "34.6x");
    CHECK(times(12345) == "12,300x");
    CHECK(multiple(.98412) == "0.984×");
    CHECK(multiple(1.0261) == "1.03×");
    CHECK(multiple(.99999) == "1.00×");
}

}  // namespace
}  // namespace benchfolio::chart
