// What the configuration says about the numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/parameters.hpp"

namespace benchfolio::analysis {

enum class Estimate { median, mean, min };

// The benchmarks an aggregate is over: those whose name matches a pattern or which carry a tag; both empty: all.
struct TaggedSet {
    std::string name = "all";
    std::vector<std::string> benchmarks;  // patterns
    std::vector<std::string> tags;
};

struct Options {
    unsigned jobs = 1;
    Estimate estimate = Estimate::median;  // of a run; where that is not recorded, the mean, then the minimum
    std::vector<TaggedSet> sets{TaggedSet{}};
    ParameterRoles parameters;
    std::string baseline;  // a run's id or a commit (prefix); empty: the median of each testbed's first 10 runs
};

}  // namespace benchfolio::analysis
