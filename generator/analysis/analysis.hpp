// History -> Report. Pure: the same history and options give the same report, whatever `jobs` is.
#pragma once

#include "analysis/options.hpp"
#include "analysis/report.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

Report analyse(const model::History& history, const Options& options);

}  // namespace benchfolio::analysis
