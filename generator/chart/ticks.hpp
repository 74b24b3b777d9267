// Where an axis is labelled, and how. Ticks come from integer indices, so they never drift (d3-array, `ticks.js`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chart/scale.hpp"

namespace benchfolio::chart {

// The largest step of 1, 2 or 5 times a power of ten that puts at least four ticks into [low, high]; low < high.
double tick_step(double low, double high);

// Four or more positions within the domain. Linear: multiples of `tick_step`. Logarithmic: powers of ten; within fewer
// than four decades also 3, then 2 and 5, then 1.5, 2, 3, 5 and 7 of each.
std::vector<double> value_ticks(const Domain& domain);

// A label for each tick, all in one unit and, on a linear axis, with the same number of decimals. Only an axis of more
// than four decades changes its unit. Unit "×" is a multiple, "%" a difference of which 0.01 is "+1 %".
std::vector<std::string> tick_labels(const std::vector<double>& ticks, const Domain& domain, std::string_view unit);

struct DateTick {
    double day = 0;  // days since 1970-01-01
    std::string label;
    bool year = false;  // the label is a year
};

// Dates of [from, to] for an axis of `pixels` with room for a label of `label_pixels` each, the length of "28 Sep":
// days, months, quarters or years, the finest that fits; a year stands at its first day, or at the first tick where no
// year begins in between.
std::vector<DateTick> date_ticks(double from, double to, double pixels, double label_pixels);

std::string day_text(double day);    // "16 Nov 2026"
std::string month_text(double day);  // "Nov 2026"

}  // namespace benchfolio::chart
