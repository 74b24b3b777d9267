// What the testbeds of a benchmark say, each for itself, of one change of its level.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "analysis/track.hpp"

namespace benchfolio::analysis {

// A change lies after one run and not after another.
struct RunRange {
    std::uint32_t last_before = 0, first_after = 0;  // runs
};

// What two ranges have in common; the first where that is nothing.
RunRange narrowed(RunRange range, RunRange by);

// How one series stands to a change.
struct Vote {
    std::size_t member = 0;  // whose series it is
    std::size_t at = 0, before = 0, after = 0;
    double difference = 0, error = 0, gain = 0;

    double counted() const;  // of the gain: a single run may be an outlier
    bool agrees(double with) const;
};

// At the place that fits best among those that mean the same to the others.
Vote vote_on(const Track& track, RunRange range);

// Mean of the differences, the surer the heavier.
double agreed_difference(std::span<const Vote> votes);
// Whether they are enough in sum, though none may be alone.
bool stand_together(std::span<const Vote> votes);
// Whether it is enough for the series itself.
bool stands_alone(const Vote& vote, const Track& track);
// Whether two modes may have shown one after the other.
bool may_be_chance(std::span<const Vote> votes);

}  // namespace benchfolio::analysis
