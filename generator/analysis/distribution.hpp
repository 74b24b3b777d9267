// What a distribution plot draws: dots, a box, a violin, by how much there is to show.
#pragma once

#include <cstdint>
#include <span>

#include "analysis/context.hpp"
#include "analysis/report.hpp"
#include "analysis/settled.hpp"

namespace benchfolio::analysis {

// Of values at hand, ascending; of none: n = 0 and nothing else.
Distribution distribution(std::span<const double> ascending);

// Of the estimates of those rows of a series over the medians of their steps (analysis/settled.hpp).
Distribution distribution_between(const Context& context, const model::Series& series, std::span<const Step> steps,
                                  const Settled& rows);

// Of the newest run of a series: from its samples where they are kept, else the summary in its row.
Distribution distribution_within_newest(const Context& context, std::uint32_t series);

}  // namespace benchfolio::analysis
