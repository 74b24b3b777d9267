// The gate where no threshold is configured: is a new result worse than its history, all things considered?
//
// - A result is held against the level of its benchmark, with the shift of its run taken off (analysis/background.hpp).
//   What is left, over its standard error, follows Student's t where nothing changed; the error is that of a
//   prediction, deviation x sqrt(v(k) + 1/n) for n runs of history and the median of k new runs.
// - The shift itself is a test like any other. Where it is significant and no busy host is known to do that here, it is
//   no host but a change of the whole suite, and nothing is taken off.
// - Holm's correction over all these tests keeps false alarms of one invocation, over all its benchmarks, below
//   `noise_share` of the configured rate.
// - Jumps obey no bell curve: on many testbeds one result in some hundred is off by half or more, once. So a change
// that
//   is beyond the noise counts only if it is unlikely, below `jump_share` of the rate, that as many results of one
//   invocation jump like this by themselves: a jump of a size that the history does not know, of several benchmarks
//   at once, or again in a second run. Else it is amber, and a second run tells.
//
// Measured over simulated histories of 30 runs x 300 benchmarks as tests/analysis/gate_rate_test.cpp has them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/background.hpp"

namespace benchfolio::analysis {

inline constexpr double noise_share = 0.4, jump_share = 0.2;

// What was measured of one benchmark in the new runs. Logarithms here, as those of the history, are negated where
// higher is better: more is worse.
struct NewValues {
    std::vector<double> of_run;  // by new run; model::absent where it lacks the benchmark
};

// A change on the log scale, and how sure it is.
struct Finding {
    double change = 0, error = 0, degrees = 0;  // error: its standard error; degrees 0: not known
    double p_worse = 1, p_better = 1;           // one-sided
    double jump_p = 0;     // that as many results jump like this without a change; 0: it is no jump
    double jump_rate = 0;  // of one result
    std::uint32_t n = 0;   // runs on the newest level
    double level = 0;      // ln of what was to be expected: change is from there

    double low() const;  // 95 % interval of the change
    double high() const;
};

class DefaultRule {
  public:
    // `past` and `values` by benchmark; `runs` is how many past runs there are.
    DefaultRule(std::span<const PastSeries> past, std::uint32_t runs, std::span<const NewValues> values);

    bool knows_shift() const { return background_.shift.degrees > 0; }
    std::size_t past_runs() const { return background_.runs; }
    Finding shift() const;
    // By benchmark. `off`: whether the new runs' shifts are taken off.
    std::vector<Finding> findings(bool off) const;

  private:
    Background background_;
    std::vector<std::vector<double>> rest_;  // by benchmark, new run: what its level leaves
    std::vector<double> shifts_;             // by new run

    std::vector<double> changes_of(std::size_t benchmark, bool off) const;
    Finding finding(std::size_t benchmark, bool off) const;
    void find_jumps(std::vector<Finding>& findings) const;
};

// Variance of the median of k normal values of variance 1: exact for k = 1, within 3 % for k >= 3 (pi / 2k for many:
// Kendall & Stuart, The Advanced Theory of Statistics, volume 1, section 10.10), a little too large for k = 2.
double variance_of_median(std::size_t k);

}  // namespace benchfolio::analysis
