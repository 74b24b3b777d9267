// Which runs new results are held against: asked for, or chosen, and said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/options.hpp"
#include "cli/clone.hpp"
#include "model/history.hpp"

namespace benchfolio::cli {

struct ChosenBase {
    std::optional<std::uint32_t> run;  // the newest that counts; nothing: every one before the new ones
    std::string how;                   // "the merge-base 1ede0b8 of main and the new results"
};

// As asked: the newest earlier run of what the name names; of a branch that of the merge-base, if the clone knows it
// and it was measured. Not asked: the merge-base with the base branch, likewise; else the newest earlier run. Throws
// model::Error (usage) where a name that was asked for names no run before the new ones.
ChosenBase choose_base(const model::History& history, const std::vector<std::uint32_t>& head,
                       const std::optional<std::string>& asked, const analysis::Options& options, const Clone* clone);

}  // namespace benchfolio::cli
