#include "model/significant.hpp"

#include <array>
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

// Nothing where the one rounding of the scaling could decide which way the seventh digit goes.
std::optional<std::uint32_t> rounded(double value) {
    const double whole = std::floor(value);
    if (std::abs(value - whole - 0.5) < 1e-6) return std::nullopt;
    return static_cast<std::uint32_t>(value - whole > 0.5 ? whole + 1 : whole);
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
    const int exponent = static_cast<int>(std::floor(std::log10(value)));
    const auto shifted = scaled(value, significant_digits - 1 - exponent);
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
