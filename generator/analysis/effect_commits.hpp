// The commits that two testbeds measured under one version of the suite, of which an effect is told
// (analysis/effects.hpp).
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/effects.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

// The runs of one commit under one suite.
struct CommitRuns {
    model::Suite suite;
    std::vector<std::uint32_t> off, on;  // by time

    // When it became complete: a commit that is measured on the second testbed later does not move those before it.
    std::uint32_t age() const { return std::max(off.front(), on.front()); }
};

class SharedCommits {
  public:
    // `off`, `on`: the runs of the two testbeds, by time. What was measured with uncommitted changes is left out.
    SharedCommits(const model::History& history, std::span<const std::uint32_t> off, std::span<const std::uint32_t> on);

    const std::vector<CommitRuns>& all() const { return shared_; }  // by age
    std::size_t size() const { return shared_.size(); }
    bool empty() const { return shared_.empty(); }
    const model::Suite& newest_suite() const { return shared_.back().suite; }  // not of none

    // Which of the commits a run measured; nothing where it is of none.
    std::optional<std::uint32_t> of_run(std::uint32_t run) const;

    // How many commits and runs are not compared, with the reason.
    std::vector<EffectExclusion> not_shared(const Effect& effect) const;

  private:
    using Key = std::pair<std::string, model::Suite>;  // commit, suite
    std::map<Key, CommitRuns> found_;
    std::vector<CommitRuns> shared_;
    std::map<std::uint32_t, std::uint32_t> number_;  // by run
    std::size_t dirty_ = 0, unnamed_ = 0;            // runs

    void place(const model::Run& run, std::uint32_t index, std::vector<std::uint32_t> CommitRuns::*side);
    void number_runs();
    bool is_shared_otherwise(const Key& key) const;
};

}  // namespace benchfolio::analysis
