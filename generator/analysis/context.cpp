#include "analysis/context.hpp"

#include <algorithm>
#include <cmath>

namespace benchfolio::analysis {

std::vector<double> present_values(std::span<const double> column) {
    std::vector<double> values;
    values.reserve(column.size());
    std::ranges::copy_if(column, std::back_inserter(values), [](double cell) { return !std::isnan(cell); });
    return values;
}

}  // namespace benchfolio::analysis
