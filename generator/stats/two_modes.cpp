#include "stats/two_modes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "stats/finite.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::stats {
namespace {

constexpr double least_share = 0.15, least_distance = 4, of_normal_values = 1.4826;
constexpr std::size_t least_flips = 6;

// How many of the ascending values form the lower part.
std::size_t best_division(std::span<const double> ascending) {
    const auto n = ascending.size();
    const auto least = static_cast<std::size_t>(std::ceil(least_share * static_cast<double>(n)));
    double total = 0, sum = 0, most = -1;
    for (const double value : ascending) total += value - ascending[0];
    std::size_t best = 0;
    for (std::size_t i = 1; i < n; ++i) {
        sum += ascending[i - 1] - ascending[0];
        if (i < least || n - i < least) continue;
        const auto below = static_cast<double>(i), above = static_cast<double>(n - i);
        const double distance = (total - sum) / above - sum / below;
        if (const double between = distance * distance * below * above; between > most) most = between, best = i;
    }
    return best;
}

double pooled_deviation(std::span<const double> ascending, std::size_t division, double low, double high) {
    std::vector<double> distances;
    for (std::size_t i = 0; i < ascending.size(); ++i)
        distances.push_back(std::abs(ascending[i] - (i < division ? low : high)));
    return of_normal_values * *median_in_place(distances);
}

std::size_t count_flips(std::span<const double> values, double border) {
    std::size_t flips = 0;
    for (std::size_t i = 1; i < values.size(); ++i)
        if ((values[i] > border) != (values[i - 1] > border)) ++flips;
    return flips;
}

double cost_of(std::span<const double> values, double level, double gap, double sigma) {
    const double per_square = 1 / (sigma * sigma);
    double cost = 0;
    for (const double value : values) {
        const double distance = residual(value, level, gap);
        cost += std::min(distance * distance * per_square, mode_cost_limit);
    }
    return cost;
}

// The mean of what the values say about the level, outliers left out.
double refined(std::span<const double> values, double level, double gap, double sigma) {
    const double farthest = mode_cost_limit * sigma * sigma;
    double sum = 0, count = 0;
    for (const double value : values) {  // without a branch on the values, which no processor could foretell
        const double distance = residual(value, level, gap);
        const bool near = distance * distance < farthest;
        sum += near ? distance : 0;
        count += near ? 1 : 0;
    }
    return count > 0 ? level + sum / count : level;
}

}  // namespace

std::optional<TwoModes> two_modes(std::span<const double> values) {
    const std::vector<double> sorted = ascending(values);
    if (sorted.size() <= least_flips) return std::nullopt;
    const std::size_t division = best_division(sorted);
    if (division == 0 || sorted.front() == sorted.back()) return std::nullopt;
    const double low = *median(std::span{sorted}.first(division)), high = *median(std::span{sorted}.subspan(division));
    if (!(high - low > least_distance * pooled_deviation(sorted, division, low, high))) return std::nullopt;
    const std::size_t flips = count_flips(values, (sorted[division - 1] + sorted[division]) / 2);
    if (flips < least_flips) return std::nullopt;
    return TwoModes{low, high, static_cast<double>(sorted.size() - division) / static_cast<double>(sorted.size()),
                    flips};
}

ModeFit fit_two_modes_near(std::span<const double> values, double gap, double sigma, double level) {
    level = refined(values, refined(values, level, gap, sigma), gap, sigma);
    return {level, cost_of(values, level, gap, sigma)};
}

ModeFit fit_two_modes(std::span<const double> values, double gap, double sigma, double hint) {
    constexpr std::size_t tried = 6;
    constexpr double alike = 1;  // in sigma: starts no further apart lead to the same level
    ModeFit best = fit_two_modes_near(values, gap, sigma, hint);
    std::array<double, 2 * tried + 1> starts{hint};
    std::size_t started = 1;
    const auto consider = [&](double level) {
        const auto same = [&](double start) { return std::abs(level - start) < alike * sigma; };
        if (std::any_of(starts.begin(), starts.begin() + static_cast<std::ptrdiff_t>(started), same)) return;
        starts[started++] = level;
        const ModeFit found = fit_two_modes_near(values, gap, sigma, level);
        const bool nearer = std::abs(found.level - hint) < std::abs(best.level - hint);
        if (found.cost < best.cost - 2 || (found.cost <= best.cost + 2 && nearer)) best = found;
    };
    for (const double value : values.last(std::min(values.size(), tried))) {
        consider(value);
        consider(value - gap);
    }
    return best;
}

}  // namespace benchfolio::stats
