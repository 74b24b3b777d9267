// The difference of two levels, each known from a few values that vary.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "stats/interval.hpp"

namespace benchfolio::stats {

// Standard error of the median of n normal values of standard deviation 1. Of one or two values the median is the mean;
// beyond, sqrt(pi / 2) / sqrt(n) (Kendall & Stuart, The Advanced Theory of Statistics, volume 1, section 10.10), which
// is an upper bound for all n. `n` at least 1.
double error_of_median(std::size_t n);

// An estimate with its uncertainty: about the truth as Student's t with `degrees` > 0 of freedom, times `error`.
struct Difference {
    double value = 0, error = 0, degrees = 1;

    Interval interval(double level = 0.95) const;
    double p() const;  // two-sided, of no difference; where the error is 0: 0, or 1 without a difference
    // The smallest difference that is found at the 5 % level in four of five cases (Cohen, Statistical Power Analysis,
    // 1988, chapter 2).
    double visible() const;
};

// Second less first sample, by their medians. The error is from the samples' own standard deviations, not taken to be
// equal; degrees after Welch, "The Generalization of `Student's' Problem", Biometrika 34 (1947). Nothing where a sample
// has fewer than two values. Throws std::invalid_argument on NaN and infinities.
std::optional<Difference> difference_of_medians(std::span<const double> first, std::span<const double> second);

}  // namespace benchfolio::stats
