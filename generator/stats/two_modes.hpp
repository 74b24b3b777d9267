// Values that go back and forth between two modes, without a change.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace benchfolio::stats {

struct TwoModes {
    double low = 0, high = 0;  // medians
    double share = 0;          // of the values at the higher one
    std::size_t flips = 0;     // how often one follows the other
};

// The two modes of values in time order, if there are two: divided where the sum of squares within the parts is least
// (Fisher, "On Grouping for Maximum Homogeneity", JASA 53 (1958)), each part has at least 15 % of the values, their
// medians lie more than four pooled median absolute deviations apart, and the values change sides at least six times: a
// step is no second mode. Throws std::invalid_argument on NaN and infinities.
std::optional<TwoModes> two_modes(std::span<const double> values);

// The level of values with two modes a known gap apart.
struct ModeFit {
    double level = 0;  // of the lower mode
    double cost = 0;   // sum of squared distances to the nearer mode in sigma, each at most `mode_cost_limit`
};

// A single value counts for no more: it may be an outlier. The limit is that of the biweight loss (Fearnhead & Rigaill,
// "Changepoint Detection in the Presence of Outliers", JASA 114 (2019)).
inline constexpr double mode_cost_limit = 12;

// From the nearer one of two modes, `level` being the lower.
inline double residual(double value, double level, double gap) {
    const double above = value - level;
    return above > gap / 2 ? above - gap : above;
}

// The level of least cost; among equals the one nearest to `hint`. Tried are the levels that the last few values imply.
// Time is linear in the values.
ModeFit fit_two_modes(std::span<const double> values, double gap, double sigma, double hint);
// The one that is reached from this level, for less than a quarter of the time.
ModeFit fit_two_modes_near(std::span<const double> values, double gap, double sigma, double level);

}  // namespace benchfolio::stats
