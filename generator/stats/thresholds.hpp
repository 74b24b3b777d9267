// Limits for a new value, from the values before it. Each is alert strictly outside.
//
// The tests are those of Bencher's thresholds (https://bencher.dev/docs/explanation/thresholds/), so that limits can be
// carried over. A boundary that is not given makes no limit. No function takes NaN or infinities: they throw
// std::invalid_argument. Nothing where there are too few values for the formula.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace benchfolio::stats {

struct Limits {
    std::optional<double> lower, upper;
    bool operator==(const Limits&) const = default;
};
using Boundaries = Limits;  // what the limits are made of

// Mean and standard deviation (n - 1) of n >= 2 values.
struct Moments {
    std::size_t n = 0;
    double mean = 0, deviation = 0;
};
std::optional<Moments> moments(std::span<const double> values);
// Of ln x; nothing where a value is not positive.
std::optional<Moments> log_moments(std::span<const double> values);

// mean -+ |mean| b. n >= 1.
std::optional<Limits> percentage_limits(std::span<const double> values, const Boundaries& boundaries);

// mean -+ s Phi^-1(b), b in [0.5, 1).
Limits z_limits(const Moments& moments, const Boundaries& boundaries);

// The prediction interval of one more value: mean -+ s sqrt(1 + 1/n) t^-1_{n-1}(b) (Hahn & Meeker, Statistical
// Intervals, 1991, section 4.2).
Limits t_limits(const Moments& moments, const Boundaries& boundaries);

// Quantiles of the log-normal distribution with these moments of ln x: exp(mu -+ sigma Phi^-1(b)). The lower is its own
// quantile, nearer to the centre than the upper, not the reflection of that.
Limits log_normal_limits(const Moments& log_moments, const Boundaries& boundaries);

// median -+ b (q3 - q1). n >= 1.
std::optional<Limits> iqr_limits(std::span<const double> ascending, const Boundaries& boundaries);

// median -+ |median| b IQR(|x_i / x_{i-1} - 1|), the values in time order. n >= 2; nothing where an earlier value is 0.
std::optional<Limits> delta_iqr_limits(std::span<const double> values, const Boundaries& boundaries);

// The probability of a value as far out, on the sides that have a limit: one-sided where there is one limit, twice the
// smaller tail where there are two, 1 where there is none. Without spread: 1 at the mean, 0 beyond it.
double z_p(const Moments& moments, double value, const Boundaries& boundaries);
double t_p(const Moments& moments, double value, const Boundaries& boundaries);
double log_normal_p(const Moments& log_moments, double value, const Boundaries& boundaries);  // 0 or less: ln is -inf

}  // namespace benchfolio::stats
