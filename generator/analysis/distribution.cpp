#include "analysis/distribution.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/remembered.hpp"
#include "stats/density.hpp"
#include "stats/summary.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::size_t box_from = 10, violin_from = 30;

std::optional<stats::Density> density_of_logarithms(std::span<const double> ascending) {
    std::vector<double> logarithms(ascending.begin(), ascending.end());
    for (double& value : logarithms) value = std::log(value);
    auto curve = stats::density(logarithms);
    if (curve)
        for (double& x : curve->x) x = std::exp(x);
    return curve;
}

std::optional<Violin> violin(std::span<const double> ascending) {
    auto curve = ascending.front() > 0 ? density_of_logarithms(ascending) : stats::density(ascending);
    if (!curve) return std::nullopt;
    return Violin{std::move(curve->x), std::move(curve->density)};
}

void set_box(Distribution& result, const stats::Summary& summary) {
    result.min = summary.min;
    result.q1 = summary.q1;
    result.median = summary.median;
    result.q3 = summary.q3;
    result.max = summary.max;
    result.whisker_low = summary.whisker_low;
    result.whisker_high = summary.whisker_high;
}

void set_violin(Distribution& result, std::span<const double> ascending) {
    result.kind = DistributionKind::box;
    const auto beyond = stats::outliers(ascending, *result.q1, *result.q3);
    result.values.assign(beyond.low.begin(), beyond.low.end());
    result.values.insert(result.values.end(), beyond.high.begin(), beyond.high.end());
    auto curve = violin(ascending);
    if (!curve) return;
    result.kind = DistributionKind::violin;
    result.violin = std::move(*curve);
}

Distribution reported(const model::Columns& columns, std::size_t row) {
    Distribution result;
    result.n = columns.n[row];
    result.min = model::present(columns.min[row]);
    result.q1 = model::present(columns.q1[row]);
    result.median = model::present(columns.median[row]);
    result.q3 = model::present(columns.q3[row]);
    result.max = model::present(columns.max[row]);
    result.whisker_low = model::present(columns.whisker_low[row]);
    result.whisker_high = model::present(columns.whisker_high[row]);
    return result;
}

// The estimates, and where the steps divide them.
MemoKey key_of_between(const Context& context, const model::Series& series, std::span<const Step> steps,
                       const Settled& rows) {
    ByteWriter inputs;
    inputs.add(context.estimate.subspan(rows.first, rows.last - rows.first));
    for (const Step& step : steps)
        inputs.add(step.first).add(std::min(step.last, static_cast<std::uint32_t>(rows.last - series.first)));
    return memo_key("distribution between runs", inputs);
}

}  // namespace

Distribution distribution_between(const Context& context, const model::Series& series, std::span<const Step> steps,
                                  const Settled& rows) {
    return remembered(
        context.memo, [&] { return key_of_between(context, series, steps, rows); },
        [&] { return distribution(settled_values(context.estimate, series, steps, rows)); });
}

Distribution distribution(std::span<const double> ascending) {
    Distribution result;
    const auto summary = stats::summarise(ascending);
    if (!summary) return result;
    result.n = static_cast<std::uint32_t>(summary->n);
    set_box(result, *summary);
    result.kind = summary->n < box_from ? DistributionKind::dots : DistributionKind::box;
    if (summary->n < violin_from)
        result.values.assign(ascending.begin(), ascending.end());
    else
        set_violin(result, ascending);
    return result;
}

Distribution distribution_within_newest(const Context& context, std::uint32_t series) {
    const auto& kept = context.history.newest_samples;
    const auto& columns = context.history.columns;
    const std::size_t row = context.history.series[series].last - 1;
    const auto samples = std::ranges::lower_bound(kept, series, {}, &model::NewestSamples::series);
    if (samples == kept.end() || samples->series != series || samples->values.empty()) return reported(columns, row);
    Distribution result = distribution(samples->values);
    result.n = std::max(result.n, columns.n[row]);  // more than are kept
    return result;
}

}  // namespace benchfolio::analysis
