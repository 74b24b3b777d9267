// One benchmark of an effect (analysis/effects.hpp): what two testbeds measured of it at the commits that both have,
// and its row, with the interval and the noise that analysis/effects.hpp tells of.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/comparison.hpp"
#include "analysis/noise.hpp"

namespace benchfolio::analysis {

struct PairedSide {
    std::vector<double> values;  // ln of what was measured, by shared commit; NaN where nothing was
    std::optional<Noise> noise;  // of the series
    bool positive = true;        // nothing was left out for having no logarithm
};

struct Pairing {
    std::uint32_t benchmark = 0, measure = 0;
    PairedSide off, on;

    // ln of on / off at a commit; NaN where one of them has nothing.
    double difference_at(std::size_t commit) const { return on.values[commit] - off.values[commit]; }
    bool positive() const { return off.positive && on.positive; }
};

// The commits of `commits` that have a difference.
struct Differences {
    std::vector<double> values, off, on;
    std::vector<std::size_t> commits;
};

Differences differences_of(const Pairing& pairing, std::span<const std::size_t> commits);

// Without a verdict. `all` is not empty.
ComparedBenchmark effect_row(const Pairing& pairing, const Differences& all);

// Changes first, the largest of them first; by name among equals. Of rows that have verdicts.
void rank(std::vector<ComparedBenchmark>& rows);

}  // namespace benchfolio::analysis
