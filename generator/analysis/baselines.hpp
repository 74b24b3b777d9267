// Results beside the trends that may give a factor: somebody measured a tag, or asked for a commit by hand, on one side
// of an upgrade, as baselines are measured once the nights have moved to the new machine.
//
// They count where the trends share no commit, and nowhere else: no such result is ever a point of a series.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/configurations.hpp"
#include "analysis/continuity.hpp"
#include "analysis/options.hpp"

namespace benchfolio::analysis {

struct Baseline {
    std::uint32_t run = 0;  // of History::aside
    std::uint32_t configuration = 0;
    double value = 0;         // above zero
    bool of_project = false;  // else of a fork, which counts where the transition names its commit
};

class Baselines {
  public:
    Baselines(const model::History& history, const Options& options, const Configurations& known);

    // By benchmark, measure, then time. Of a track relative to another benchmark, the ratios of runs that measured
    // both.
    std::vector<Baseline> of(const Track& track) const;

  private:
    using Values = std::map<std::uint32_t, double>;  // by run of the aside history

    Values values_of(std::uint32_t benchmark, std::uint32_t measure) const;

    const model::History& history_;
    const Configurations& known_;
    std::vector<double> estimate_;  // by row of the aside history
    std::vector<bool> of_project_;  // by its runs
    // Their benchmark and measure as the trends know them -> indices of its series.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> series_;
};

}  // namespace benchfolio::analysis
