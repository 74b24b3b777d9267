// Results that are off for once, without a change: what a single run cannot be told from.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

struct Jumps {
    std::vector<double> sizes;  // ln of value over the median of its step, ascending
    std::size_t results = 0;    // that they are out of

    // The share of all results that jump in the direction of `size`, and half to twice as far.
    double rate(double size) const;
};

// Those of a series, as one version of the suite measured it, that lie more than five deviations from the median of
// their step, in steps long enough for noise (analysis/noise.hpp). The runs in `but`, ascending, are left out.
Jumps jumps_of(const Context& context, const model::Series& series, const SeriesReport& report,
               const model::Suite& suite, std::span<const std::uint32_t> but);

// Of all series of a testbed.
Jumps jumps_on(const Context& context, const Report& report, std::uint32_t testbed, const model::Suite& suite,
               std::span<const std::uint32_t> but);

}  // namespace benchfolio::analysis
