#include "stats/holm.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace benchfolio::stats {

std::vector<double> holm_adjusted(std::span<const double> p) {
    if (!std::ranges::all_of(p, [](double each) { return each >= 0 && each <= 1; }))
        throw std::invalid_argument{"a p-value lies outside [0, 1]"};
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
    std::vector<double> adjusted(p.size());
    double largest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        largest = std::max(largest, static_cast<double>(order.size() - rank) * p[order[rank]]);
        adjusted[order[rank]] = std::min(1.0, largest);
    }
    return adjusted;
}

}  // namespace benchfolio::stats
