// A distribution-free interval of the median: it assumes only that the values are independent.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace benchfolio::stats {

struct Interval {
    double low = 0, high = 0;
};

// The order statistics, counted from 1, that hold the median between them with probability `coverage`.
struct MedianRanks {
    std::size_t low = 0, high = 0;
    double coverage = 0;
};

// The closest ranks whose coverage reaches the level; the number of values below the median is binomial (n, 1/2)
// (David & Nagaraja, Order Statistics, 3rd edition, section 7.1). Where the ends cannot lie equally far from the
// middle, the lower lies further: 8 values give 1..7. Nothing where even the extremes do not reach the level (95 %: n <
// 6).
std::optional<MedianRanks> median_ranks(std::size_t n, double level = 0.95);

// The values at those ranks. The values must be finite and ascending (stats/finite.hpp).
std::optional<Interval> median_interval(std::span<const double> ascending, double level = 0.95);

}  // namespace benchfolio::stats
