// Quantiles and tails of named distributions, for intervals and tests.
#pragma once

#include <cstddef>

namespace benchfolio::stats {

// Student's t with `degrees` > 0 degrees of freedom, at p in (0, 1). Throws std::domain_error outside.
double student_t_quantile(double p, double degrees);

// The standard normal distribution, at p in (0, 1). Throws std::domain_error outside.
double normal_quantile(double p);

// The probability of a value above x.
double student_t_tail(double x, double degrees);
double normal_tail(double x);

// The probability of at least `count` successes in `trials` that succeed with probability p in [0, 1] each.
double binomial_tail(std::size_t count, std::size_t trials, double p);

// The same where p itself is known by a beta distribution only, as after a - 1/2 successes and b - 1/2 failures (beta
// binomial: Gelman et al., Bayesian Data Analysis, 3rd edition, appendix A). a, b > 0.
double beta_binomial_tail(std::size_t count, std::size_t trials, double a, double b);

}  // namespace benchfolio::stats
