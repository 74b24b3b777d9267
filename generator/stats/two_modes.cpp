#include "stats/two_modes.hpp"

#include <algorithm>
#include <cmath>

namespace benchfolio::stats {
namespace {

// Distance to the nearer mode.
double residual(double value, double level, double gap) {
    const double above = value - level;
    return above > gap / 2 ? above - gap : above;
}

double cost_of(std::span<const double> values, double level, double gap, double sigma) {
    double cost = 0;
    for (const double value : values) {
        const double distance = residual(value, level, gap) / sigma;
        cost += std::min(distance * distance, mode_cost_limit);
    }
    return cost;
}

// The mean of what the values say about the level, outliers left out.
double refined(std::span<const double> values, double level, double gap, double sigma) {
    double sum = 0, count = 0;
    for (const double value : values)
        if (const double distance = residual(value, level, gap); distance * distance < mode_cost_limit * sigma * sigma)
            sum += distance, count += 1;
    return count > 0 ? level + sum / count : level;
}

}  // namespace

ModeFit fit_two_modes(std::span<const double> values, double gap, double sigma, double hint) {
    constexpr std::size_t tried = 6;
    ModeFit best{hint, cost_of(values, hint, gap, sigma)};
    const auto consider = [&](double level) {
        for (int i = 0; i < 2; ++i) level = refined(values, level, gap, sigma);
        const double cost = cost_of(values, level, gap, sigma);
        const bool nearer = std::abs(level - hint) < std::abs(best.level - hint);
        if (cost < best.cost - 2 || (cost <= best.cost + 2 && nearer)) best = {level, cost};
    };
    best = {refined(values, hint, gap, sigma), 0};
    best.cost = cost_of(values, best.level, gap, sigma);
    for (const double value : values.last(std::min(values.size(), tried))) {
        consider(value);
        consider(value - gap);
    }
    return best;
}

}  // namespace benchfolio::stats
