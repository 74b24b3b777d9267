// A straight line through points.
#pragma once

#include <optional>
#include <span>

namespace benchfolio::stats {

// Slope of the ordinary least-squares line of y on x, from centred sums (Legendre 1805; Draper & Smith, Applied
// Regression Analysis, section 1.2). Nothing for fewer than two points or where all x are equal. Throws
// std::invalid_argument on spans of different length, NaN and infinities.
std::optional<double> least_squares_slope(std::span<const double> x, std::span<const double> y);

}  // namespace benchfolio::stats
