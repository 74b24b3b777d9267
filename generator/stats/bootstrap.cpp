#include "stats/bootstrap.hpp"

#include <algorithm>
#include <array>

#include "stats/finite.hpp"
#include "stats/quantile.hpp"
#include "stats/random.hpp"

namespace benchfolio::stats {
namespace {

double resampled_mean(std::span<const double> values, SplitMix64& random) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += values[random.below(values.size())];
    return sum / static_cast<double>(values.size());
}

}  // namespace

std::optional<Interval> bootstrap_mean_interval(std::span<const double> values, std::uint64_t seed, double level) {
    require_finite(values);
    if (values.size() < 2) return std::nullopt;
    SplitMix64 random{seed};
    std::array<double, bootstrap_replicates> means;
    std::ranges::generate(means, [&] { return resampled_mean(values, random); });
    const double tail = (1 - level) / 2;
    const double low = quantile_in_place(means, tail);
    return Interval{low, quantile_in_place(means, 1 - tail)};
}

}  // namespace benchfolio::stats
