#include "stats/level_scan.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "stats/few.hpp"
#include "stats/finite.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::stats {
namespace {

constexpr double clip = 3.5;              // in sigma
constexpr std::size_t neighbourhood = 2;  // values on each side

}  // namespace

void LevelScan::push(double value, double sigma) {
    require_finite(std::array{value, sigma});
    values_.push_back(value);
    reach_.push_back(clip * sigma);
    if (sums_.empty()) sums_.push_back(0);
    sums_.push_back(0);
    const std::size_t n = values_.size();
    const bool anew =
        n <= 16 || (n & (n - 1)) == 0;  // what is an outlier is judged again, now that sigma is better known
    if (anew) std::ranges::fill(reach_, clip * sigma);
    for (std::size_t at = anew ? 0 : n - std::min<std::size_t>(n, neighbourhood + 1); at < n; ++at) settle(at);
}

void LevelScan::settle(std::size_t at) {
    sums_[at + 1] = sums_[at] + (clipped(at) - values_[0]);
}

double LevelScan::clipped(std::size_t at) const {
    constexpr std::size_t width = 2 * neighbourhood + 1;
    const std::size_t n = values_.size(), count = std::min(n, width);
    const std::size_t first = std::min(at - std::min(at, neighbourhood), n - count);
    const double centre = centre_of_few(std::span{values_}.subspan(first, count));
    return std::clamp(values_[at], centre - reach_[at], centre + reach_[at]);
}

namespace {

// The median; of two values the one that lies nearer to `other`, so that a single outlier proves nothing.
double wary_median(std::span<double> values, double other) {
    if (values.size() != 2) return *median_in_place(values);
    return std::abs(values[0] - other) < std::abs(values[1] - other) ? values[0] : values[1];
}

}  // namespace

LevelScan::Shift LevelScan::robust_shift(std::size_t first, std::size_t at, std::size_t last) const {
    const std::size_t low = std::max(first, at - std::min(at, window)), high = std::min(last, at + window);
    std::array<double, 2 * window> copies{};
    std::ranges::copy(std::span{values_}.subspan(low, high - low), copies.begin());
    const auto before = std::span{copies}.first(at - low), after = std::span{copies}.subspan(at - low, high - at);
    const auto n = static_cast<double>(before.size()), m = static_cast<double>(after.size());
    double left = *median_in_place(before);
    const double right = wary_median(after, left);
    if (before.size() == 2) left = wary_median(before, right);
    return {right - left, n * m / (n + m)};
}

}  // namespace benchfolio::stats
