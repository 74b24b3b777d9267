// The value at a rank, without sorting.
#pragma once

#include <cstddef>
#include <span>

namespace benchfolio::stats {

// Reorders the values as std::nth_element does: the one at `rank`, which must be less than their number, is the one
// that sorting would put there; none before it is larger and none after it is less. The values must be finite; that is
// not checked here. Linear time (Hoare, "Algorithm 65: Find", Communications of the ACM 4 (1961)).
void select(std::span<double> values, std::size_t rank);

}  // namespace benchfolio::stats
