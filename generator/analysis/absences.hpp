// Benchmarks that failed, as far as an archive shows it: a failed benchmark is simply not in the file.
#pragma once

#include <vector>

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// A benchmark is absent from a run when the preceding comparable run of the testbed had it. Comparable are two runs of
// one suite version of which each has at least half of its benchmarks in the other: a run of three chosen benchmarks
// misses nothing, and nothing is missed against it. By run, then benchmark.
//
// Looking back stops after 64 different sets of benchmarks, so that the cost stays proportional to the runs even where
// no two of them are comparable.
std::vector<Absence> absences(const model::History& history);

}  // namespace benchfolio::analysis
