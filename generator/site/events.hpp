// What else changed while a benchmark ran: suite and interpreter versions, for the rail under a history.
#pragma once

#include <vector>

#include "chart/trend.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

struct DrawnSeries;

// By testbed, by time: made once a build, not once a picture. A version counts as changed when it differs from that of
// the testbed's run before. Of an interpreter only major and minor version count.
using VersionChanges = std::vector<std::vector<chart::Event>>;
VersionChanges version_changes(const Content& content);

// Those of what is drawn, by time. What several testbeds change to is named once, where the first of them does.
std::vector<chart::Event> events_of(const VersionChanges& changes, const std::vector<DrawnSeries>& drawn,
                                    chart::Span time);

}  // namespace benchfolio::site
