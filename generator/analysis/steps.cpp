#include "analysis/steps.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "stats/finite.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

using Positions = std::vector<std::uint32_t>;

// Where the series starts anew because the suite version changed, and its end.
Positions suite_starts(const Context& context, const model::Series& series) {
    Positions starts{0};
    for (std::size_t row = series.first + 1; row < series.last; ++row)
        if (context.run_of(row).suite != context.run_of(row - 1).suite)
            starts.push_back(static_cast<std::uint32_t>(row - series.first));
    starts.push_back(static_cast<std::uint32_t>(series.size()));
    return starts;
}

const model::Suite& suite_of(const model::History& history, const model::Series& series, const Step& step) {
    return history.runs[history.columns.run[series.first + step.first]].suite;
}

bool is_step(const Detection& detection) {
    return detection.state == ChangeState::confirmed ||
           (detection.state == ChangeState::watching && detection.runs_after >= step_runs);
}

// Nothing where nothing was measured.
std::optional<Step> step(std::span<const double> estimates, std::uint32_t first, std::uint32_t last) {
    const auto ascending = stats::ascending(present_values(estimates.subspan(first, last - first)));
    if (ascending.empty()) return std::nullopt;
    return Step{first, last, *stats::median(ascending), stats::median_interval(ascending)};
}

}  // namespace

std::vector<Step> steps(const Context& context, const model::Series& series, std::span<const Detection> detections) {
    std::vector<Step> result;
    if (!context.history.testbeds[series.testbed].comparable()) return result;
    Positions starts = suite_starts(context, series);
    for (const Detection& detection : detections)
        if (is_step(detection)) starts.push_back(static_cast<std::uint32_t>(detection.first_row_after - series.first));
    std::ranges::sort(starts);
    const auto estimates = context.estimates(series);
    for (std::size_t i = 0; i + 1 < starts.size(); ++i)
        if (const auto found = step(estimates, starts[i], starts[i + 1])) result.push_back(*found);
    return result;
}

std::vector<SuiteSteps> by_suite(const model::History& history, const model::Series& series,
                                 std::span<const Step> steps) {
    std::map<model::Suite, SuiteSteps> found;
    for (const Step& step : steps) {
        const model::Suite& suite = suite_of(history, series, step);
        SuiteSteps& of_suite = found[suite];
        of_suite.suite = suite;
        of_suite.steps.push_back(step);
    }
    std::vector<SuiteSteps> result;
    for (auto& [suite, of_suite] : found) result.push_back(std::move(of_suite));
    std::ranges::sort(result, {}, [](const SuiteSteps& each) { return each.steps.back().last; });
    return result;
}

std::vector<Step> of_newest_suite(const model::History& history, const model::Series& series,
                                  std::span<const Step> steps) {
    std::vector<Step> result;
    std::ranges::copy_if(steps, std::back_inserter(result), [&](const Step& step) {
        return suite_of(history, series, step) == suite_of(history, series, steps.back());
    });
    return result;
}

std::vector<double> relative_to_steps(const Context& context, const model::Series& series, std::span<const Step> steps,
                                      std::size_t least) {
    std::vector<double> result;
    for (const Step& step : steps) {
        const auto values = present_values(context.estimates(series).subspan(step.first, step.size()));
        if (step.median <= 0 || values.size() < least) continue;
        for (const double value : values) result.push_back(value / step.median);
    }
    return result;
}

}  // namespace benchfolio::analysis
