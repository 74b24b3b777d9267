// What the configuration says about the numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/parameters.hpp"
#include "analysis/thresholds.hpp"
#include "analysis/transitions.hpp"
#include "analysis/triage.hpp"
#include "model/time.hpp"

namespace benchfolio::analysis {

enum class Estimate { median, mean, min };

// Declared: how much the benchmarks of these names count in a mean, where the others count 1.
struct Weight {
    std::string pattern;
    double value = 1;  // positive
};

// The benchmarks an aggregate is over: those whose name matches a pattern or which carry a tag; both empty: all.
struct TaggedSet {
    std::string name = "all";
    std::vector<std::string> benchmarks;  // patterns
    std::vector<std::string> tags;
    std::vector<Weight> weights;  // the longest pattern first, which counts; none: the mean is not weighted
};

// Declared: nobody expects results then, so that time makes none old.
struct Pause {
    model::Time from{}, until{};  // until: when it is over
    std::string reason;
};

// Declared: what a dimension of the testbeds does, its value `on` against `off`, all else being equal
// (analysis/effects.hpp).
struct Effect {
    std::string name;       // "JIT"
    std::string dimension;  // "flags"
    std::string off, on;    // its values; empty: where none is recorded
};

// A name that the project gave a commit.
struct Tag {
    std::string name, commit;
};

struct Options {
    unsigned jobs = 1;
    model::Time now{};                     // only for what expires in triage.toml
    Estimate estimate = Estimate::median;  // of a run; where that is not recorded, the mean, then the minimum
    std::vector<TaggedSet> sets{TaggedSet{}};
    ParameterRoles parameters;
    std::optional<model::Time::duration> max_age;  // of the newest run; older is an error of the build
    std::vector<Pause> pauses;                     // by their beginning
    std::vector<Transition> transitions;           // as declared
    std::vector<Relative> relatives;               // as declared
    Triage triage;
    GateOptions gate;
    std::vector<Effect> effects;
    std::vector<Tag> tags;  // of the clone, if one is named (--repo); by time, oldest first
    std::string baseline;   // a run's id or a commit (prefix); empty: the median of each testbed's first 10 runs
};

}  // namespace benchfolio::analysis
