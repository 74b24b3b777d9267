// When a CPU ran: the weeks of the year to its newest run as columns, the days as rows.
#pragma once

#include "site/page.hpp"

namespace benchfolio::site {

// The section CALENDAR: the picture and the table of the same runs.
void set_calendar(html::Values& values, const Page& page, std::uint32_t testbed);

}  // namespace benchfolio::site
