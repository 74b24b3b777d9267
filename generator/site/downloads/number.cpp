#include "site/downloads/number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

namespace benchfolio::site::downloads {
namespace {

constexpr int digits = 7;

// Every power of ten that a double holds exactly.
constexpr std::array<double, 23> powers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// `leading` x 10^(exponent - 6), leading in [10^6, 10^7): the seven digits of a number.
struct Decimal {
    std::uint32_t leading;
    int exponent;
};

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

std::optional<Decimal> decimal(double value) {
    const int exponent = static_cast<int>(std::floor(std::log10(value)));
    const auto shifted = scaled(value, digits - 1 - exponent);
    if (!shifted || *shifted < 1e6 || *shifted >= 1e7 - 1) return std::nullopt;
    const auto leading = rounded(*shifted);
    if (!leading) return std::nullopt;
    return Decimal{*leading, exponent};
}

void append_fixed(std::string& text, std::string_view figures, int exponent) {
    const auto point = static_cast<std::size_t>(exponent + 1);
    if (exponent < 0) {
        text.append("0.").append(static_cast<std::size_t>(-exponent - 1), '0').append(figures);
    } else if (figures.size() <= point) {
        text.append(figures).append(point - figures.size(), '0');
    } else {
        text.append(figures.substr(0, point)).append(".").append(figures.substr(point));
    }
}

void append_scientific(std::string& text, std::string_view figures, int exponent) {
    text += figures.front();
    if (figures.size() > 1) text.append(".").append(figures.substr(1));
    text += exponent < 0 ? "e-" : "e+";
    const auto size = static_cast<unsigned>(std::abs(exponent));
    text += static_cast<char>('0' + size / 10);
    text += static_cast<char>('0' + size % 10);
}

void append_decimal(std::string& text, Decimal number) {
    std::array<char, digits> buffer{};
    std::to_chars(buffer.data(), buffer.data() + digits, number.leading);
    std::string_view figures{buffer.data(), digits};
    figures = figures.substr(0, figures.find_last_not_of('0') + 1);
    const bool fixed = number.exponent >= -4 && number.exponent < digits;
    fixed ? append_fixed(text, figures, number.exponent) : append_scientific(text, figures, number.exponent);
}

void append_exactly(std::string& text, double value) {
    std::array<char, 32> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, digits).ptr;
    text.append(buffer.data(), end);
}

}  // namespace

void append_number(std::string& text, double value) {
    if (value == 0) {
        text += '0';
    } else if (const auto number = decimal(std::abs(value))) {
        if (value < 0) text += '-';
        append_decimal(text, *number);
    } else {
        append_exactly(text, value);
    }
}

}  // namespace benchfolio::site::downloads
