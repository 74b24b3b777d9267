// Perfherder's rule, as Mozilla's continuous integration raises alerts (github.com/mozilla/treeherder, perfalert): a
// competitor, not used by benchfolio.
//
// At each value, a t statistic of the `fore` values from it on against the 12 to 24 before it, near values weighing
// more: (n - k) / n for the k-th of n. The window back begins at 12 and grows by one with each value that is no change.
// A change is where t is above 7 and no smaller than at either neighbour, both windows hold 12 values, and the means
// differ by 2 %.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace benchfolio::detection {

struct WindowedTOptions {
    std::size_t min_back = 12, max_back = 24, fore = 12;
    double threshold = 7;
    double min_magnitude = 0.02;  // relative to the mean before
};

// The indices of the first values after, ascending. Values are finite.
std::vector<std::size_t> windowed_t(std::span<const double> values, const WindowedTOptions& options = {});

// Weighted mean, the first value weighing most, and the variance about it, divided by n - 1 and not weighted.
struct WindowMoments {
    double mean = 0, variance = 0;
};
WindowMoments window_moments(std::span<const double> nearest_first);

// Welch's statistic of two windows, of which the first value is the nearest; infinite where only the means differ.
double window_t(std::span<const double> back, std::span<const double> fore);

}  // namespace benchfolio::detection
