// The gate where no threshold is configured: is a new result worse than its history, all things considered?
//
// - A result is held against the level of its benchmark, with the shift of its run taken off (analysis/background.hpp).
//   What is left, over its standard error, follows Student's t where nothing changed; the error is that of a
//   prediction, deviation x sqrt(v(k) + 1/n) for n runs of history and the median of k new runs.
// - The shift itself is a test like any other. Where it is significant and no busy host is known to do that here, it is
//   no host but a change of the whole suite, and nothing is taken off.
// - Holm's correction over all these tests keeps false alarms of one invocation, over all its benchmarks, below
//   `noise_share` of the configured rate.
// - Jumps obey no bell curve: on many testbeds one result in some hundred is off by half or more, once, so that among
//   300 two at once are ordinary. A change that is beyond the noise and of a kind known to come by itself
//   (analysis/jump_chance.hpp: of other benchmarks, on other testbeds) counts only if it is unlikely, below
//   `jump_share` of the rate, that so many results of one invocation jump: a size that nothing here jumps by, many
//   benchmarks at once, or the same again in a second run. Else it is amber, and a second run tells.
// - A benchmark that went about as far before by itself, or that goes back and forth between two levels so far apart on
//   other CPUs, does just that once more: amber, too.
// - A run that is slower as a whole may be a regression of the whole suite or a busy host: one run alone cannot tell
//   but by size and by what hosts are known to do. So it is red at once where no run of the archive, on any testbed,
//   was off like this (+10 %, where busy hosts cost 25 %), even if there are few; else, as sure as `shift_share` of
//   the rate, in a second run. The first busy host that an archive sees is thus red, once.
//
// What that comes to is measured by tests/analysis/gate_rate_test.cpp, over simulated histories.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/background.hpp"
#include "analysis/jump_chance.hpp"
#include "analysis/jump_record.hpp"

namespace benchfolio::analysis {

inline constexpr double noise_share = 0.4, jump_share = 0.1, shift_share = 0.02;

// What was measured of one benchmark in the new runs. Logarithms here, as those of the history, are negated where
// higher is better: more is worse.
struct NewValues {
    std::vector<double> of_run;  // by new run; model::absent where it lacks the benchmark
    std::vector<double> flips;   // ln of the ratio of its two levels, on each testbed where it has two
};

// A change on the log scale, and how sure it is.
struct Finding {
    double change = 0, error = 0, degrees = 0;  // error: its standard error; degrees 0: not known
    double half_interval = 0;                   // of 95 %
    double p_worse = 1, p_better = 1;           // one-sided
    bool usual = false;                         // the benchmark does that by itself
    double jump_p = 0;       // that as many results jump like this without a change; 0: it is no jump
    JumpChance::Seen jumps;  // that it may be one of
    std::uint32_t n = 0;     // runs on the newest level
    double level = 0;        // ln of what was to be expected: change is from there

    double low() const;  // 95 % interval of the change
    double high() const;
};

class DefaultRule {
  public:
    // `past` and `values` by benchmark; `runs` is how many past runs there are.
    DefaultRule(std::span<const PastSeries> past, std::uint32_t runs, std::span<const NewValues> values,
                const SeenJumps& elsewhere = {});

    bool knows_shift() const { return background_.shift.degrees > 0; }
    Finding shift() const;
    // By benchmark. `off`: whether the new runs' shifts are taken off.
    std::vector<Finding> findings(bool off) const;

  private:
    Background background_;
    std::vector<std::vector<double>> rest_;   // by benchmark, new run: what its level leaves
    std::vector<double> shifts_;              // by new run
    std::vector<std::vector<double>> flips_;  // by benchmark
    JumpChance jumps_, shift_jumps_;

    std::vector<double> changes_of(std::size_t benchmark, bool off) const;
    Finding finding(std::size_t benchmark, bool off) const;
    bool is_usual(std::size_t benchmark, double change) const;
    void find_jumps(std::vector<Finding>& findings) const;
    std::size_t jumping_runs(std::size_t benchmark, double direction) const;
};

// Variance of the median of k normal values of variance 1: exact for k = 1, within 3 % for k >= 3 (pi / 2k for many:
// Kendall & Stuart, The Advanced Theory of Statistics, volume 1, section 10.10), a little too large for k = 2.
double variance_of_median(std::size_t k);

}  // namespace benchfolio::analysis
