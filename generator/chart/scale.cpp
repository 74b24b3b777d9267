#include "chart/scale.hpp"

#include <algorithm>
#include <cmath>

#include "chart/ticks.hpp"

namespace benchfolio::chart {
namespace {

constexpr double logarithmic_from = 5;  // largest / smallest
constexpr double least_span = .1;       // of the middle, on a linear axis
constexpr double extreme_share = .005;
constexpr double near_enough = .25;  // extremes within this share of the rest are not extreme
constexpr double padding = .04;
constexpr double steps_in_a_decade = 20;

struct Range {
    double low, high;
    double span() const { return high - low; }
};

Range with(Range range, std::span<const double> values) {
    for (const double value : values) range = {std::min(range.low, value), std::max(range.high, value)};
    return range;
}

// All of `sorted` but up to half a percent at either end that lies far from the rest.
Range core_range(const std::vector<double>& sorted) {
    const std::size_t n = sorted.size();
    const std::size_t cut = n < 8 ? 0 : static_cast<std::size_t>(std::ceil(extreme_share * static_cast<double>(n)));
    const Range rest{sorted[cut], sorted[n - 1 - cut]};
    const double reach = near_enough * rest.span();
    return {*std::lower_bound(sorted.begin(), sorted.end(), rest.low - reach),
            *std::prev(std::upper_bound(sorted.begin(), sorted.end(), rest.high + reach))};
}

Range padded(Range range) {
    return {range.low - padding * range.span(), range.high + padding * range.span()};
}

Range on_grid(Range range, double step) {
    return {std::floor(range.low / step + 1e-9) * step, std::ceil(range.high / step - 1e-9) * step};
}

Range at_least(Range range, double span) {
    const double missing = std::max(0.0, span - range.span());
    return {range.low - missing / 2, range.high + missing / 2};
}

Domain linear_domain(Range range) {
    const double middle = std::abs(range.low + range.high) / 2;
    range = padded(at_least(range, middle > 0 ? least_span * middle : 2));
    range = on_grid(range, tick_step(range.low, range.high) / 2);
    return {range.low, range.high, false};
}

Domain logarithmic_domain(Range logs) {
    logs = on_grid(padded(logs), 1 / steps_in_a_decade);
    return {std::pow(10.0, logs.low), std::pow(10.0, logs.high), true};
}

bool is_logarithmic(const std::vector<double>& sorted) {
    return sorted.front() > 0 && sorted.back() / sorted.front() >= logarithmic_from;
}

std::vector<double> logarithms(std::span<const double> values) {
    std::vector<double> out(values.size());
    std::transform(values.begin(), values.end(), out.begin(), [](double value) { return std::log10(value); });
    return out;
}

std::vector<double> sorted_copy(std::span<const double> values) {
    std::vector<double> sorted{values.begin(), values.end()};
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

}  // namespace

Domain value_domain(std::span<const double> values, std::span<const double> always) {
    if (values.empty()) return {0, 1, false};
    const auto sorted = sorted_copy(values);
    const Range core = with(core_range(sorted), always);
    if (core.low <= 0 || core.high / core.low < logarithmic_from) return linear_domain(core);
    if (!is_logarithmic(sorted)) return linear_domain(core);
    return logarithmic_domain(with(core_range(logarithms(sorted)), logarithms(always)));
}

Domain difference_domain(std::span<const double> values, double reach) {
    Range range = values.empty() ? Range{0, 0} : core_range(sorted_copy(values));
    range = padded({std::min(range.low, -reach), std::max(range.high, reach)});
    range = on_grid(range, tick_step(range.low, range.high) / 2);
    return {range.low, range.high, false};
}

Scale::Scale(const Domain& domain, double pixel_low, double pixel_high) : domain_(domain) {
    const double low = domain.logarithmic ? std::log(domain.low) : domain.low;
    const double high = domain.logarithmic ? std::log(domain.high) : domain.high;
    slope_ = (pixel_high - pixel_low) / (high - low);
    origin_ = pixel_low - slope_ * low;
}

double Scale::operator()(double value) const {
    return origin_ + slope_ * (domain_.logarithmic ? std::log(value) : value);
}

double Scale::clipped(double value) const {
    return (*this)(std::clamp(value, domain_.low, domain_.high));
}

}  // namespace benchfolio::chart
