#include "stats/density.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stats/quantile.hpp"
#include "stats/summary.hpp"

namespace benchfolio::stats {
namespace {

// Each interval of the grid of points is divided into so many bins.
constexpr std::size_t bins_per_point = 8;
constexpr std::size_t bin_count = (density_points - 1) * bins_per_point + 1;

bool has_spread(std::span<const double> ascending) {
    return ascending.size() > 1 && ascending.front() < ascending.back();
}

double interquartile_range(std::span<const double> ascending) {
    return quantile(ascending, 0.75) - quantile(ascending, 0.25);
}

// The sample's weights on bin_count equally spaced points from its least value to its largest.
struct Bins {
    double origin, width;
    std::vector<double> weight = std::vector<double>(bin_count);

    explicit Bins(std::span<const double> ascending)
        : origin{ascending.front()}, width{(ascending.back() - ascending.front()) / (bin_count - 1)} {
        for (const double value : ascending) share(value);
    }
    void share(double value) {
        const double position = std::min((value - origin) / width, static_cast<double>(bin_count - 1));
        const auto below = std::min(static_cast<std::size_t>(position), bin_count - 2);
        const double upper = position - static_cast<double>(below);
        weight[below] += 1 - upper;
        weight[below + 1] += upper;
    }
};

// --- Sheather and Jones ----------------------------------------------------------------------------------------------

// How many pairs of values lie how many bins apart, less than so many: all that the functionals of the method need of
// the data.
std::vector<double> pairs_by_distance(const Bins& bins, std::size_t distances) {
    std::vector<std::size_t> filled;
    for (std::size_t i = 0; i < bin_count; ++i)
        if (bins.weight[i] > 0) filled.push_back(i);
    std::vector<double> pairs(distances);
    for (std::size_t i = 0; i < filled.size(); ++i)
        for (std::size_t k = i + 1; k < filled.size() && filled[k] - filled[i] < distances; ++k)
            pairs[filled[k] - filled[i]] += bins.weight[filled[i]] * bins.weight[filled[k]];
    double ordered_pairs = 0;
    for (const double weight : bins.weight) ordered_pairs += weight * weight;
    double n = 0;
    for (const double weight : bins.weight) n += weight;
    pairs[0] = (ordered_pairs - n) / 2;
    return pairs;
}

// The equation whose solution is the bandwidth, and the estimated functionals of the density in it.
class SheatherJones {
  public:
    SheatherJones(const Bins& bins, double n, double scale) : bins_{bins}, n_{n} {
        const double a = 1.24 * scale * std::pow(n, -1.0 / 7), b = 1.23 * scale * std::pow(n, -1.0 / 9);
        pilot_ = 1.357 * std::pow(curvature(a) / third_derivative(b), 1.0 / 7);
    }

    // Falls through zero at the bandwidth.
    double operator()(double h) {
        const double c = 1 / (2 * std::sqrt(std::numbers::pi) * n_);
        return std::pow(c / curvature(pilot_ * std::pow(h, 5.0 / 7)), 0.2) - h;
    }

  private:
    // The integral of the squared second derivative (R's SDh) and, negated, that of the third (R's -TDh).
    double curvature(double h) {
        const auto phi4 = [](double d) { return d * d - 6 * d + 3; };
        return functional(h, phi4, 3) / (n_ * (n_ - 1) * std::pow(h, 5) * root_two_pi);
    }
    double third_derivative(double h) {
        const auto phi6 = [](double d) { return d * d * d - 15 * d * d + 45 * d - 15; };
        return -functional(h, phi6, -15) / (n_ * (n_ - 1) * std::pow(h, 7) * root_two_pi);
    }
    // Sum over all pairs, and over each value with itself, of phi((x - y)^2 / h^2) exp(-(x - y)^2 / 2 h^2). From one
    // distance to the next the exponential falls by a ratio which itself falls by a constant one, since squares grow
    // by odd numbers: over all bins that loses less than 1e-9, and the bandwidth is wanted to a thousandth.
    template <typename Phi>
    double functional(double h, Phi phi, double at_zero) {
        const double unit = std::pow(bins_.width / h, 2), fall = std::exp(-unit);
        know_pairs(std::sqrt(negligible / unit));
        double sum = 0, exponential = 1, ratio = std::exp(-unit / 2);
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            const double d = static_cast<double>(i * i) * unit;
            if (d > negligible) break;
            sum += pairs_[i] * phi(d) * exponential;
            exponential *= ratio;
            ratio *= fall;
        }
        return 2 * sum + n_ * at_zero;
    }
    // Counts pairs as far apart as is asked for, since most are not: outliers make the range many bandwidths wide.
    void know_pairs(double furthest) {
        constexpr double most = bin_count - 2;
        const auto distances = static_cast<std::size_t>(furthest < most ? furthest : most) + 2;
        if (distances > pairs_.size()) pairs_ = pairs_by_distance(bins_, distances);
    }

