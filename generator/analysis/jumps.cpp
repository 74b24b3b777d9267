#include "analysis/jumps.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/background.hpp"
#include "analysis/noise.hpp"

namespace benchfolio::analysis {
namespace {

constexpr double far = 5;  // deviations

}  // namespace

double Jumps::rate(double size) const {
    return results == 0 ? 0 : jump_rate(sizes, results, size);
}

Jumps jumps_of(const Context& context, const model::Series& series, const SeriesReport& report,
               const model::Suite& suite, std::span<const std::uint32_t> but) {
    Jumps jumps;
    const auto noise = noise_of(report, suite);
    if (!noise) return jumps;
    for (const Step& step : report.steps) {
        if (context.run_of(series.first + step.first).suite != suite) continue;
        if (step.size() < noise_step_runs || !(step.median > 0)) continue;
        for (std::size_t row = series.first + step.first; row < series.first + step.last; ++row) {
            const double ratio = context.estimate[row] / step.median;
            if (!(ratio > 0) || std::ranges::binary_search(but, context.history.columns.run[row])) continue;
            ++jumps.results;
            if (std::abs(std::log(ratio)) > far * noise->deviation) jumps.sizes.push_back(std::log(ratio));
        }
    }
    std::ranges::sort(jumps.sizes);
    return jumps;
}

Jumps jumps_on(const Context& context, const Report& report, std::uint32_t testbed, const model::Suite& suite,
               std::span<const std::uint32_t> but) {
    Jumps all;
    for (std::size_t i = 0; i < context.history.series.size(); ++i) {
        if (context.history.series[i].testbed != testbed) continue;
        const Jumps some = jumps_of(context, context.history.series[i], report.series[i], suite, but);
        all.sizes.insert(all.sizes.end(), some.sizes.begin(), some.sizes.end());
        all.results += some.results;
    }
    std::ranges::sort(all.sizes);
    return all;
}

}  // namespace benchfolio::analysis
