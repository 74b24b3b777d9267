// Did this series change lately? Three answers, never two.
#pragma once

#include <optional>
#include <span>

#include "analysis/context.hpp"
#include "analysis/noise.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// The smallest change that a series has to be able to show before its silence means anything.
inline constexpr double worth_telling = 0.10;

// Judges the newest step against the one before it, if both are of one suite version and the newest began within the
// last 90 nights of the archive. The ratio and its interval are those of the change between the two.
//  - slower, faster: the change is confirmed, or its interval excludes 1.
//  - no_evidence: otherwise, if the runs could have shown a change of `worth_telling`: comparing the two steps or,
//  where
//    none began lately, the last ten runs (or half of the step, if that is less) with those before them in the step.
//  - cannot_tell: otherwise: noisier or fewer runs, no measurable noise, no comparable testbed, values that are not
//    positive, or no run at all in the last 90 nights. `more_runs` says how many would do, where any number does.
// The steps were found on the same values, so a step of a few runs looks a little clearer than it is. Of `report`:
// steps and noise. `changes` are those of the series.
LatestChange latest_change(const Context& context, const model::Series& series, const SeriesReport& report,
                           std::span<const Change> changes);

}  // namespace benchfolio::analysis
