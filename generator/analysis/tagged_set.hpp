// Which benchmarks belong to a tagged set.
#pragma once

#include "analysis/options.hpp"
#include "model/benchmark.hpp"

namespace benchfolio::analysis {

bool belongs(const model::Benchmark& benchmark, const TaggedSet& set);

}  // namespace benchfolio::analysis
