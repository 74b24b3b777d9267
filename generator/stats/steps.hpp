// Where the level of a series changes: the series is cut into stretches of constant level.
//
// Penalised least squares: of all ways to cut, the one that minimises
//     sum over stretches of sum (x - mean)^2 + penalty per cut,   penalty = strictness * sigma^2 * ln n
// found exactly, among the positions where a cut is at all visible, by dynamic programming with pruning (PELT: Killick,
// Fearnhead & Eckley, "Optimal Detection of Changepoints With a Linear Computational Cost", JASA 107 (2012)). Visible
// is a position at which the means of two neighbouring windows differ, at one of several window widths (screening and
// ranking: Niu & Zhang, Annals of Applied Statistics 6 (2012)); that keeps a series without any change at O(n log n).
//
// Robustness: values are first clipped to within `clip` sigma of their running median, so that an outlier that reverts
// at once is no step. Sigma comes from the median absolute difference of neighbours, which steps do not disturb. Where
// neighbours resemble each other more than distant values do (autocorrelation), the penalty grows by the variance
// inflation (1 + rho) / (1 - rho) of a mean.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace benchfolio::stats {

struct StepOptions {
    double strictness = 3;       // of the penalty; larger finds fewer steps
    double clip = 3;             // in sigma
    std::size_t min_length = 3;  // of a stretch; at least 1
};

// The positions, ascending, in (0, n), at which a new stretch begins; empty where the level is constant or n is less
// than two stretches. Throws std::invalid_argument on NaN and infinities.
std::vector<std::size_t> step_boundaries(std::span<const double> values, const StepOptions& options = {});

}  // namespace benchfolio::stats
