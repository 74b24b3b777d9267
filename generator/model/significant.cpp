#include "model/significant.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace benchfolio::model {
namespace {

// Every power of ten that a double holds exactly.
constexpr std::array<double, 23> powers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// value x 10^shift with one rounding; nothing where the power is not exact.
std::optional<double> scaled(double value, int shift) {
    const auto size = static_cast<std::size_t>(std::abs(shift));
    if (size >= powers.size()) return std::nullopt;
    return shift >= 0 ? value * powers[size] : value / powers[size];
}

// Nothing where the one rounding of the scaling could decide which way the seventh digit goes. The value is below 1e7.
std::optional<std::uint32_t> rounded(double value) {
    const auto whole = static_cast<std::int32_t>(value);
    const double rest = value - whole;
    if (std::abs(rest - 0.5) < 1e-6) return std::nullopt;
    return static_cast<std::uint32_t>(whole + (rest > 0.5 ? 1 : 0));
}

// floor(log10(value)), or one less, from the power of two that a double carries: 78913 / 2^18 is log10(2), near enough
// for every exponent there is.
int about_log10(double value) {
    constexpr int mantissa_bits = 52, bias = 1023;
    const auto power_of_two = static_cast<int>(std::bit_cast<std::uint64_t>(value) >> mantissa_bits) - bias;
    return (power_of_two * 78913) >> 18;
}

double significant_exactly(double value) {
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, significant_digits)
            .ptr;
    double read = value;  // stays where the digits are beyond what a double holds
    std::from_chars(text.data(), end, read);
    return read;
}

}  // namespace

std::optional<Decimal> decimal(double value) {
    int exponent = about_log10(value);
    auto shifted = scaled(value, significant_digits - 1 - exponent);
    if (shifted && *shifted >= 1e7) shifted = scaled(value, significant_digits - 1 - ++exponent);
    if (!shifted || *shifted < 1e6 || *shifted >= 1e7 - 1) return std::nullopt;
    const auto leading = rounded(*shifted);
    if (!leading) return std::nullopt;
    return Decimal{*leading, exponent};
}

double significant(double value) {
    if (value == 0 || !std::isfinite(value)) return value;
    const auto digits = decimal(std::abs(value));
    if (!digits) return significant_exactly(value);
    // Both are exact, so there is one rounding, as in reading the text.
    const auto read = scaled(digits->leading, digits->exponent - (significant_digits - 1));
    return read ? std::copysign(*read, value) : significant_exactly(value);
}

}  // namespace benchfolio::model
