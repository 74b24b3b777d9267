// How much a series varies where nothing changed, and which changes that lets through.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// Between runs, of the steps of one version of the suite: robust deviation (stats/quantile.hpp) of ln(estimate / median
// of its step), over the steps of at least five runs. Nothing where fewer than eight runs are in such steps or a value
// is not positive.
struct Noise {
    double deviation = 0;
    double degrees = 0;  // of freedom: runs less steps
};
inline constexpr std::uint32_t noise_runs = 8, noise_step_runs = 5;

std::optional<Noise> noise_between(const Context& context, const model::Series& series, std::span<const Step> steps);

// What the report has of a version of the suite.
std::optional<Noise> noise_of(const SeriesReport& series, const model::Suite& suite);

// Within a run: median over the runs of (q3 - q1) / (1.349 median), the standard deviation of normal samples with those
// quartiles. Of the runs of the newest version of the suite. Nothing where none of them has quartiles and a positive
// median.
std::optional<double> noise_within(const Context& context, const model::Series& series);

// Standard error of the difference of two medians of ln values, of n values each: that of a median of normal values is
// sqrt(pi / 2) deviation / sqrt(n) (Kendall & Stuart, The Advanced Theory of Statistics, volume 1, section 10.10).
double error_of_difference(double deviation, double n_before, double n_after);

// The smallest relative change that shows: found at the 5 % level in four of five cases, (z_.975 + z_.80) standard
// errors (Cohen, Statistical Power Analysis, 1988, chapter 2). 0.02 is 2 %.
double visible_change(double deviation, double n_before, double n_after);

// How many runs after a change show one of `relative` with so many before it; nothing where no number does.
std::optional<std::uint32_t> runs_to_see(double relative, double deviation, double n_before);

}  // namespace benchfolio::analysis
