#include "analysis/settled.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "analysis/context.hpp"
#include "stats/finite.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {

model::Time settled_until(const model::History& history) {
    using namespace std::chrono;
    const year_month_day newest{floor<days>(history.runs.back().time)};
    return sys_days{newest.year() / newest.month() / 1};
}

Settled all_rows(const model::Series& series) {
    return {series.first, series.last, std::nullopt};
}

Settled rows_until(const model::History& history, const model::Series& series, model::Time until) {
    std::size_t last = series.last;
    while (last > series.first && history.runs[history.columns.run[last - 1]].time >= until) --last;
    return {series.first, last, until};
}

Settled settled(const model::History& history, std::span<const double> estimate, const model::Series& series,
                std::span<const Step> steps) {
    const Settled before = rows_until(history, series, settled_until(history));
    std::size_t present = 0;
    for (const Step& step : steps) {
        const std::size_t first = series.first + step.first, last = std::min(series.first + step.last, before.last);
        for (std::size_t row = first; row < last; ++row) present += std::isnan(estimate[row]) ? 0 : 1;
    }
    return present < settled_runs ? all_rows(series) : before;
}

std::vector<double> settled_values(std::span<const double> estimate, const model::Series& series,
                                   std::span<const Step> steps, const Settled& rows) {
    std::vector<double> result;
    for (const Step& step : steps) {
        const std::size_t first = series.first + step.first, last = std::min(series.first + step.last, rows.last);
        if (first >= last) continue;
        const auto values = stats::ascending(present_values(estimate.subspan(first, last - first)));
        const auto median = stats::median(values);
        if (!median || *median <= 0) continue;
        const auto middle = static_cast<std::ptrdiff_t>(result.size());
        for (const double value : values) result.push_back(value / *median);
        std::inplace_merge(result.begin(), result.begin() + middle, result.end());
    }
    return result;
}

}  // namespace benchfolio::analysis
