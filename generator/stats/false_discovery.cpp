#include "stats/false_discovery.hpp"

#include <algorithm>
#include <numeric>

#include "stats/finite.hpp"

namespace benchfolio::stats {

std::vector<double> false_discovery_adjusted(std::span<const double> p) {
    require_finite(p);
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return p[i]; });
    std::vector<double> adjusted(p.size());
    double least = 1;
    for (std::size_t k = p.size(); k > 0; --k) {
        least = std::min(least, p[order[k - 1]] * static_cast<double>(p.size()) / static_cast<double>(k));
        adjusted[order[k - 1]] = least;
    }
    return adjusted;
}

}  // namespace benchfolio::stats
