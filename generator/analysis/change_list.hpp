// The changes of the report: what was detected, with its size, its range of runs, and who else sees it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/changes.hpp"
#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// 10 hexadecimal digits of SHA-256 over name, measure, testbed slug and the id of the run, a line feed between them.
std::string change_id(const model::History& history, const model::Series& series, std::uint32_t first_run_after);

// By first run after, then series. Groups, suspects, reviews and counts of commits are not in it yet.
std::vector<Change> changes(const Context& context, std::span<const SeriesReport> series);

}  // namespace benchfolio::analysis
