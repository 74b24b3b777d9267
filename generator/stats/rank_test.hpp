// Do the values of one sample tend to be larger than those of another?
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace benchfolio::stats {

struct RankTest {
    double statistic = 0;  // Mann-Whitney U of the first sample: how many pairs it wins, a tie counting one half
    double p = 1;          // two-sided
    bool exact = false;    // else from the normal distribution
};

// Samples up to these sizes are tested exactly.
inline constexpr std::size_t exact_rank_test = 50, exact_rank_test_with_ties = 25;

// Mann & Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other", Annals of
// Mathematical Statistics 18 (1947). Exact: every choice of the first sample's places among all values is as likely,
// tied values sharing their mean rank, counted as in Streitberg & Röhmel, "Exact Distributions for Permutation and Rank
// Tests", Statistical Software Newsletter 12 (1986). Else normal, with the corrections for ties and continuity of
// Lehmann, Nonparametrics, 1975, section 1.2 to 1.4. p = min(1, 2 min(P(<=), P(>=))). Nothing where a sample is empty.
// Throws std::invalid_argument on NaN and infinities.
std::optional<RankTest> rank_sum_test(std::span<const double> first, std::span<const double> second);

// The smallest p that samples of these sizes can have: 2 / C(n + m, n), at most 1. Below four values a side it is above
// 5 %, whatever the values are.
double smallest_rank_sum_p(std::size_t n, std::size_t m);

}  // namespace benchfolio::stats
