// Sorting the samples of one result after the other.
#pragma once

#include <span>
#include <vector>

namespace benchfolio::stats {

// Sorts finite values in ascending order, about twice as fast as std::sort where they come in no order: a merge sort
// without branches that the processor would have to guess. Keeps its memory for the next ones.
class Sorter {
  public:
    void operator()(std::span<double> values);

  private:
    std::vector<double> room_;
};

}  // namespace benchfolio::stats
