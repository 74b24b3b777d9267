#include "analysis/series.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/change_list.hpp"
#include "analysis/distribution.hpp"
#include "analysis/latest.hpp"
#include "analysis/noise.hpp"
#include "analysis/settled.hpp"
#include "analysis/steps.hpp"
#include "stats/two_modes.hpp"

namespace benchfolio::analysis {
namespace {

// Of the longest of these steps, since a change moves both modes.
std::optional<Bimodality> bimodality(const Context& context, const model::Series& series, std::span<const Step> steps) {
    if (steps.empty()) return std::nullopt;
    const Step& longest = *std::ranges::max_element(steps, {}, &Step::size);
    auto values = present_values(context.estimates(series).subspan(longest.first, longest.size()));
    if (std::ranges::any_of(values, [](double value) { return value <= 0; })) return std::nullopt;
    for (double& value : values) value = std::log(value);
    const auto modes = stats::two_modes(values);
    if (!modes) return std::nullopt;
    return Bimodality{std::exp(modes->high - modes->low), modes->share, static_cast<std::uint32_t>(modes->flips)};
}

void find_noise(const Context& context, const model::Series& series, SeriesReport& report) {
    for (const SuiteSteps& of_suite : by_suite(context.history, series, report.steps)) {
        const auto noise = noise_between(context, series, of_suite.steps);
        report.bimodal = bimodality(context, series, of_suite.steps);
        report.noise_between.reset();
        if (!noise) continue;
        report.noise_between = noise->deviation;
        report.noise.push_back({of_suite.suite, noise->deviation, noise->degrees, report.bimodal});
    }
}

}  // namespace

SeriesAnalysis analyse_levels(const Context& context, std::uint32_t index, std::span<const Detection> detections) {
    const model::Series& series = context.history.series[index];
    SeriesAnalysis result;
    result.report.steps = steps(context, series, detections);
    find_noise(context, series, result.report);
    result.changes = changes_of_series(context, detections, result.report);
    return result;
}

SeriesAnalysis analyse_series(const Context& context, std::uint32_t index, std::span<const Detection> detections) {
    const model::Series& series = context.history.series[index];
    SeriesAnalysis result = analyse_levels(context, index, detections);
    SeriesReport& report = result.report;
    report.noise_within = noise_within(context, series);
    report.latest = latest_change(context, series, report, result.changes);
    report.within_newest = distribution_within_newest(context, index);
    const auto newest = of_newest_suite(context.history, series, report.steps);
    const Settled rows = settled(context.history, context.estimate, series, newest);
    report.between = distribution_between(context, series, newest, rows);
    report.between_until = rows.until;
    report.retired = !context.is_recent(context.run_of(series.last - 1));
    return result;
}

}  // namespace benchfolio::analysis
