// What many variances, each from a few values, say of each other.
#pragma once

#include <span>

namespace benchfolio::stats {

// What to expect of a variance before its own values are seen: scaled inverse chi-squared, `degrees` values' worth.
struct VariancePrior {
    double variance = 0, degrees = 0;  // degrees 0: nothing is known
};

// Fitted to sample variances and their degrees of freedom by the moments of their logarithms: Smyth, "Linear Models and
// Empirical Bayes Methods for Assessing Differential Expression", Statistical Applications in Genetics and Molecular
// Biology 3 (2004), section 6.2. Variances of zero are left out; with fewer than three others nothing is known. Where
// they differ no more than chance makes them, `degrees` is `many_degrees`. Throws std::invalid_argument on NaN and
// infinities, and on spans of different length.
inline constexpr double many_degrees = 1000;
VariancePrior variance_prior(std::span<const double> variances, std::span<const double> degrees);

// A variance from its own values and from the prior, weighted by their degrees; the ratio of a normal mean to its root
// follows Student's t with the sum of both degrees (section 4 there).
struct ModeratedVariance {
    double variance = 0, degrees = 0;
};
ModeratedVariance moderated(double variance, double degrees, const VariancePrior& prior);

}  // namespace benchfolio::stats
