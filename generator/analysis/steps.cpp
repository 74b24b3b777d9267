#include "analysis/steps.hpp"

#include <algorithm>
#include <cmath>

#include "stats/finite.hpp"
#include "stats/quantile.hpp"
#include "stats/steps.hpp"

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

std::vector<double> on_detection_scale(std::vector<double> values) {
    if (std::ranges::all_of(values, [](double value) { return value > 0; }))
        for (double& value : values) value = std::log(value);
    return values;
}

// The positions at which a level begins, within [first, last) of one suite version; empty where nothing was measured.
Positions level_starts(std::span<const double> estimates, std::uint32_t first, std::uint32_t last) {
    Positions measured;
    for (std::uint32_t at = first; at < last; ++at)
        if (!std::isnan(estimates[at])) measured.push_back(at);
    if (measured.empty()) return {};
    Positions starts{first};
    const auto values = on_detection_scale(present_values(estimates.subspan(first, last - first)));
    for (const std::size_t boundary : stats::step_boundaries(values)) starts.push_back(measured[boundary]);
    return starts;
}

Step step(std::span<const double> estimates, std::uint32_t first, std::uint32_t last) {
    const auto ascending = stats::ascending(present_values(estimates.subspan(first, last - first)));
    return {first, last, *stats::median(ascending), stats::median_interval(ascending)};
}

}  // namespace

std::vector<Step> steps(const Context& context, const model::Series& series) {
    std::vector<Step> result;
    if (!context.history.testbeds[series.testbed].comparable()) return result;
    const auto estimates = context.estimates(series);
    const Positions suites = suite_starts(context, series);
    for (std::size_t i = 0; i + 1 < suites.size(); ++i) {
        Positions starts = level_starts(estimates, suites[i], suites[i + 1]);
        if (starts.empty()) continue;
        starts.push_back(suites[i + 1]);
        for (std::size_t k = 0; k + 1 < starts.size(); ++k) result.push_back(step(estimates, starts[k], starts[k + 1]));
    }
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
