// Do paired differences tend to one side?
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace benchfolio::stats {

struct SignedRankTest {
    double positive = 0, negative = 0;  // sums of ranks
    double p = 1;                       // two-sided
    bool exact = false;                 // else from the normal distribution
};

inline constexpr std::size_t exact_signed_rank_test = 50;

// Wilcoxon, "Individual Comparisons by Ranking Methods", Biometrics Bulletin 1 (1945): the differences ranked by their
// size, equal ones sharing their mean rank. Differences of zero are not dropped: they take the lowest ranks, and both
// sums get one half of theirs (Demsar, "Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7 (2006),
// as Chen et al., "Statistical Performance Comparisons of Computers", IEEE Transactions on Computers 64 (2015), do).
// Under the hypothesis every rank falls to either side with probability 1/2, exactly up to 50 differences, beyond by
// the normal distribution with the same variance and correction for continuity. Nothing where there are no differences.
// Throws std::invalid_argument on NaN and infinities.
std::optional<SignedRankTest> signed_rank_test(std::span<const double> differences);

}  // namespace benchfolio::stats
