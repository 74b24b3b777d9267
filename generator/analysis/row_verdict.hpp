// How one benchmark is judged, given its values on two sides.
//
// Runs are the unit, and between runs of one commit times vary as well. How much, the history of the series says, where
// there is one. Without it the runs themselves have to, and that takes at least four a side: below, no arrangement of
// them is rarer than one in twenty (stats/rank_test.hpp).
#pragma once

#include <optional>
#include <span>

#include "analysis/comparison.hpp"
#include "analysis/noise.hpp"
#include "stats/difference.hpp"

namespace benchfolio::analysis {

// ln of the runs' estimates on both sides, neither empty; how the series varies between runs, where that is known.
struct Evidence {
    std::span<const double> before, after;
    std::optional<Noise> noise;
};

// Of ln medians. With known noise: its deviation, or that of the runs about their side's median (robust, both sides
// pooled) where they are enough and vary more. Else from the runs alone. Nothing where they are too few.
std::optional<stats::Difference> difference_of(const Evidence& evidence);

// What a median absolute deviation tells of normal values, relative to a standard deviation: it is as sure as one of 37
// % of the values.
inline constexpr double deviation_efficiency = 0.37;

// How a series varies between runs of a version of the suite: its noise; where it goes back and forth between two
// levels, at least half of what is between them, so that a flip is no change. Degrees of freedom: 37 % of the runs less
// the steps, as efficient as the median absolute deviation is (Rousseeuw & Croux, "Alternatives to the Median Absolute
// Deviation", JASA 88 (1993)). Nothing where the series has too few runs (analysis/noise.hpp).
std::optional<Noise> known_noise(const SeriesReport& series, const model::Suite& suite);

// The larger, for a comparison of two series; nothing where one is not known.
std::optional<Noise> wider(const std::optional<Noise>& a, const std::optional<Noise>& b);

// Whether these many runs can be told apart by their ranks.
bool enough_for_ranks(std::size_t before, std::size_t after);

// Fills what follows from the evidence, all but `adjusted_p` and `verdict`.
void weigh(ComparedBenchmark& row, const Evidence& evidence);

// Whether chance explains at most 5 % of what is as clear as this row, and its ranks agree where the noise is known
// from these runs alone.
bool is_clear(const ComparedBenchmark& row);

// Whether a single result that is off would pass for a change: fewer than three runs on a side.
bool hangs_on_one_result(const ComparedBenchmark& row);

// Once `adjusted_p` is known:
//  - slower, faster: the row is clear;
//  - cannot_tell: it is only as clear as results that are off for once (`jumps`);
//  - no_evidence: otherwise, if a change of `worth_telling` (analysis/latest.hpp) could have been seen;
//  - cannot_tell: otherwise.
void judge(ComparedBenchmark& row, const model::Measure& measure);

}  // namespace benchfolio::analysis
