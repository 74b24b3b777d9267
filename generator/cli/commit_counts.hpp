// How many commits each change lies between, which only a clone knows.
#pragma once

#include "analysis/report.hpp"
#include "cli/clone.hpp"
#include "cli/progress.hpp"
#include "model/history.hpp"

namespace benchfolio::cli {

// Sets `commit_count` of every change that can be counted, each pair of commits being counted once, and notes how many
// cannot and why.
void count_commits(const Clone& clone, const model::History& history, unsigned jobs, analysis::Report& report,
                   Progress& progress);

}  // namespace benchfolio::cli
