// Which runs of BASE are held against which of HEAD: one pair for each CPU, never silently another.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/comparison.hpp"
#include "cli/clone.hpp"
#include "cli/named_runs.hpp"
#include "model/history.hpp"

namespace benchfolio::cli {

// The runs of one testbed on both sides, and why these.
struct Pair {
    analysis::Side before, after;
    std::string why;  // "the merge-base 1ede0b8 of main and the head", "as asked"
};

struct Pairing {
    std::vector<Pair> pairs;                  // by testbed of `after`
    std::vector<analysis::Excluded> refused;  // testbeds without a pair
};

struct PairingOptions {
    const Clone* clone = nullptr;
    std::optional<std::string> testbed;  // only those with this pattern in their label, slug or brand
    analysis::Across across = analysis::Across::refused;
};

// For each testbed that HEAD has. HEAD: all its runs there; of a branch and of `latest` the newest. BASE: all its runs
// there; of `latest` the newest before HEAD's; of a branch those of the merge-base, where HEAD's result records it or
// the clone knows it and it was measured there, else the newest run of the branch before HEAD's. Where BASE has none
// there and other testbeds are wanted: its newest testbed's.
Pairing pair_sides(const model::History& history, const NamedRuns& base, const NamedRuns& head,
                   const PairingOptions& options);

}  // namespace benchfolio::cli
