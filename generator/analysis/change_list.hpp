// From what was detected to the changes of the report: their sizes, ranges and ids, and who else sees them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/changes.hpp"
#include "analysis/context.hpp"
#include "analysis/detection.hpp"
#include "analysis/noise.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// 10 hexadecimal digits of SHA-256 over name, measure, testbed slug and the id of the run, a line feed between them.
std::string change_id(const model::History& history, const model::Series& series, std::uint32_t first_run_after);

// The changes of one series, in order. Before and after are the medians of the steps about each; one that makes no step
// divides the step that it lies in. Interval of the ratio: the difference of the medians of ln, give or take Student's
// t times its standard error (analysis/noise.hpp), with the noise of the series under the same version of the suite or,
// where that has too few runs, with the noise that the detector went by, which is mostly that of its testbed and taken
// for one of eight degrees of freedom. Of `report`: steps and noise.
std::vector<Change> changes_of_series(const Context& context, std::span<const Detection> detections,
                                      const SeriesReport& report);

// Fills in how the other testbeds see each change, and puts them in order: by first run after, then series.
void compare_testbeds(const Context& context, std::span<const SeriesReport> series, std::vector<Change>& changes);

}  // namespace benchfolio::analysis
