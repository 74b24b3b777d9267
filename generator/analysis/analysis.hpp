// History -> Report. Pure: the same history and options give the same report, whatever `jobs` is and the memo holds.
#pragma once

#include "analysis/memo.hpp"
#include "analysis/options.hpp"
#include "analysis/report.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

// With a memo, only what it does not hold is computed, and then kept in it. `states`: where the detector's are kept,
// which are large, seldom change and are not looked at where nothing is new; nothing: in the memo as well.
Report analyse(const model::History& history, const Options& options, Memo* memo = nullptr, Memo* states = nullptr);

}  // namespace benchfolio::analysis
