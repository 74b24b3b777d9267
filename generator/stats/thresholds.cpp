#include "stats/thresholds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "stats/distributions.hpp"
#include "stats/finite.hpp"
#include "stats/quantile.hpp"
#include "stats/summary.hpp"

namespace benchfolio::stats {
namespace {

template <typename Distance>
Limits about(double centre, const Boundaries& boundaries, Distance distance) {
    Limits limits;
    if (boundaries.lower) limits.lower = centre - distance(*boundaries.lower);
    if (boundaries.upper) limits.upper = centre + distance(*boundaries.upper);
    return limits;
}

// `tail` is the probability of a standardised value above x.
template <typename Tail>
double p_of(double distance, double scale, const Boundaries& boundaries, Tail tail) {
    const double infinite = std::numeric_limits<double>::infinity();
    const double far = distance > 0 ? infinite : -infinite;
    const double standard = distance == 0 ? 0 : scale > 0 ? distance / scale : far;
    const auto above = [&](double x) { return std::isinf(x) ? (x > 0 ? 0.0 : 1.0) : tail(x); };
    const bool both = boundaries.lower && boundaries.upper;
    if (scale == 0 && distance == 0) return 1;
    if (both) return std::min(1.0, 2 * std::min(above(standard), above(-standard)));
    if (boundaries.upper) return above(standard);
    return boundaries.lower ? above(-standard) : 1;
}

double prediction_scale(const Moments& moments) {
    return moments.deviation * std::sqrt(1 + 1 / static_cast<double>(moments.n));
}

double degrees_of(const Moments& moments) {
    return static_cast<double>(moments.n - 1);
}

}  // namespace

std::optional<Moments> moments(std::span<const double> values) {
    const auto deviation = standard_deviation(values);
    if (!deviation) return std::nullopt;
    return Moments{values.size(), *mean(values), *deviation};
}

std::optional<Moments> log_moments(std::span<const double> values) {
    require_finite(values);
    if (std::ranges::any_of(values, [](double value) { return value <= 0; })) return std::nullopt;
    std::vector<double> logarithms;
    for (const double value : values) logarithms.push_back(std::log(value));
    return moments(logarithms);
}

std::optional<Limits> percentage_limits(std::span<const double> values, const Boundaries& boundaries) {
    const auto centre = mean(values);
    if (!centre) return std::nullopt;
    return about(*centre, boundaries, [&](double share) { return std::abs(*centre) * share; });
}

Limits z_limits(const Moments& moments, const Boundaries& boundaries) {
    return about(moments.mean, boundaries, [&](double b) { return moments.deviation * normal_quantile(b); });
}

Limits t_limits(const Moments& moments, const Boundaries& boundaries) {
    return about(moments.mean, boundaries,
                 [&](double b) { return prediction_scale(moments) * student_t_quantile(b, degrees_of(moments)); });
}

Limits log_normal_limits(const Moments& log_moments, const Boundaries& boundaries) {
    Limits limits = z_limits(log_moments, boundaries);
    if (limits.lower) limits.lower = std::exp(*limits.lower);
    if (limits.upper) limits.upper = std::exp(*limits.upper);
    return limits;
}

std::optional<Limits> iqr_limits(std::span<const double> ascending, const Boundaries& boundaries) {
    if (ascending.empty()) return std::nullopt;
    const double range = quantile(ascending, 0.75) - quantile(ascending, 0.25);
    return about(*median(ascending), boundaries, [&](double b) { return b * range; });
}

std::optional<Limits> delta_iqr_limits(std::span<const double> values, const Boundaries& boundaries) {
    require_finite(values);
    std::vector<double> steps;
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (values[i - 1] == 0) return std::nullopt;
        steps.push_back(std::abs(values[i] / values[i - 1] - 1));
    }
    if (steps.empty()) return std::nullopt;
    const std::vector<double> ordered = ascending(steps);
    const double range = quantile(ordered, 0.75) - quantile(ordered, 0.25);
    const double centre = *median(ascending(values));
    return about(centre, boundaries, [&](double b) { return std::abs(centre) * b * range; });
}

double z_p(const Moments& moments, double value, const Boundaries& boundaries) {
    return p_of(value - moments.mean, moments.deviation, boundaries, normal_tail);
}

double t_p(const Moments& moments, double value, const Boundaries& boundaries) {
    return p_of(value - moments.mean, prediction_scale(moments), boundaries,
                [&](double x) { return student_t_tail(x, degrees_of(moments)); });
}

double log_normal_p(const Moments& log_moments, double value, const Boundaries& boundaries) {
    const double logarithm = value > 0 ? std::log(value) : -std::numeric_limits<double>::infinity();
    return p_of(logarithm - log_moments.mean, log_moments.deviation, boundaries, normal_tail);
}

}  // namespace benchfolio::stats
