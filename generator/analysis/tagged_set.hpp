// Which benchmarks belong to a tagged set, and how much each counts in its mean.
#pragma once

#include <string>

#include "analysis/options.hpp"
#include "model/benchmark.hpp"

namespace benchfolio::analysis {

bool belongs(const model::Benchmark& benchmark, const TaggedSet& set);

// The declared weight of the longest pattern that matches the name; 1 where none does.
double weight_of(const model::Benchmark& benchmark, const TaggedSet& set);

// Whether the set of this name declares weights.
bool is_weighted(const Options& options, const std::string& set);

}  // namespace benchfolio::analysis
