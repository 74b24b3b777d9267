// Which release is how much faster: every measured release against those before it.
#pragma once

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// A release is a tag: runs that were made for it (model::Kind::tag), and those of the trends whose commit it names in
// the clone. Oldest first: by the time of their commits, or, where one records none, in the clone's order of its tags,
// or else by their names, numbers as numbers ("v3.9" before "v3.10").
//
// A table for each testbed and suite version with at least two of them; hidden testbeds as well, those without a CPU
// not. Each pair is compared as any two sides are (analysis/comparison.hpp): geometric mean of each set and measure
// with its interval, the hierarchical test, the range over the benchmarks. Pairs: each release against the one before
// it and the first, and all pairs of the newest twelve; the values of all are kept, so that any pair can be recomputed.
// Noise is that of the trends, where the tags' runs are not part of them: of the testbed's newest 100 runs with the
// same version of the suite.
//
// `report` is of the trends, with estimates, outliers, series and aggregates. Cost: nothing without tags; a comparison
// a pair.
Releases releases(const Context& context, const Report& report);

}  // namespace benchfolio::analysis
