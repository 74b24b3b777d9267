// What else changed while a benchmark ran: suite and interpreter versions, for the rail under a history.
#pragma once

#include <vector>

#include "site/figure_parts.hpp"

namespace benchfolio::site {

// By time. A version counts as changed on a testbed when it differs from that of its run before; what several testbeds
// change to is named once, where the first of them does. Of an interpreter only major and minor version count.
std::vector<chart::Event> events_of(const Content& content, const std::vector<DrawnSeries>& drawn, chart::Span time);

}  // namespace benchfolio::site
