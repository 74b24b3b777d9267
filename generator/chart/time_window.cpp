#include "chart/time_window.hpp"

#include <algorithm>
#include <cmath>

namespace benchfolio::chart {
namespace {

constexpr double origin = 11323, week = 7;  // 1 January 2001, a Monday
constexpr double most_empty = 1. / 8;       // of the time shown

double grid_date_before(double date, double step) {
    return origin + std::floor((date - origin) / step) * step;
}

double step_of(double days) {
    double step = week;
    while (2 * step <= days * most_empty) step *= 2;
    return step;
}

}  // namespace

Span recent_window(double newest, double days) {
    const double from = grid_date_before(newest - days, fortnight);
    return {from, from + days + fortnight};
}

Span whole_window(double first, double last) {
    const double step = step_of(last - first);
    return {first, std::max(grid_date_before(last, step) + step, first + week)};
}

}  // namespace benchfolio::chart
