#include "analysis/series.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/change_list.hpp"
#include "analysis/distribution.hpp"
#include "analysis/latest.hpp"
#include "analysis/noise.hpp"
#include "analysis/remembered.hpp"
#include "analysis/run_keys.hpp"
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

SeriesAnalyser::SeriesAnalyser(const Context& context)
    : context_{context}, runs_{context.memo ? keys_up_to_each(context.history.runs) : std::vector<MemoKey>{}} {}

SeriesAnalysis SeriesAnalyser::operator()(std::uint32_t index, std::span<const Detection> detections) const {
    const model::Series& series = context_.history.series[index];
    SeriesAnalysis result = lasting(index, detections);
    SeriesReport& report = result.report;
    report.latest = latest_change(context_, series, report, result.changes);
    report.within_newest = distribution_within_newest(context_, index);
    const auto newest = of_newest_suite(context_.history, series, report.steps);
    const Settled rows = settled(context_.history, context_.estimate, series, newest);
    report.between = distribution_between(context_, series, newest, rows);
    report.between_until = rows.until;
    report.retired = !context_.is_recent(context_.run_of(series.last - 1));
    return result;
}

// What follows from the results of the series, whatever else comes to the archive.
SeriesAnalysis SeriesAnalyser::lasting(std::uint32_t index, std::span<const Detection> detections) const {
    SeriesAnalysis result = remembered(
        context_.memo, [&] { return key(index, detections); },
        [&] {
            SeriesAnalysis found = analyse_levels(context_, index, detections);
            found.report.noise_within = noise_within(context_, context_.history.series[index]);
            return found;
        });
    for (Change& change : result.changes) change.series = index;  // series before it come and go
    return result;
}

MemoKey SeriesAnalyser::key(std::uint32_t index, std::span<const Detection> detections) const {
    const model::History& history = context_.history;
    const model::Series& series = history.series[index];
    const model::Columns& columns = history.columns;
    const model::Testbed& testbed = history.testbeds[series.testbed];
    const model::Measure& measure = history.measures[series.measure];
    ByteWriter inputs;
    inputs.add(history.benchmarks[series.benchmark].name).add(measure.name).add(measure.direction);
    inputs.add(testbed.slug).add(testbed.comparable()).add(runs_[columns.run[series.last - 1]]);
    const auto add_rows = [&](const auto& column) {
        inputs.add(std::span{column}.subspan(series.first, series.size()));
    };
    add_rows(columns.run);
    add_rows(context_.estimate);
    for (const auto* column : {&columns.q1, &columns.median, &columns.q3}) add_rows(*column);
    add_rows(columns.n);
    for (const Detection& found : detections) {
        inputs.add(found.last_row_before - series.first).add(found.first_row_after - series.first);
        inputs.add(found.runs_after).add(found.state).add(found.sigma);
        for (const auto& run : {found.confirmed_by, found.retracted_by})
            inputs.add(run.has_value()).add(run.value_or(0));
    }
    return memo_key("series", inputs);
}

}  // namespace benchfolio::analysis
