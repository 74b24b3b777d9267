#include "stats/rolling_order.hpp"

#include <algorithm>
#include <numeric>

namespace benchfolio::stats {

void RollingOrder::add(double value) {
    if (arrived_.size() < capacity_) {
        arrived_.push_back(value);
    } else {
        ascending_.erase(std::ranges::lower_bound(ascending_, arrived_[oldest_]));
        arrived_[oldest_] = value;
        oldest_ = (oldest_ + 1) % capacity_;
    }
    ascending_.insert(std::ranges::upper_bound(ascending_, value), value);
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
