// What is off for once all over an archive: a testbed with a short history has not yet seen what its sisters, rented
// from the same host, have.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "analysis/background.hpp"
#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// Sizes on a log scale, more is worse, of jumps of single results and of whole runs; what they are out of.
struct SeenJumps {
    std::vector<double> results, runs;
    std::size_t all_results = 0, all_runs = 0;
};

class JumpRecord {
  public:
    // Over the steps of the report, by testbed and measure (analysis/background.hpp).
    JumpRecord(const Context& context, const Report& report);

    // On all testbeds but this one, in runs before `run`.
    SeenJumps elsewhere(std::uint32_t testbed, std::uint32_t measure, std::uint32_t run) const;

  private:
    struct Record {  // run: as in the history
        std::vector<Jump> jumps, shift_jumps;
        std::vector<std::pair<std::uint32_t, std::size_t>> results;  // by run: how many up to it
    };
    std::map<std::pair<std::uint32_t, std::uint32_t>, Record> records_;  // by measure, testbed

    static Record record_of(const Context& context, const Report& report, const std::vector<std::uint32_t>& series);
};

}  // namespace benchfolio::analysis
