#include "analysis/series.hpp"

#include "analysis/change_list.hpp"
#include "analysis/distribution.hpp"
#include "analysis/latest.hpp"
#include "analysis/noise.hpp"
#include "analysis/steps.hpp"
#include "stats/finite.hpp"

namespace benchfolio::analysis {

SeriesAnalysis analyse_series(const Context& context, std::uint32_t index, std::span<const Detection> detections) {
    const model::Series& series = context.history.series[index];
    SeriesAnalysis result;
    SeriesReport& report = result.report;
    report.steps = steps(context, series, detections);
    const auto noise = noise_between(context, series, report.steps);
    if (noise) report.noise_between = noise->deviation;
    report.noise_within = noise_within(context, series);
    result.changes = changes_of_series(context, detections, report.steps, noise);
    report.latest = latest_change(context, series, report.steps, noise, result.changes);
    report.within_newest = distribution_within_newest(context, index);
    report.between = distribution(stats::ascending(relative_to_steps(context, series, report.steps)));
    report.retired = !context.is_recent(context.run_of(series.last - 1));
    return result;
}

}  // namespace benchfolio::analysis
