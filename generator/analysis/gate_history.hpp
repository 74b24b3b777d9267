// What a new result is held against: which earlier results of its series count, and which of them are on the level that
// holds now.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/context.hpp"
#include "analysis/jump_record.hpp"
#include "analysis/report.hpp"
#include "analysis/thresholds.hpp"

namespace benchfolio::analysis {

// Results of one series before the new ones, by time.
struct Past {
    std::vector<std::uint32_t> run;
    std::vector<double> value;         // the estimates
    std::vector<std::uint32_t> level;  // ascending; a confirmed change begins the next one
};

// The part of it on the newest level.
std::vector<double> newest_level(const Past& past);

// What is asked again and again of one archive.
class GateHistory {
  public:
    GateHistory(const Context& context, const Report& report, const GateOptions& options);

    // The newest `most` results of the series that were there before run `head`, up to `base` where that is given: of
    // the same suite version, of the base branch where one is configured (runs that record no branch are taken to be of
    // it), with an estimate, not marked as outliers. Levels are those that had been confirmed by then.
    Past before(std::uint32_t series, std::uint32_t head, std::optional<std::uint32_t> base, std::size_t most) const;

    // Of other testbeds (analysis/jump_record.hpp) under the suite of run `head`, before it and up to `base`.
    SeenJumps elsewhere(std::uint32_t testbed, std::uint32_t measure, std::uint32_t head,
                        std::optional<std::uint32_t> base) const;

    // ln of the ratio of the two levels that a benchmark goes back and forth between, on each testbed where it does so
    // under this version of the suite.
    std::vector<double> flips(std::uint32_t benchmark, std::uint32_t measure, const model::Suite& suite) const;

  private:
    const Context& context_;
    const Report& report_;
    const GateOptions& options_;
    std::vector<std::vector<std::uint32_t>> changes_;  // by series: indices into Report::changes, by first run after
    JumpRecord jumps_;

    bool counts(std::size_t row, const model::Run& head) const;
};

}  // namespace benchfolio::analysis
