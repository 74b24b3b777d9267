// Which of several commits made a change: what those measured tell, and in which order to measure the others.
//
// One commit is taken to have made it, and everything that contains that commit to be on the new level, as git-bisect
// takes it. So a commit on the new level leaves itself and what it contains, one on the old level everything else.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace benchfolio::analysis {

// On which level the results of a commit are.
enum class Level { untested, before, after, unclear };

struct BisectedCommit {
    std::vector<std::uint32_t> parents;  // as far as they are in the list, where they stand after it
    Level level = Level::untested;
};

// A commit to measure. `round`: how many others are measured before it at the least, one after the other, until this
// one may be the next; 0 for the first.
struct BisectionStep {
    std::uint32_t commit = 0, round = 0;
    bool operator==(const BisectionStep&) const = default;
};

struct Bisection {
    std::vector<std::uint8_t> suspect;  // by commit: 1 where it may have made the change
    std::uint32_t suspects = 0;
    bool contradictory = false;  // the levels fit no single commit: none of them counts, and all are suspects
    std::vector<BisectionStep>
        steps;                 // by round: first the commit that halves what is left, then those that halve the halves
    std::uint32_t rounds = 0;  // one after the other, so many measurements are enough
};

// Commits of which each stands before its parents, all of them contained in the first bad one and none in the last good
// one. Time and memory grow with the square of their number, divided by 64.
Bisection bisection(std::span<const BisectedCommit> commits);
inline constexpr std::size_t most_bisected_commits = 20'000;

// Where a result lies between two levels: in the third (of the distance between their logarithms; where one is not
// positive, of the distance) about the middle it is unclear.
Level level_of(double value, double before, double after);

// How many runs of one commit it takes until their mean lies in its own third in 95 of 100 cases: the distance to the
// limit, a third of that between the levels, has to be 1.96 standard errors. `noise`: between runs, as a fraction.
// Nothing where the levels' ratio is not known or is 1.
std::optional<std::uint32_t> runs_to_tell(double noise, std::optional<double> ratio);

}  // namespace benchfolio::analysis
