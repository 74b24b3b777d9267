#include "analysis/testbeds.hpp"

#include <algorithm>

#include "analysis/noise.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::size_t noisiest_listed = 10;
constexpr double runs_a_side = 10;

using Indices = std::vector<std::uint32_t>;

// By testbed, the series of its first measure.
std::vector<Indices> series_to_judge_by(const model::History& history) {
    std::vector<std::optional<std::uint32_t>> measure(history.testbeds.size());
    for (const model::Series& series : history.series) {
        auto& first = measure[series.testbed];
        first = std::min(first.value_or(series.measure), series.measure);
    }
    std::vector<Indices> result(history.testbeds.size());
    for (std::uint32_t i = 0; i < history.series.size(); ++i)
        if (history.series[i].measure == measure[history.series[i].testbed])
            result[history.series[i].testbed].push_back(i);
    return result;
}

std::optional<double> median_noise(std::span<const SeriesReport> reports, const Indices& series,
                                   std::optional<double> SeriesReport::*noise) {
    std::vector<double> values;
    for (const std::uint32_t i : series)
        if (reports[i].*noise) values.push_back(*(reports[i].*noise));
    return stats::median_in_place(values);
}

Indices noisiest(std::span<const SeriesReport> reports, Indices series) {
    std::erase_if(series, [&](std::uint32_t i) { return !reports[i].noise_between; });
    std::ranges::stable_sort(series, std::ranges::greater{},
                             [&](std::uint32_t i) { return *reports[i].noise_between; });
    if (series.size() > noisiest_listed) series.resize(noisiest_listed);
    return series;
}

TestbedReport testbed_report(std::span<const SeriesReport> reports, const Indices& series) {
    TestbedReport result;
    result.noise_within = median_noise(reports, series, &SeriesReport::noise_within);
    result.noise_between = median_noise(reports, series, &SeriesReport::noise_between);
    if (result.noise_between) result.visible = visible_change(*result.noise_between, runs_a_side, runs_a_side);
    result.noisiest = noisiest(reports, series);
    return result;
}

}  // namespace

std::vector<TestbedReport> testbed_reports(const Context& context, std::span<const SeriesReport> series) {
    std::vector<TestbedReport> result;
    for (const Indices& of_testbed : series_to_judge_by(context.history))
        result.push_back(testbed_report(series, of_testbed));
    for (std::uint32_t run = 0; run < context.history.runs.size(); ++run)
        result[context.history.runs[run].testbed].runs.push_back(run);
    return result;
}

}  // namespace benchfolio::analysis
