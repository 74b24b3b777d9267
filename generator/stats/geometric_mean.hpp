// The average of ratios.
#pragma once

#include <optional>
#include <span>

namespace benchfolio::stats {

// exp(mean ln x): the only mean of normalised numbers that does not depend on the reference (Fleming & Wallace, "How
// Not to Lie with Statistics", CACM 29 (1986)). Nothing where there are no values or one of them is not positive.
// Throws std::invalid_argument on NaN and infinities.
std::optional<double> geometric_mean(std::span<const double> values);

}  // namespace benchfolio::stats
