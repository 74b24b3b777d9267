// Runs that are in no trend, by what they were made for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/history.hpp"

namespace benchfolio::analysis {

// All runs of one tag, branch, pull request or request by hand.
struct AsideLine {
    model::Purpose purpose;
    std::vector<std::uint32_t> runs;  // indices into the runs of History::aside, by time; not empty
};

// By purpose.
std::vector<AsideLine> aside_lines(const model::History& aside);

// "tag v5.1", "branch jit", "branch alice/jit", "pull request 12", "alice/main" (by hand).
std::string label_of(const model::Purpose& purpose);

// The runs of one testbed that say how the line stands now: of the commit that its newest run there measured, and with
// that run's suite. A run without a commit stands alone. Empty where the line has no run on the testbed.
std::vector<std::uint32_t> newest_of_line(const model::History& aside, const AsideLine& line, std::uint32_t testbed);

}  // namespace benchfolio::analysis
