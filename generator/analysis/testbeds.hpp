// What a testbed's results look like as a whole.
#pragma once

#include <span>
#include <vector>

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// By testbed of the history. The smallest visible change is that of analysis/noise.hpp with 10 runs a side.
std::vector<TestbedReport> testbed_reports(const Context& context, std::span<const SeriesReport> series);

}  // namespace benchfolio::analysis
