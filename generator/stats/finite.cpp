#include "stats/finite.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace benchfolio::stats {

void require_finite(std::span<const double> values) {
    // Counted to the end, which takes less time than to look after each value whether to go on.
    if (std::ranges::count_if(values, [](double value) { return !std::isfinite(value); }) > 0)
        throw std::invalid_argument{"a statistic of a value that is not a finite number"};
}

std::vector<double> ascending(std::span<const double> values) {
    require_finite(values);
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    return sorted;
}

}  // namespace benchfolio::stats
