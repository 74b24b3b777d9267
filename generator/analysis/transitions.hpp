// What the configuration says of upgrades: a machine, an operating system or a runtime gave way to another, and results
// of one commit on both tell by how much all others have to be multiplied. And which benchmarks are looked at relative
// to another one.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/time.hpp"

namespace benchfolio::analysis {

// Which runs were measured alike: patterns on what they record, all of which must match. None: every run.
struct Configuration {
    std::string testbed;  // on its label, slug or recorded value, found anywhere in it; empty: any
    // Names of recorded values, each with a pattern on all of the value: "os", "release", "architecture", "host",
    // a dimension of the testbed, else a name of the environment, "python" say.
    std::vector<std::pair<std::string, std::string>> recorded;
    bool operator==(const Configuration&) const = default;
};

// By what a benchmark's results on the older configuration are multiplied, known from elsewhere.
struct GivenFactor {
    std::string benchmark;
    double factor = 1;
};

struct Transition {
    Configuration from, to;
    std::string reason;
    std::optional<model::Time> date;   // nothing: the first run of the newer configuration
    std::vector<std::string> commits;  // the only ones that count as measured on both, by their beginnings; empty: all
    std::vector<GivenFactor> factors;  // of time, in place of what shared commits say
    std::vector<GivenFactor> relative_factors;  // likewise of how many times faster than the baseline
    std::string place;                          // in the configuration, "benchfolio.toml:12"
};

// Where a run finds the result that it is divided by.
enum class BaselineScope {
    run,           // in itself; else in the runs of the same commit on the same configuration
    configuration  // also in all other runs of the same configuration: their median
};

struct Relative {
    // Patterns on benchmarks' names, each with the name of the baseline, whose `*` are what they were in the benchmark.
    std::vector<std::pair<std::string, std::string>> pairs;
    BaselineScope scope = BaselineScope::run;
    bool rescale = true;  // over transitions by factors; else ratios count as they are on every configuration
};

}  // namespace benchfolio::analysis
