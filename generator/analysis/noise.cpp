#include "analysis/noise.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/steps.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

// Standard normal quantiles at .975 and .80.
constexpr double z_significance = 1.959963984540054, z_power = 0.8416212335729143;
const double median_error = std::sqrt(std::numbers::pi / 2);

std::size_t measured_runs(std::span<const double> estimates, const Step& step) {
    return present_values(estimates.subspan(step.first, step.size())).size();
}

std::optional<double> quartile_deviation(const model::Columns& columns, std::size_t row) {
    const double deviation = (columns.q3[row] - columns.q1[row]) / (1.349 * columns.median[row]);
    if (columns.n[row] == 1 || !(columns.median[row] > 0) || !std::isfinite(deviation)) return std::nullopt;
    return deviation;
}

}  // namespace

std::optional<Noise> noise_between(const Context& context, const model::Series& series, std::span<const Step> steps) {
    auto residuals = relative_to_steps(context, series, steps, noise_step_runs);
    if (residuals.size() < noise_runs || std::ranges::any_of(residuals, [](double ratio) { return ratio <= 0; }))
        return std::nullopt;
    for (double& residual : residuals) residual = std::log(residual);
    const auto long_enough = [&](const Step& step) {
        return step.median > 0 && measured_runs(context.estimates(series), step) >= noise_step_runs;
    };
    const auto degrees = static_cast<std::ptrdiff_t>(residuals.size()) - std::ranges::count_if(steps, long_enough);
    return Noise{*stats::robust_deviation_in_place(residuals), static_cast<double>(degrees)};
}

std::optional<Noise> noise_of(const SeriesReport& series, const model::Suite& suite) {
    const auto found = std::ranges::find(series.noise, suite, &SuiteNoise::suite);
    if (found == series.noise.end()) return std::nullopt;
    return Noise{found->between, found->degrees};
}

std::optional<double> noise_within(const Context& context, const model::Series& series) {
    const model::Suite& newest = context.run_of(series.last - 1).suite;
    std::vector<double> deviations;
    for (std::size_t row = series.first; row < series.last; ++row) {
        if (std::isnan(context.estimate[row]) || context.run_of(row).suite != newest) continue;
        if (const auto deviation = quartile_deviation(context.history.columns, row)) deviations.push_back(*deviation);
    }
    return stats::median_in_place(deviations);
}

double error_of_difference(double deviation, double n_before, double n_after) {
    return median_error * deviation * std::sqrt(1 / n_before + 1 / n_after);
}

double visible_change(double deviation, double n_before, double n_after) {
    return std::expm1((z_significance + z_power) * error_of_difference(deviation, n_before, n_after));
}

std::optional<std::uint32_t> runs_to_see(double relative, double deviation, double n_before) {
    if (deviation == 0) return 1;
    const double errors = std::log1p(relative) / ((z_significance + z_power) * median_error * deviation);
    const double rest = errors * errors - 1 / n_before;  // what 1 / n_after may be
    if (rest <= 1e-6) return std::nullopt;
    return static_cast<std::uint32_t>(std::ceil(1 / rest));
}

}  // namespace benchfolio::analysis
