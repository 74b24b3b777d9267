// Uncertainty of a mean by resampling.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "stats/interval.hpp"

namespace benchfolio::stats {

inline constexpr std::size_t bootstrap_replicates = 1000;

// Percentile bootstrap interval of the mean (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13):
// the same seed gives the same interval on every platform. Nothing for fewer than two values. Throws
// std::invalid_argument on NaN and infinities.
std::optional<Interval> bootstrap_mean_interval(std::span<const double> values, std::uint64_t seed,
                                                double level = 0.95);

}  // namespace benchfolio::stats
