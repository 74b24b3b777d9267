// How likely it is that results, or runs, are off by themselves: jumps (analysis/background.hpp) counted together.
//
// - A kind: how far a jump goes says little, known ones differ by much. Any jump in the direction of known ones is of
//   their kind if it goes at least half as far as nine in ten of them and at most twice as far as the farthest.
// - A rate: the share of the results that jump so is estimated, with all the doubt that belongs to an estimate: it has
//   a beta distribution, from Jeffreys' prior (Gelman et al., Bayesian Data Analysis, 3rd edition, section 2.4), what
//   the testbed's own history has, and what the archive's other testbeds have. These count for no more than
//   `borrowed` results, for testbeds differ.
// - A chance: that many of so many new results jump, given this (beta binomial).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/background.hpp"

namespace benchfolio::analysis {

class JumpChance {
  public:
    struct Seen {
        std::size_t jumps = 0, of = 0;
    };

    JumpChance(std::span<const Jump> own, std::size_t all_own, std::span<const double> elsewhere,
               std::size_t all_elsewhere, std::size_t borrowed);

    // Whether jumps like this are known at all.
    bool knows(double size) const;
    // On this testbed and elsewhere, in the direction of `size`.
    Seen seen(double size) const;

    // That at least `count` of `trials` results jump in the direction of `size`, each in at least `again` of `runs` new
    // runs.
    double of(double size, std::size_t count, std::size_t trials, std::size_t again, std::size_t runs) const;

  private:
    struct Side {
        std::vector<double> sizes;  // absolute, ascending
        double own = 0;             // jumps
        double nearest = 0, farthest = 0;
    };
    Side worse_, better_;
    double all_own_, all_elsewhere_, borrowed_;

    const Side& side(double size) const { return size > 0 ? worse_ : better_; }
};

}  // namespace benchfolio::analysis
