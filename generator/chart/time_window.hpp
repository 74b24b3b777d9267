// Which dates a picture shows. An axis that ended at the newest date would move every mark each night; these move on a
// grid of dates, so that one more night adds its marks and leaves the others where they are.
#pragma once

#include "chart/span.hpp"

namespace benchfolio::chart {

// Dates are days since 1970-01-01. The grid is of Mondays, from that of 1 January 2001 on.
inline constexpr double fortnight = 14;

// The newest `days` days and up to a fortnight before them: from every second Monday on, days + 14 of them. The end
// lies after `newest`, so that the picture fills up from the left.
Span recent_window(double newest, double days);

// From `first` to beyond `last`: to the next date of a grid whose step, 7 days times a power of two, is at most an
// eighth of the time between, but at least 7 days.
Span whole_window(double first, double last);

}  // namespace benchfolio::chart
