// What was known of a testbed, when a run came in, of how much its results vary; and which runs a busy host disturbed.
//
// All of it is causal: what is said of a run depends on nothing later, but for whether the run was disturbed, which the
// next run of the testbed tells.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/context.hpp"

namespace benchfolio::analysis {

enum class Admission : std::uint8_t {
    at_once,
    late,  // the whole suite was elsewhere, and stayed there: counts from the third such run of the testbed on
    never  // the whole suite was elsewhere, and was back in the next run but one at most, or that is not known yet
};

// Of one measure of one run.
struct RunNoise {
    // Of the newest 60 runs of the testbed, each by its median |difference| to the run before over the benchmarks.
    double middle = 0;  // median
    double quiet = 0;   // lower quartile
    // Of the variance of a mean, for what neighbours have in common.
    double inflation = 1;
    Admission admission = Admission::at_once;
};

// By run and measure; and all values on the scale of detection, by row: absent where there is none, or where the
// testbed is not comparable.
struct NoiseOfRuns {
    std::vector<double> values;
    std::vector<RunNoise> runs;
    std::size_t measures = 0;

    const RunNoise& at(std::uint32_t run, std::uint32_t measure) const { return runs[run * measures + measure]; }
};

// A run stands elsewhere where the median over its benchmarks, of the distance to the median of their last five values,
// is more than four typical sigma. Two more such runs of the testbed make it a change of the whole suite.
NoiseOfRuns run_noise(const Context& context);

}  // namespace benchfolio::analysis
