// Step detection as asv does it (github.com/airspeed-velocity/asv, step_detect): a competitor, not used by benchfolio.
//
// A piecewise constant function is fitted by minimising
//     gamma * (pieces - 1) + sum over pieces of sum w_j |y_j - mu|,   mu the weighted median of the piece
// (the L1 Potts functional: Friedrich, Kempe, Liebscher & Winkler, "Complexity Penalized M-Estimation", J. Comput.
// Graph. Stat. 17 (2008)), exactly by dynamic programming, or, as asv does to stay linear, with pieces of at most 20
// values that are then merged and their borders moved where that lowers the cost.
//
// gamma is the one of least beta * pieces + ln(sigma0 + S), beta = 4 ln(n) / n, found roughly by golden section on a
// log scale; S = |E_0| + sum w_j |E_j - rho E_{j-1}| of the residuals E with the best rho about [-1, 1], sigma0 a tenth
// of the smallest jump, or a thousandth of the smallest level where there is at most one jump.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace benchfolio::detection {

struct Piece {
    std::size_t first = 0, last = 0;  // values [first, last)
    double level = 0;
    double distance = 0;  // sum w |y - level|
};

inline constexpr std::size_t any_size = static_cast<std::size_t>(-1);

// All functions: values finite, as many weights as values, weights >= 0; pieces by position.

// Exact among all fits of pieces that are no longer than `max_size`.
std::vector<Piece> potts(std::span<const double> values, std::span<const double> weights, double gamma,
                         std::size_t max_size = any_size);

// With pieces of at most 20 values first, then merged.
std::vector<Piece> potts_merged(std::span<const double> values, std::span<const double> weights, double gamma);

// As potts_merged, gamma chosen by the values.
std::vector<Piece> potts_auto(std::span<const double> values, std::span<const double> weights);

// 2 / width of each value's 99 % interval over the median of those; 1 where there is no interval (NaN).
std::vector<double> potts_weights(std::span<const double> interval_widths);

// The value at which half of the weight lies on either side; between two such, their mean.
double weighted_median(std::span<const double> values, std::span<const double> weights);

// Where f is least on [a, b], to within `tolerance`, f being first evaluated at a and b; f has one minimum.
double golden_section(const std::function<double(double)>& f, double a, double b, double tolerance);

}  // namespace benchfolio::detection
