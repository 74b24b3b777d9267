// What every part of the analysis reads.
#pragma once

#include <chrono>
#include <span>

#include "analysis/memo.hpp"
#include "analysis/options.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

inline constexpr std::chrono::days recent{90};  // "nights" of the pages: before the archive's newest run

struct Context {
    const model::History& history;
    const Options& options;
    std::span<const double> estimate;  // by row of the columns; model::absent where there is none
    Memo* memo = nullptr;              // nothing: whatever is asked for is computed
    Memo* states = nullptr;            // beside a memo, of what is large and seldom wanted; nothing: in the memo itself

    const model::Run& run_of(std::size_t row) const { return history.runs[history.columns.run[row]]; }
    bool is_recent(const model::Run& run) const { return run.time >= history.runs.back().time - recent; }
    std::span<const double> estimates(const model::Series& series) const {
        return estimate.subspan(series.first, series.size());
    }
};

// The values of a part of a column without the absent ones, in the same order.
std::vector<double> present_values(std::span<const double> column);

}  // namespace benchfolio::analysis
