// The places of values in order, and what sums of them are likely. Used inside this room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace benchfolio::stats {

// Values that are equal, and the rank they share: the mean of their places counted from 1, doubled to stay whole.
struct RankGroup {
    double value = 0;
    std::uint32_t size = 0, doubled_rank = 0;
};

// In ascending order of the values, which must be ascending.
std::vector<RankGroup> rank_groups(std::span<const double> ascending);

// Probabilities that a sum of doubled ranks is at most, and at least, what was seen.
struct Tails {
    double at_most = 1, at_least = 1;
    double two_sided() const;  // min(1, 2 min)
};

// From how many ways lead to each sum; `seen` is one of them.
Tails tails_of(std::span<const double> ways, std::size_t seen);

// Of the normal distribution: `distance` from the mean in standard deviations, after correction for continuity.
double normal_two_sided_p(double distance);

}  // namespace benchfolio::stats
