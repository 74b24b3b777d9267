// Nights without results: those that failed, and declared pauses.
#pragma once

#include "site/page.hpp"

namespace benchfolio::site {

// What the home page says first where the results are not of last night: too old, failed nights since, a pause now.
void set_newest_nights(html::Values& values, const Page& page);

// The rows of the list of runs: runs, failed nights and pauses, the newest first.
void set_nights(html::Values& values, const Page& page);

// The days of the coverage without results, `days` of them to `last`, of which a phone shows the last `on_phone`.
struct CoveredDays {
    std::chrono::sys_days last;
    int days = 0, on_phone = 0;
};
void set_coverage_nights(html::Values& values, const Page& page, const CoveredDays& covered);

}  // namespace benchfolio::site
