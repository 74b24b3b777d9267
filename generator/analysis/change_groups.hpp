// Changes that most likely are one event.
#pragma once

#include <vector>

#include "analysis/changes.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

// Gathers changes whose ranges have a run in common and writes into each the index of its group. The fewest groups
// that hold all: by first run after, each group's run is the first run after of the first change that no earlier
// group's run lies in. A wide range, as of a CPU seen rarely, may hold the runs of several groups: it joins the one in
// which most others of its benchmark, measure and direction are, else the first.
std::vector<ChangeGroup> group_changes(const model::History& history, std::vector<Change>& changes);

}  // namespace benchfolio::analysis
