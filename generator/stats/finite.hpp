// The one rule of this room about values that are no numbers: NaN and infinities are refused with
// std::invalid_argument, because an average or a rank of them means nothing and a NaN breaks every ordering. What is
// unknown must be left out before it gets here.
#pragma once

#include <span>
#include <vector>

namespace benchfolio::stats {

void require_finite(std::span<const double> values);

// The values in ascending order, which is the form most functions of this room take. Throws as above.
std::vector<double> ascending(std::span<const double> values);

}  // namespace benchfolio::stats
