// What a box plot and a table say of a sample: moments, quartiles, whiskers, outliers.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace benchfolio::stats {

// Arithmetic mean, correct to the last digits whatever the order and the spread of the values: compensated summation of
// Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974). Nothing where
// there are no values. Throws std::invalid_argument on NaN and infinities.
std::optional<double> mean(std::span<const double> values);

// Standard deviation of a sample, divisor n - 1, by the corrected two-pass algorithm (Chan, Golub & LeVeque,
// "Algorithms for Computing the Sample Variance", The American Statistician 37 (1983)). Nothing for fewer than two
// values. Throws as `mean`.
std::optional<double> standard_deviation(std::span<const double> values);

struct Summary {
    std::size_t n = 0;
    double mean = 0;
    std::optional<double> standard_deviation;  // nothing where n is 1
    double min = 0, q1 = 0, median = 0, q3 = 0, max = 0;
    double whisker_low = 0, whisker_high = 0;  // see `whiskers`
};

// All of it at once, without allocating. The values must be ascending (stats/finite.hpp). Nothing where there are none.
std::optional<Summary> summarise(std::span<const double> ascending);

// The ends of Tukey's whiskers: the most distant values within 1.5 interquartile ranges of the box (Tukey, Exploratory
// Data Analysis, 1977, chapter 2). A whisker never ends inside the box, where interpolated quartiles could put it.
struct Whiskers {
    double low = 0, high = 0;
};
Whiskers whiskers(std::span<const double> ascending, double q1, double q3);

// The values beyond the whiskers, as the two ends of the ascending values.
struct Outliers {
    std::span<const double> low, high;
};
Outliers outliers(std::span<const double> ascending, double q1, double q3);

}  // namespace benchfolio::stats
