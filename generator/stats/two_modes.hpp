// The level of values that go back and forth between two modes a known gap apart.
#pragma once

#include <span>

namespace benchfolio::stats {

struct ModeFit {
    double level = 0;  // of the lower mode
    double cost = 0;   // sum of squared distances to the nearer mode in sigma, each at most `mode_cost_limit`
};

// A single value counts for no more: it may be an outlier. The limit is that of the biweight loss (Fearnhead & Rigaill,
// "Changepoint Detection in the Presence of Outliers", JASA 114 (2019)).
inline constexpr double mode_cost_limit = 12;

// The level of least cost; among equals the one nearest to `hint`. Tried are the levels that the last few values imply.
ModeFit fit_two_modes(std::span<const double> values, double gap, double sigma, double hint);

}  // namespace benchfolio::stats
