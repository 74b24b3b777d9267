#include "stats/rolling_order.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include "stats/ordered.hpp"

namespace benchfolio::stats {
void RollingOrder::add(double value) {
    const auto place_of = [&](double wanted) {
        return ascending_.begin() +
               static_cast<std::ptrdiff_t>(count_below(std::span<const double>{ascending_}, wanted));
    };
    const auto at = place_of(value);
    if (arrived_.size() < capacity_) {
        if (arrived_.empty()) arrived_.reserve(capacity_);
        ascending_.insert(at, value);
        arrived_.push_back(value);
        return;
    }
    // Only what lies between the place of the value that leaves and that of the one that comes has to move.
    const auto leaving = place_of(arrived_[oldest_]);
    if (leaving < at)
        *std::move(leaving + 1, at, leaving) = value;
    else
        std::move_backward(at, leaving, leaving + 1), *at = value;
    arrived_[oldest_] = value;
    if (++oldest_ == capacity_) oldest_ = 0;
}

double RollingOrder::mean() const {
    if (ascending_.empty()) return 0;
    return std::accumulate(ascending_.begin(), ascending_.end(), 0.0) / static_cast<double>(ascending_.size());
}

}  // namespace benchfolio::stats
