#include "site/downloads/number.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "model/significant.hpp"

namespace benchfolio::site::downloads {
namespace {

using model::Decimal;
using model::significant_digits;

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
    std::array<char, significant_digits> buffer{};
    std::to_chars(buffer.data(), buffer.data() + significant_digits, number.leading);
    std::string_view figures{buffer.data(), significant_digits};
    figures = figures.substr(0, figures.find_last_not_of('0') + 1);
    const bool fixed = number.exponent >= -4 && number.exponent < significant_digits;
    fixed ? append_fixed(text, figures, number.exponent) : append_scientific(text, figures, number.exponent);
}

void append_exactly(std::string& text, double value) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general,
                                   significant_digits)
                         .ptr;
    text.append(buffer.data(), end);
}

}  // namespace

void append_number(std::string& text, double value) {
    if (value == 0) {
        text += '0';
    } else if (const auto number = model::decimal(std::abs(value))) {
        if (value < 0) text += '-';
        append_decimal(text, *number);
    } else {
        append_exactly(text, value);
    }
}

}  // namespace benchfolio::site::downloads
