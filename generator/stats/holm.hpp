// Many tests, one rate of false alarms.
#pragma once

#include <span>
#include <vector>

namespace benchfolio::stats {

// What each p counts for where all of them were looked at: those at or below alpha are the hypotheses that Holm's
// sequentially rejective procedure rejects, which rejects a true one with probability alpha at most, however the tests
// depend on each other (Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of
// Statistics 6 (1979)). The k-th smallest of m becomes the largest of (m - j + 1) p_(j) over j <= k, at most 1. In the
// order of `p`. Throws std::invalid_argument on a p outside [0, 1].
std::vector<double> holm_adjusted(std::span<const double> p);

}  // namespace benchfolio::stats
