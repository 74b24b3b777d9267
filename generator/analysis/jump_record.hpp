// What is off for once all over an archive: a testbed with a short history has not yet seen what its sisters, rented
// from the same host, have.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
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
    // What one version of the suite measured of a series: never without a step.
    struct Part {
        std::uint32_t series = 0;
        std::vector<Step> steps;
    };

    // Over the steps of the report, by testbed, measure and version of the suite (analysis/background.hpp).
    JumpRecord(const Context& context, const Report& report);

    // On all testbeds but this one, under the same version of the suite, in runs before `run`.
    SeenJumps elsewhere(std::uint32_t testbed, std::uint32_t measure, const model::Suite& suite,
                        std::uint32_t run) const;

  private:
    struct Record {  // run: as in the history
        std::vector<Jump> jumps, shift_jumps;
        std::vector<std::pair<std::uint32_t, std::size_t>> results;  // by run: how many up to it
    };
    using Key = std::tuple<model::Suite, std::uint32_t, std::uint32_t>;  // suite, measure, testbed
    std::map<Key, Record> records_;

    static Record record_of(const Context& context, const std::vector<Part>& parts);
};

}  // namespace benchfolio::analysis
