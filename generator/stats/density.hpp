// The density curve of a sample, for violins.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace benchfolio::stats {

inline constexpr std::size_t density_points = 128;

// Densities on `density_points` equally spaced points from the least value to the largest: the curve is cut at the
// range of the data, so it says nothing where nothing was seen.
struct Density {
    std::vector<double> x, density;
    double bandwidth = 0;
};

// Gaussian kernel density estimate (Silverman, Density Estimation, 1986, section 3.5: the data are first shared out
// linearly over a fine grid) with the bandwidth below; O(n) plus a constant. The values must be finite and ascending
// (stats/finite.hpp). Nothing for fewer than two values or where all are equal. The bandwidth is never below half a
// step of the grid, so that no value falls between its points.
std::optional<Density> density(std::span<const double> ascending);

// Solve-the-equation bandwidth of Sheather & Jones, "A Reliable Data-Based Bandwidth Selection Method for Kernel
// Density Estimation", JRSS B 53 (1991), as R's bw.SJ(method = "ste") computes it, on data binned as for the density.
// Where the equation has no solution, as with many equal values: `silverman_bandwidth`. Nothing as for `density`.
std::optional<double> sheather_jones_bandwidth(std::span<const double> ascending);

// Silverman's rule of thumb (the book above, equation 3.31), R's bw.nrd0: 0.9 min(sd, IQR / 1.34) n^(-1/5), the sd
// alone where the IQR is zero. Nothing as for `density`.
std::optional<double> silverman_bandwidth(std::span<const double> ascending);

}  // namespace benchfolio::stats
