// Quantiles of named distributions, for intervals.
#pragma once

namespace benchfolio::stats {

// Student's t with `degrees` > 0 degrees of freedom, at p in (0, 1). Throws std::domain_error outside.
double student_t_quantile(double p, double degrees);

// The standard normal distribution, at p in (0, 1). Throws std::domain_error outside.
double normal_quantile(double p);

}  // namespace benchfolio::stats
