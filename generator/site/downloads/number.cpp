#include "site/downloads/number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "model/significant.hpp"

namespace benchfolio::site::downloads {
namespace {

using model::Decimal;
using model::significant_digits;

constexpr std::size_t all_digits = significant_digits;

// The digits of a number, without the zeros at its end.
struct Digits {
    std::array<char, all_digits> text;
    std::size_t size = all_digits;
};

Digits digits_of(std::uint32_t leading) {
    Digits digits;
    for (std::size_t i = all_digits; i-- > 0; leading /= 10) digits.text[i] = static_cast<char>('0' + leading % 10);
    while (digits.size > 1 && digits.text[digits.size - 1] == '0') --digits.size;
    return digits;
}

// Below, all seven digits are copied and the end is set after those that count: a copy of a fixed size is one
// instruction or two.

// 0.00012
char* write_small(char* out, const Digits& digits, int exponent) {
    std::memcpy(out, "0.000", 5);
    out += 1 - exponent;
    std::memcpy(out, digits.text.data(), all_digits);
    return out + digits.size;
}

// 12, 1.2, 1200
char* write_fixed(char* out, const Digits& digits, int exponent) {
    const auto point = static_cast<std::size_t>(exponent + 1);
    std::memcpy(out, digits.text.data(), all_digits);
    if (digits.size <= point) return out + point;  // the zeros left out are digits of their own here
    std::copy_backward(out + point, out + digits.size, out + digits.size + 1);
    out[point] = '.';
    return out + digits.size + 1;
}

// 1.2e-05
char* write_scientific(char* out, const Digits& digits, int exponent) {
    *out++ = digits.text[0];
    if (digits.size > 1) {
        *out = '.';
        std::memcpy(out + 1, digits.text.data() + 1, all_digits - 1);
        out += digits.size;
    }
    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    const int size = std::abs(exponent);  // two digits: model::decimal gives up long before a third
    *out++ = static_cast<char>('0' + size / 10);
    *out++ = static_cast<char>('0' + size % 10);
    return out;
}

char* write_decimal(char* out, Decimal number) {
    const Digits digits = digits_of(number.leading);
    if (number.exponent >= significant_digits || number.exponent < -4)
        return write_scientific(out, digits, number.exponent);
    return number.exponent < 0 ? write_small(out, digits, number.exponent) : write_fixed(out, digits, number.exponent);
}

}  // namespace

NumberText::NumberText(double value) {
    if (!std::isfinite(value)) return;
    char* out = text_.data();
    if (value == 0) {
        *out++ = '0';
    } else if (const auto number = model::decimal(std::abs(value))) {
        if (value < 0) *out++ = '-';
        out = write_decimal(out, *number);
    } else {
        out = std::to_chars(out, out + text_.size(), value, std::chars_format::general, significant_digits).ptr;
    }
    size_ = static_cast<std::uint8_t>(out - text_.data());
}

}  // namespace benchfolio::site::downloads
