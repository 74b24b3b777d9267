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

// Of one row of the columns. Together in one place: they are written run by run and read series by series.
struct RowNoise {
    double value = model::absent;  // on the scale of detection; absent where there is none
    double sigma = 0;              // standard deviation of a value about its level
    double inflation = 1;          // of the variance of a mean, for what neighbours have in common
    double gap = 0;                // between the two modes of a benchmark that has two; 0 otherwise
    bool restless = false;         // it looked like two modes, and it was too early to tell
    Admission admission = Admission::at_once;
};

// - Sigma of a series: from the median absolute difference of its neighbours, drawn towards what its testbed and its
//   benchmark let expect, as if that were eight degrees of freedom: a CPU seen rarely lives on that. Differences are
//   not disturbed by steps. Of a benchmark with two modes, from their lower quartile.
// - Two modes: at least six jumps beyond five sigma that undid the jump before them, in at least 15 % of the
//   benchmark's results, of about one size.
// - A run stands elsewhere where the median over its benchmarks, of the distance to the median of their last five
//   values, is more than four typical sigma. Two more such runs of the testbed make it a change of the whole suite.
std::vector<RowNoise> run_noise(const Context& context);  // by row

}  // namespace benchfolio::analysis
