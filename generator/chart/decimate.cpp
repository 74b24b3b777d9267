#include "chart/decimate.hpp"

#include <algorithm>
#include <numeric>

namespace benchfolio::chart {
namespace {

void keep_extremes(std::span<const double> values, std::size_t first, std::size_t last,
                   std::vector<std::size_t>& kept) {
    const auto [low, high] = std::minmax_element(values.begin() + static_cast<std::ptrdiff_t>(first),
                                                 values.begin() + static_cast<std::ptrdiff_t>(last));
    const auto a = static_cast<std::size_t>(low - values.begin()), b = static_cast<std::size_t>(high - values.begin());
    kept.push_back(std::min(a, b));
    if (a != b) kept.push_back(std::max(a, b));
}

}  // namespace

std::vector<std::size_t> decimate(std::span<const double> values, std::size_t budget) {
    std::vector<std::size_t> kept;
    if (values.size() <= budget) {
        kept.resize(values.size());
        std::iota(kept.begin(), kept.end(), std::size_t{0});
        return kept;
    }
    const std::size_t stretches = budget / 2;
    for (std::size_t i = 0; i < stretches; ++i)
        keep_extremes(values, values.size() * i / stretches, values.size() * (i + 1) / stretches, kept);
    return kept;
}

}  // namespace benchfolio::chart
