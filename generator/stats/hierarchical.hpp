// Does a whole suite of paired samples move to one side, and by how much at least?
//
// The hierarchical performance test of Chen, Guo, Temam, Wu & Hu, "Statistical Performance Comparisons of Computers",
// IEEE Transactions on Computers 64 (2015): each pair is tested by itself; a difference that is not significant counts
// as zero, a tie, and is not dropped; then Wilcoxon's signed-rank test over the differences, zeros sharing the lowest
// ranks, half of them on either side. At what confidence it says "more than s" follows from the same with s taken off
// one side's values; the largest such s is what is gained at least.
//
// A test with s taken off is one question of where s lies: not within the interval of differences that the test of the
// pair does not reject. So each pair is its difference and that interval, once, and all s are asked of those. No
// benchmark is more significant for a larger s, so the sum of ranks never grows with s and the largest s is well
// defined.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "stats/interval.hpp"

namespace benchfolio::stats {

struct TestedDifference {
    double value = 0;
    std::optional<Interval> not_rejected;  // closed, holds the value; nothing: cannot be tested, a tie whatever s is
};

struct HierarchicalTest {
    double positive = 0, negative = 0;  // sums of ranks of value - s
    std::size_t ties = 0;
    // That the differences are more than s: 1 - P(a sum as large by chance), one-sided. Exact up to 50 differences
    // (each rank 1 to n falls to either side with probability 1/2; a half is rounded down), beyond by the normal
    // distribution with mean n(n + 1) / 4, variance n(n + 1)(2n + 1) / 24 and correction for continuity: as of distinct
    // ranks, which is no bolder than with ties.
    double confidence = 0;
};

// Nothing where there are no differences. Throws std::invalid_argument on NaN and infinities.
std::optional<HierarchicalTest> hierarchical_test(std::span<const TestedDifference> differences, double s = 0);

// The largest s >= 0 for which the confidence that the differences are more than s is at least this, to 1e-9; nothing
// where it is less even for s = 0. `confidence` in [0.5, 1). Throws as above.
std::optional<double> at_least(std::span<const TestedDifference> differences, double confidence);

// The differences "second less first" that the rank-sum test (stats/rank_test.hpp) does not reject at 1 - level,
// two-sided: from the k-th smallest to the k-th largest of all pairwise differences, k the smallest number with
// P(U <= k) > (1 - level) / 2 (Hodges & Lehmann; Hollander & Wolfe, Nonparametric Statistical Methods, 1999, section
// 4.3). The distribution of U without ties is exact where both sizes are at most 20, else normal with correction for
// continuity. Nothing where no arrangement of so few values is as rare. Time and memory are as the product of the
// sizes. Throws as above.
std::optional<Interval> rank_sum_interval(std::span<const double> first, std::span<const double> second,
                                          double level = 0.95);

}  // namespace benchfolio::stats
