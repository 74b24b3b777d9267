#include "stats/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace benchfolio::stats {

std::vector<RankGroup> rank_groups(std::span<const double> ascending) {
    std::vector<RankGroup> groups;
    for (std::size_t i = 0; i < ascending.size();) {
        std::size_t end = i + 1;
        while (end < ascending.size() && ascending[end] == ascending[i]) ++end;
        groups.push_back({ascending[i], static_cast<std::uint32_t>(end - i), static_cast<std::uint32_t>(i + 1 + end)});
        i = end;
    }
    return groups;
}

double Tails::two_sided() const {
    return std::min(1.0, 2 * std::min(at_most, at_least));
}

Tails tails_of(std::span<const double> ways, std::size_t seen) {
    const double all = std::accumulate(ways.begin(), ways.end(), 0.0);
    const auto at = ways.begin() + static_cast<std::ptrdiff_t>(seen);
    return {std::accumulate(ways.begin(), at + 1, 0.0) / all, std::accumulate(at, ways.end(), 0.0) / all};
}

double normal_two_sided_p(double distance) {
    return std::min(1.0, std::erfc(std::max(0.0, distance) / std::numbers::sqrt2));
}

}  // namespace benchfolio::stats
