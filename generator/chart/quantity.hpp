// Numbers as people read them: three significant digits, an SI unit, a true minus sign, never `1e-05`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace benchfolio::chart {

// 1.39e-3 and "s" is "1.39 ms"; 2.5e6 and "B" is "2.50 MB"; unit "" is a plain number. Seconds go by ns, µs, ms, s;
// bytes by the decimal B, kB, MB, GB, TB of SI (1 kB is 1000 B), and "B/s" likewise. Any other unit is kept as it is:
// it is counted. Whole bytes and counts keep all their digits, counts up to ten millions: "512 B", "1,234,567 objects",
// then "12.3M objects", with G and T. Beyond 1e15 of the largest unit, or below 1e-9 of the smallest, a bound is
// printed instead ("> 1,000,000,000,000,000 s"). `value` is finite.
std::string quantity(double value, std::string_view unit);

// A share of change: .341 is "+34.1 %", -.138 is "−13.8 %". What rounds to nothing has no sign: "0.0 %".
std::string signed_percent(double fraction);

// An amount that has no sign: .012 is "1.2 %".
std::string percent(double fraction);

// How many times slower or faster, never below one: 0.5 of speed is "2.00x", with the letter that a terminal and a
// search have. `ratio` is positive.
std::string times(double ratio);

// A value as a multiple of a reference, which may be below one: .9841 is "0.984×".
std::string multiple(double ratio);

// `value` with that many decimals, thousands grouped by commas, a true minus sign: -1234.5 and 1 is "−1,234.5".
std::string grouped(double value, int decimals);

// A power of ten, and what stands behind the number then: 1e-3 and " ms", 1e6 and "M objects".
struct ScaledUnit {
    double factor = 1;
    std::string suffix;
};

// Whether a unit is a word, "allocations" or "items/s": too long to stand at each tick of an axis.
bool is_word(std::string_view unit);

// The unit in which `value` reads best on an axis: 0.00139 of "s" reads best in ms, 20,000 objects as 20k.
ScaledUnit scaled_unit(double value, std::string_view unit);

}  // namespace benchfolio::chart
