// What `bisect` says, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "analysis/change_commits.hpp"
#include "cli/console.hpp"
#include "cli/reruns.hpp"

namespace benchfolio::cli {

struct BisectReport {
    const model::History& history;
    const analysis::Report& report;
    analysis::ChangeCommits found;
    bool from_clone = false;
    // Commits that the last good run has and the first bad one has not: their absence may have made the change too.
    std::size_t only_before = 0;
};

// What is left to measure, the commit that halves the suspects first.
std::vector<Measurement> measurements_of(const BisectReport& report);

std::string bisect_text(const BisectReport& report, const Screen& screen);

// {schema_version, change, range, order, commits: [...], suspects, contradictory, rounds, runs, reruns: [...]}; the
// shape is described in the README.
std::string bisect_json(const BisectReport& report);

}  // namespace benchfolio::cli
