// The average of ratios.
#pragma once

#include <optional>
#include <span>

namespace benchfolio::stats {

// exp(mean ln x): the only mean of normalised numbers that does not depend on the reference (Fleming & Wallace, "How
// Not to Lie with Statistics", CACM 29 (1986)). Nothing where there are no values or one of them is not positive.
// Throws std::invalid_argument on NaN and infinities.
std::optional<double> geometric_mean(std::span<const double> values);

// exp(sum w ln x / sum w): the weighted power mean of order 0 (Hardy, Littlewood & Polya, Inequalities, 1934, section
// 2.2). With equal weights it is the above. Nothing where there are no values, or a value or weight is not positive.
// Throws std::invalid_argument on spans of different length, NaN and infinities.
std::optional<double> weighted_geometric_mean(std::span<const double> values, std::span<const double> weights);

}  // namespace benchfolio::stats
