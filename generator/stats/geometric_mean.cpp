#include "stats/geometric_mean.hpp"

#include <algorithm>
#include <cmath>
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

}  // namespace benchfolio::stats
