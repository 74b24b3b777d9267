// Many tests at once: how sure each has to be.
#pragma once

#include <span>
#include <vector>

namespace benchfolio::stats {

// p values adjusted so that of those at most `q`, a share `q` is false on average: p(i) becomes the least of p(k) n / k
// over k >= i, at most 1 (Benjamini & Hochberg, "Controlling the False Discovery Rate", Journal of the Royal
// Statistical Society B 57 (1995)). Where nothing differs at all, the chance of any at most `q` is `q`. In the order
// given. Throws std::invalid_argument on NaN and infinities.
std::vector<double> false_discovery_adjusted(std::span<const double> p);

}  // namespace benchfolio::stats
