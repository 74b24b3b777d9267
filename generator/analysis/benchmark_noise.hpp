// What was known, when a result came in, of how much the results of its series vary.
//
// - Sigma of a series: from the median absolute difference of its neighbours, drawn towards what its testbed and its
//   benchmark let expect, as if that were eight degrees of freedom: a CPU seen rarely lives on that. Differences are
//   not disturbed by steps. Of a benchmark with two modes, from their lower quartile.
// - Two modes: at least six jumps beyond five sigma that undid the jump before them, in at least 15 % of the
//   benchmark's results, of about one size.
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/run_noise.hpp"
#include "stats/rolling_order.hpp"

namespace benchfolio::analysis {

struct SeriesNoise {
    double sigma = 0;       // standard deviation of a value about its level
    double inflation = 1;   // of the variance of a mean, for what neighbours have in common
    double gap = 0;         // between the two modes of a benchmark that has two; 0 otherwise
    bool restless = false;  // it looked like two modes, and it was too early to tell

    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(sigma, inflation, gap, restless);
    }
};

// One measure of a benchmark on all its testbeds, as the results come in: series are counted from 0.
class BenchmarkNoise {
  public:
    explicit BenchmarkNoise(std::size_t series) : series_(series) {}

    // A result that counts, with what is known of its run.
    void admit(std::size_t series, double value, const RunNoise& run);
    // What is known by now.
    SeriesNoise of(std::size_t series, const RunNoise& run);

    // All it is made of, to be kept or restored: what the series have in common, and what is known of one.
    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(ratios_, jumps_, flips_, results_);
    }
    template <typename Visitor>
    void visit_state_of(std::size_t series, Visitor& visit) {
        visit(series_[series]);
    }

  private:
    static constexpr std::size_t remembered = 64;

    struct Memory {
        double last = 0;
        std::size_t count = 0, unchanged = 0;
        double last_jump = 0;  // signed
        stats::RollingOrder differences{remembered}, jumps{remembered};

        template <typename Visitor>
        void visit_state(Visitor& visit) {
            visit(last, count, unchanged, last_jump, differences, jumps);
        }
    };

    std::vector<Memory> series_;
    stats::RollingOrder ratios_{2 * remembered};  // of differences to the spread of their testbed
    stats::RollingOrder jumps_{2 * remembered};   // sizes of moves beyond the noise that undid another
    std::size_t flips_ = 0, results_ = 0;
    // typical^(m / (m + 6)) of the newest that was asked for: often it is asked for again.
    struct Drawn {
        double typical = 0, m = 0, value = 1;
    } drawn_;

    bool flips_often(std::size_t least, double share) const {
        return flips_ >= least && static_cast<double>(flips_) >= share * static_cast<double>(results_);
    }
    bool has_two_modes() const { return flips_often(6, 0.15) && jumps_.quantile(0.75) < 2 * jumps_.quantile(0.25); }

    void note_jump(Memory& memory, double jump, const RunNoise& run);
    double sigma(const Memory& memory, const RunNoise& run);
    double quiet_sigma(const Memory& memory, const RunNoise& run);
    double sigma_at(double scale, const Memory& memory, double p, double normal);
    double drawn(double typical, double m);
};

}  // namespace benchfolio::analysis
