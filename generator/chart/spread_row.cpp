#include "chart/spread.hpp"
#include "stats/density.hpp"
#include "stats/summary.hpp"

namespace benchfolio::chart {
namespace {

constexpr std::size_t least_for_box = 10, least_for_violin = 30;

SpreadForm form_of(std::size_t n) {
    if (n < least_for_box) return SpreadForm::dots;
    return n < least_for_violin ? SpreadForm::box : SpreadForm::violin;
}

// A violin shows its outliers only; where all values are equal there is no density, and a box shows that.
void describe_violin(SpreadRow& row, std::span<const double> ascending) {
    const auto density = stats::density(ascending);
    if (!density) row.form = SpreadForm::box;
    for (std::size_t i = 0; density && i < density->x.size(); ++i)
        row.density.push_back({density->x[i], density->density[i]});
    const auto [low, high] = stats::outliers(ascending, *row.q1, *row.q3);
    row.values.assign(low.begin(), low.end());
    row.values.insert(row.values.end(), high.begin(), high.end());
}

}  // namespace

void describe(SpreadRow& row, std::span<const double> ascending) {
    const auto summary = stats::summarise(ascending);
    if (!summary) {
        row.unknown = "no values";
        return;
    }
    row.form = form_of(summary->n);
    row.median = summary->median;
    if (row.form != SpreadForm::dots) {
        row.q1 = summary->q1;
        row.q3 = summary->q3;
        row.whisker_low = summary->whisker_low;
        row.whisker_high = summary->whisker_high;
    }
    if (row.form == SpreadForm::violin) return describe_violin(row, ascending);
    row.values.assign(ascending.begin(), ascending.end());
}

}  // namespace benchfolio::chart
