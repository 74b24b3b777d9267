#include "analysis/series.hpp"

#include "analysis/distribution.hpp"
#include "analysis/latest.hpp"
#include "analysis/noise.hpp"
#include "analysis/steps.hpp"
#include "stats/finite.hpp"

namespace benchfolio::analysis {

SeriesReport series_report(const Context& context, std::uint32_t index) {
    const model::Series& series = context.history.series[index];
    SeriesReport report;
    report.steps = steps(context, series);
    const auto noise = noise_between(context, series, report.steps);
    if (noise) report.noise_between = noise->deviation;
    report.noise_within = noise_within(context, series);
    report.latest = latest_change(context, series, report.steps, noise);
    report.within_newest = distribution_within_newest(context, index);
    report.between = distribution(stats::ascending(relative_to_steps(context, series, report.steps)));
    report.retired = !context.is_recent(context.run_of(series.last - 1));
    return report;
}

}  // namespace benchfolio::analysis
