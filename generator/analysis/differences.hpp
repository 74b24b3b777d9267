// What two runs recorded differently: all of it, and what of it may have made a change.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/changes.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

struct Differences {
    std::vector<Suspect> facts;  // by name
    std::size_t same = 0;        // facts that both recorded alike
};

// Everything recorded about the machine, the environment, the commit and the suite.
Differences differences(const model::Run& before, const model::Run& after);

// What may have made a change between two runs beside the commit: the suite, the interpreter, compiler and packages,
// the operating system, the host, the processor. Not among them:
// - the version of the measured project that only names its commit, since that is told beside it;
// - the clock as measured in that second;
// - a fact that differed between more than a quarter of the neighbours among the testbed's last `remembered_runs` runs
//   up to `before`: where every night has another host or kernel, one more explains nothing. Nothing later is looked
//   at, so that a suspect stays one.
std::vector<Suspect> suspects(const model::History& history, std::uint32_t before, std::uint32_t after);

inline constexpr std::size_t remembered_runs = 20;

// Fills in the suspects of every change. Changes between the same two runs are looked at once.
void add_suspects(const model::History& history, std::span<Change> changes);

}  // namespace benchfolio::analysis
