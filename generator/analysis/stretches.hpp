// Which runs of a testbed measured the same thing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/context.hpp"

namespace benchfolio::analysis {

struct Stretch {
    model::Suite suite;
    std::vector<std::uint32_t> runs;  // by time
};

// Divides the runs that have an estimate in one of these series (all of one testbed): by suite version, and within one
// where the benchmarks change wholesale, as when all are renamed: a run belongs to the first stretch whose first ten
// runs know at least half of its benchmarks, so a night on which most failed stays where it belongs, and else begins a
// new one. By first run. Looking back stops after 64 stretches of a suite version.
std::vector<Stretch> stretches(const Context& context, std::span<const std::uint32_t> series);

}  // namespace benchfolio::analysis
