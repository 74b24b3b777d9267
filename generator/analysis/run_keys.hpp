// The runs of a history as inputs of what is kept in the memo.
#pragma once

#include <vector>

#include "analysis/memo.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

// By run: of this run and all before it, what stands beside their results: id, time, testbed, suite and commit. What is
// made of the runs up to one is made of the same as long as its key is the same, whatever comes later.
std::vector<MemoKey> keys_up_to_each(const std::vector<model::Run>& runs);

}  // namespace benchfolio::analysis
