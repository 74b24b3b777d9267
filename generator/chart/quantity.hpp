// Numbers as people read them: three significant digits, an SI unit, a true minus sign, never `1e-05`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace benchfolio::chart {

// 1.39e-3 and "s" is "1.39 ms"; 2.5e6 and "B" is "2.50 MB"; unit "" is a plain number with SI prefix-free grouping.
std::string quantity(double value, std::string_view unit);

// A share of change: .341 is "+34.1 %", -.138 is "−13.8 %".
std::string signed_percent(double fraction);

// An amount that has no sign: .012 is "1.2 %".
std::string percent(double fraction);

// How many times slower or faster, never below one: 0.5 of speed is "2.00×".
std::string times(double ratio);

}  // namespace benchfolio::chart
