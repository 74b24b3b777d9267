// A number as tools write their measurements: a JSON number (RFC 8259) of at most 19 digits, leading zeros not
// counted, and two of exponent. Read several times faster than a number of any length could be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace benchfolio::formats {

struct PlainNumber {
    std::string_view text;     // empty: there is none
    std::uint64_t digits = 0;  // the value is digits x 10^exponent
    int exponent = 0;
    bool negative = false;

    // The double next to it, as every correct reader of numbers gives it.
    double value() const;
};

// The plain number at the front of a text. None also where the number there is not plain.
PlainNumber plain_number(std::string_view text);

}  // namespace benchfolio::formats
