#include "formats/plain_number.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstdlib>
#include <random>
#include <string>

#include "support/catch.hpp"

using namespace benchfolio::formats;

namespace {

std::string_view number_in(std::string_view text) {
    return plain_number(text).text;
}

// The C library rounds correctly whatever the length.
bool reads_as_strtod(const std::string& text) {
    const PlainNumber number = plain_number(text);
    const double value = number.value(), right = std::strtod(text.c_str(), nullptr);
    return number.text == text && std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(right);
}

}  // namespace

TEST_CASE("plain numbers: the number at the front") {
    CHECK(number_in("12,") == "12");
    CHECK(number_in("-0.5}") == "-0.5");
    CHECK(number_in("0") == "0");
    CHECK(number_in("0.0001234567890123456789 ") == "0.0001234567890123456789");
    CHECK(number_in("5.36888621831858e-07\n") == "5.36888621831858e-07");
    CHECK(number_in("1E+05]") == "1E+05");
    CHECK(number_in("1234567890123456789") == "1234567890123456789");
}

TEST_CASE("plain numbers: what JSON does not allow is none") {
    for (const char* text :
         {"", "-", "07", "-07", ".5", "5.", "5.e1", "1e", "1e+", "+1", "NaN", "Infinity", "null", "\"1\""})
        CHECK(number_in(text).empty());
}

TEST_CASE("plain numbers: what might be more than a double can hold is none") {
    CHECK(number_in("12345678901234567890").empty());
    CHECK(number_in("1.2345678901234567890").empty());
    CHECK(number_in("1e100").empty());
    CHECK(number_in("1e-100").empty());
}

TEST_CASE("plain numbers: the value is the double next to the text") {
    for (const char* text : {"0", "-0", "0.0", "1", "0.1", "-123.456", "9007199254740993", "9007199254740992.5",
                             "4503599627370496.5", "1e22", "1e23", "8.5e-27", "9.5e27", "9223372036854775807",
                             "9999999999999999999", "1.7976931348623157e99", "2.2250738585072014e-99"})
        CHECK(reads_as_strtod(text));
}

TEST_CASE("plain numbers: halfway between two doubles, to the even one") {
    // 2^53 + 1 and its neighbours at every power of two below, which is where rounding twice would go wrong.
    for (int shift = 0; shift < 10; ++shift) {
        const std::uint64_t halfway = ((std::uint64_t{1} << 53) + 1) << shift;
        for (const std::uint64_t digits : {halfway - 1, halfway, halfway + 1})
            CHECK(reads_as_strtod(std::to_string(digits)));
    }
}

TEST_CASE("plain numbers: any double, as tools write it, comes back") {
    std::mt19937_64 random{20220911};
    std::size_t wrong = 0;
    for (int i = 0; i < 200'000; ++i) {
        const double mantissa = std::bit_cast<double>((random() >> 12) | 0x3FF0000000000000U);
        const int exponent = static_cast<int>(random() % 60) - 40;
        if (!reads_as_strtod(fmt::format("{:.{}e}", mantissa, random() % 18))) ++wrong;
        if (!reads_as_strtod(fmt::format("{}{:.16f}e{}", i % 2 == 0 ? "" : "-", mantissa, exponent))) ++wrong;
    }
    CHECK(wrong == 0);
}
