// Quantiles of a sample by linear interpolation between order statistics at rank p(n - 1): type 7 of Hyndman & Fan,
// "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996), the default of R and NumPy.
//
// The values must be finite and ascending (see stats/finite.hpp, which sorts and checks); that is not checked again
// here, since these functions sit in the inner loops.
#pragma once

#include <optional>
#include <span>

namespace benchfolio::stats {

// Throws std::invalid_argument on an empty span and on p outside [0, 1].
double quantile(std::span<const double> ascending, double p);

// The quantile of finite values in any order, which it reorders: linear time where sorting is not needed otherwise. The
// same number as `quantile` of the sorted values; throws as it does.
double quantile_in_place(std::span<double> values, double p);

// Nothing where there are no values.
std::optional<double> median(std::span<const double> ascending);

// The median of values in any order, which it reorders: linear time where sorting is not needed otherwise. The same
// number as `median` of the sorted values. Throws std::invalid_argument on NaN and infinities.
std::optional<double> median_in_place(std::span<double> values);

// Median absolute deviation from the median, times 1.4826: an estimate of the standard deviation of normal values that
// half of the values cannot spoil (Rousseeuw & Croux, "Alternatives to the Median Absolute Deviation", JASA 88 (1993)).
// Where more than half of the values are equal, that is zero and says nothing of the rest: then the mean absolute
// deviation, times 1.2533 (Iglewicz & Hoaglin, How to Detect and Handle Outliers, 1993, section 3.3). Reorders and
// overwrites the values. Nothing where there are none; 0 where all are equal. Throws as `median_in_place`.
std::optional<double> robust_deviation_in_place(std::span<double> values);

}  // namespace benchfolio::stats
