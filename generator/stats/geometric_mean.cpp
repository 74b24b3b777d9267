#include "stats/geometric_mean.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "stats/finite.hpp"
#include "stats/summary.hpp"

namespace benchfolio::stats {

std::optional<double> geometric_mean(std::span<const double> values) {
    require_finite(values);
    if (values.empty() || std::ranges::any_of(values, [](double value) { return value <= 0; })) return std::nullopt;
    std::vector<double> logarithms(values.begin(), values.end());
    for (double& value : logarithms) value = std::log(value);
    return std::exp(*mean(logarithms));
}

std::optional<double> weighted_geometric_mean(std::span<const double> values, std::span<const double> weights) {
    if (values.size() != weights.size()) throw std::invalid_argument{"values and weights differ in number"};
    require_finite(values);
    require_finite(weights);
    const auto not_positive = [](double value) { return value <= 0; };
    if (values.empty() || std::ranges::any_of(values, not_positive) || std::ranges::any_of(weights, not_positive))
        return std::nullopt;
    std::vector<double> parts;
    for (std::size_t i = 0; i < values.size(); ++i) parts.push_back(weights[i] * std::log(values[i]));
    return std::exp(*mean(parts) / *mean(weights));
}

}  // namespace benchfolio::stats
