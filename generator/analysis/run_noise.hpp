// What was known, when a result came in, of how much such results vary; and which runs a busy host disturbed.
//
// All of it is causal: what is said of a row depends on nothing later than its run, but for whether the run was
// disturbed, which the next run of the testbed tells.
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

struct RunNoise {
    std::vector<double> value;           // by row: on the scale of detection; absent where there is none
    std::vector<double> sigma;           // by row: standard deviation of a value about its level
    std::vector<double> inflation;       // by row: of the variance of a mean, for what neighbours have in common
    std::vector<double> gap;             // by row: between the two modes of a benchmark that has two; 0 otherwise
    std::vector<std::uint8_t> restless;  // by row: 1 where it looked like two modes, and it is too early to tell
    std::vector<Admission> admission;    // by row
};

// - Sigma of a series: from the median absolute difference of its neighbours, drawn towards what its testbed and its
//   benchmark let expect, as if that were eight degrees of freedom: a CPU seen rarely lives on that. Differences are
//   not disturbed by steps. Of a benchmark with two modes, from their lower quartile.
// - Two modes: at least six jumps beyond five sigma that undid the jump before them, in at least 15 % of the
//   benchmark's results, of about one size.
// - A run stands elsewhere where the median over its benchmarks, of the distance to the median of their last five
//   values, is more than four typical sigma. Two more such runs of the testbed make it a change of the whole suite.
RunNoise run_noise(const Context& context);

}  // namespace benchfolio::analysis