    static constexpr double root_two_pi = 2.5066282746310002;
    static constexpr double negligible = 100;  // squared distances in h^2 from which the rest is below 1e-15 of the sum
    const Bins& bins_;
    std::vector<double> pairs_;
    double n_, pilot_ = 0;
};

struct Bracket {
    double low, high;
};

// Widens the bracket by turns, as R does, until the equation changes its sign in it. Many equal values have no
// solution.
std::optional<Bracket> bracket(SheatherJones& equation, Bracket range) {
    constexpr int tries = 40;
    for (int i = 0; i < tries; ++i) {
        if (equation(range.low) >= 0 && equation(range.high) <= 0) return range;
        i % 2 == 0 ? range.high *= 1.2 : range.low *= 0.8;
    }
    return std::nullopt;
}

// Bisection: the equation costs little and its root is wanted to a thousandth.
double root(SheatherJones& equation, Bracket range) {
    while (range.high - range.low > 1e-3 * range.low) {
        const double middle = (range.low + range.high) / 2;
        (equation(middle) > 0 ? range.low : range.high) = middle;
    }
    return (range.low + range.high) / 2;
}

std::optional<double> sheather_jones(std::span<const double> ascending, const Bins& bins) {
    const double deviation = *standard_deviation(ascending), spread = interquartile_range(ascending) / 1.349;
    const double scale = spread > 0 ? std::min(deviation, spread) : deviation;
    const auto n = static_cast<double>(ascending.size());
    const double largest = 1.144 * scale * std::pow(n, -0.2);
    SheatherJones equation{bins, n, scale};
    const auto range = bracket(equation, {0.1 * largest, largest});
    return range ? std::optional{root(equation, *range)} : std::nullopt;
}

double bandwidth_of(std::span<const double> ascending, const Bins& bins) {
    return sheather_jones(ascending, bins).value_or(*silverman_bandwidth(ascending));
}

// --- the curve -------------------------------------------------------------------------------------------------------

// The kernel at distances of whole bins, up to where it has fallen to 1e-8 of its peak.
std::vector<double> kernel_by_distance(double bandwidth, double bin_width, double n) {
    std::vector<double> kernel;
    for (std::size_t i = 0; i < bin_count; ++i) {
        const double z = static_cast<double>(i) * bin_width / bandwidth;
        if (z > 6) break;
        kernel.push_back(std::exp(-z * z / 2) / (n * bandwidth * std::sqrt(2 * std::numbers::pi)));
    }
    return kernel;
}

// Adds the kernel about one bin to the points in its reach.
void add_kernel(std::vector<double>& at_points, std::size_t bin, double weight, const std::vector<double>& kernel) {
    const std::size_t reach = kernel.size() - 1, first_bin = bin - std::min(bin, reach);
    const std::size_t last = std::min((bin + reach) / bins_per_point, density_points - 1);
    for (std::size_t point = (first_bin + bins_per_point - 1) / bins_per_point; point <= last; ++point) {
        const std::size_t at = point * bins_per_point;
        at_points[point] += weight * kernel[at < bin ? bin - at : at - bin];
    }
}

std::vector<double> smoothed(const Bins& bins, const std::vector<double>& kernel) {
    std::vector<double> at_points(density_points);
    for (std::size_t bin = 0; bin < bin_count; ++bin)
        if (bins.weight[bin] > 0) add_kernel(at_points, bin, bins.weight[bin], kernel);
    return at_points;
}

std::vector<double> points(const Bins& bins, double largest) {
    std::vector<double> x(density_points);
    for (std::size_t point = 0; point < density_points; ++point)
        x[point] = std::min(bins.origin + static_cast<double>(point * bins_per_point) * bins.width, largest);
    x.back() = largest;
    return x;
}

}  // namespace

std::optional<Density> density(std::span<const double> ascending) {
    if (!has_spread(ascending)) return std::nullopt;
    const Bins bins{ascending};
    const double bandwidth = std::max(bandwidth_of(ascending, bins), 0.5 * bins_per_point * bins.width);
    const auto kernel = kernel_by_distance(bandwidth, bins.width, static_cast<double>(ascending.size()));
    return Density{points(bins, ascending.back()), smoothed(bins, kernel), bandwidth};
}

std::optional<double> sheather_jones_bandwidth(std::span<const double> ascending) {
    if (!has_spread(ascending)) return std::nullopt;
    return bandwidth_of(ascending, Bins{ascending});
}

std::optional<double> silverman_bandwidth(std::span<const double> ascending) {
    if (!has_spread(ascending)) return std::nullopt;
    const double deviation = *standard_deviation(ascending), spread = interquartile_range(ascending) / 1.34;
    const double scale = spread > 0 ? std::min(deviation, spread) : deviation;
    return 0.9 * scale * std::pow(static_cast<double>(ascending.size()), -0.2);
}

}  // namespace benchfolio::stats
