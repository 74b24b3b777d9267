#include "stats/rolling_order.hpp"

#include <algorithm>
#include <numeric>

namespace benchfolio::stats {
namespace {

// std::ranges::lower_bound without a branch on the values, which no processor could foretell here.
std::vector<double>::iterator first_not_below(std::vector<double>& ascending, double value) {
    auto at = ascending.begin();
    for (auto left = std::ssize(ascending); left > 0;) {
        const auto half = (left + 1) / 2;
        at += *(at + half - 1) < value ? half : 0;
        left -= half;
    }
    return at;
}

}  // namespace

void RollingOrder::add(double value) {
    const auto at = first_not_below(ascending_, value);
    if (arrived_.size() < capacity_) {
        ascending_.insert(at, value);
        arrived_.push_back(value);
        return;
    }
    // Only what lies between the place of the value that leaves and that of the one that comes has to move.
    const auto leaving = first_not_below(ascending_, arrived_[oldest_]);
    if (leaving < at)
        *std::move(leaving + 1, at, leaving) = value;
    else
        std::move_backward(at, leaving, leaving + 1), *at = value;
    arrived_[oldest_] = value;
    if (++oldest_ == capacity_) oldest_ = 0;
}

double RollingOrder::quantile(double p) const {
    if (ascending_.empty()) return 0;
    const auto rank = static_cast<std::size_t>(p * static_cast<double>(ascending_.size()));
    return ascending_[std::min(rank, ascending_.size() - 1)];
}

double RollingOrder::mean() const {
    if (ascending_.empty()) return 0;
    return std::accumulate(ascending_.begin(), ascending_.end(), 0.0) / static_cast<double>(ascending_.size());
}

}  // namespace benchfolio::stats
