// The levels of a series.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/context.hpp"
#include "analysis/detection.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// A series cut where its level changed and where the suite version did, since results of two are never joined. A change
// that is only being watched counts from `step_runs` runs on; a retracted one does not. Rows without an estimate belong
// to the step around them; a stretch of a suite version that has no estimate at all is in no step. None where the
// testbed is not comparable: several CPUs may hide behind it, and their differences are no changes. `detections` are
// those of the series.
std::vector<Step> steps(const Context& context, const model::Series& series, std::span<const Detection> detections);
inline constexpr std::uint32_t step_runs = 3;

// The steps of each version of the suite, the newest last: that of the newest step.
struct SuiteSteps {
    model::Suite suite;
    std::vector<Step> steps;  // by time; those of other versions may lie between
};
std::vector<SuiteSteps> by_suite(const model::History& history, const model::Series& series,
                                 std::span<const Step> steps);
// Those of the newest one.
std::vector<Step> of_newest_suite(const model::History& history, const model::Series& series,
                                  std::span<const Step> steps);

// The estimates over the medians of their steps, in time order, of all steps that have at least `least` of them and a
// positive median.
std::vector<double> relative_to_steps(const Context& context, const model::Series& series, std::span<const Step> steps,
                                      std::size_t least = 1);

}  // namespace benchfolio::analysis
