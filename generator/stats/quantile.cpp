#include "stats/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "stats/finite.hpp"
#include "stats/selection.hpp"
#include "stats/summary.hpp"

namespace benchfolio::stats {
namespace {

// Halfway without the overflow of (a + b) / 2.
double midpoint(double a, double b) {
    return a + 0.5 * (b - a);
}

}  // namespace

double quantile(std::span<const double> ascending, double p) {
    if (ascending.empty()) throw std::invalid_argument{"a quantile of no values"};
    if (!(p >= 0 && p <= 1)) throw std::invalid_argument{"a quantile's probability lies outside [0, 1]"};
    const double rank = p * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    if (below + 1 >= ascending.size()) return ascending.back();
    const double share = rank - static_cast<double>(below);
    return ascending[below] + share * (ascending[below + 1] - ascending[below]);
}

double quantile_in_place(std::span<double> values, double p) {
    if (values.empty()) throw std::invalid_argument{"a quantile of no values"};
    if (!(p >= 0 && p <= 1)) throw std::invalid_argument{"a quantile's probability lies outside [0, 1]"};
    const double rank = p * static_cast<double>(values.size() - 1);
    const auto below = values.begin() + static_cast<std::ptrdiff_t>(rank);
    select(values, static_cast<std::size_t>(rank));
    if (below + 1 == values.end()) return *below;
    const double share = rank - std::floor(rank);
    return *below + share * (*std::min_element(below + 1, values.end()) - *below);
}

std::optional<double> median(std::span<const double> ascending) {
    if (ascending.empty()) return std::nullopt;
    return quantile(ascending, 0.5);
}

std::optional<double> median_in_place(std::span<double> values) {
    require_finite(values);
    if (values.empty()) return std::nullopt;
    const auto upper = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    select(values, values.size() / 2);
    if (values.size() % 2 == 1) return *upper;
    return midpoint(*std::max_element(values.begin(), upper), *upper);
}

std::optional<double> robust_deviation_in_place(std::span<double> values) {
    const auto centre = median_in_place(values);
    if (!centre) return std::nullopt;
    for (double& value : values) value = std::abs(value - *centre);
    const double middle = *median_in_place(values);
    return middle > 0 ? 1.4826 * middle : 1.2533 * *mean(values);
}

}  // namespace benchfolio::stats
