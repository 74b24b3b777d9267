// Order statistics of the newest values of a stream.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace benchfolio::stats {

// Keeps the newest `capacity` values in order. Adding one costs a search and a move of memory.
class RollingOrder {
  public:
    explicit RollingOrder(std::size_t capacity) : capacity_{capacity} {}

    void add(double value);
    std::size_t size() const { return ascending_.size(); }
    // The value at rank floor(p size); 0 where there is none.
    double quantile(double p) const {
        if (ascending_.empty()) return 0;
        const auto rank = static_cast<std::size_t>(p * static_cast<double>(ascending_.size()));
        return ascending_[std::min(rank, ascending_.size() - 1)];
    }
    double mean() const;  // 0 where there is none

    // All it is made of, to be kept or restored.
    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(oldest_, ascending_, arrived_);
    }

  private:
    std::size_t capacity_, oldest_ = 0;
    std::vector<double> ascending_, arrived_;  // arrived_: a ring, its oldest value at oldest_
};

}  // namespace benchfolio::stats
