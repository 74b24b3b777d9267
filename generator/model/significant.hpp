// Seven significant digits: what the data files carry of a number, and therefore all that a history holds of one. So
// the pages, the data files, and whoever computes from those files or builds the site again from them, all start from
// the same numbers.
#pragma once

#include <cstdint>
#include <optional>

namespace benchfolio::model {

inline constexpr int significant_digits = 7;

// `leading` x 10^(exponent - 6), leading in [10^6, 10^7): the digits of a number.
struct Decimal {
    std::uint32_t leading;
    int exponent;
};

// The digits of a finite value above 0, several times faster than std::to_chars; nothing where this arithmetic could be
// wrong in the last of them.
std::optional<Decimal> decimal(double value);

// The double next to the value's seven digits, which is what reading them back gives. What is not finite stays.
double significant(double value);

}  // namespace benchfolio::model
