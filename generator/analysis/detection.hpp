// Where the levels of all series changed, found run by run without looking ahead.
//
// Results are taken in the order of the runs. After each, the newest results of its series are asked for a change of
// level: at every place among the last 64 the evidence is
//     (difference of the means)^2 n m / (n + m) / (sigma^2 inflation),
// twice the logarithm of the likelihood ratio of normal values with a change there to those without (the generalised
// likelihood ratio form of Page, "Continuous Inspection Schemes", Biometrika 41 (1954); Siegmund & Venkatraman, Annals
// of Statistics 23 (1995)). Sigma and inflation are known from before (analysis/benchmark_noise.hpp), outliers are
// clipped (stats/level_scan.hpp), and a benchmark with two modes is judged by the distance to the nearer one
// (stats/two_modes.hpp).
// - Confirmed: enough evidence and five runs; or enough in sum over the testbeds of the benchmark that show a change of
//   about the same size at the same place. Other testbeds may follow with less. The place is the one that explains
//   most over all testbeds, and stays for good: the next change is looked for from there on.
// - Retracted: when more runs took the evidence away. It does not come back.
// - Watching: what the newest runs suggest, with less.
// Since nothing looks ahead, every state of an archive says of its past what the earlier ones said. That, and that it
// finds more and errs less on labelled archives, is why it was chosen over segmentations of whole series (PELT, L1
// Potts, E-divisive); the figures come from tests/perf/detection.
//
// With a memo (analysis/memo.hpp), what is found of a benchmark is kept under a digest of its results and of how much
// runs up to them varied; and what the detector knew at the last multiple of `runs_remembered` runs under one of all it
// had seen by then. So one more run costs what the runs since then cost, of the benchmarks that it has results of.
//
// A difference below 1 % is no change, unless it is ten times the noise. A drift is told as a few changes, each when it
// stands out against the level before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/changes.hpp"
#include "analysis/context.hpp"

namespace benchfolio::analysis {

// What the detector goes by, as the methods page tells it. Evidence is twice the logarithm of a likelihood ratio: the
// square of a difference in standard errors.
namespace detector {

inline constexpr double alone = 42;           // confirms one series, which has at least `runs_to_confirm` runs after
inline constexpr double together = 40;        // confirms the series of several testbeds, in sum
inline constexpr double least_joint = 9;      // of each testbed that counts in a sum
inline constexpr double companion = 9;        // confirms on a further testbed what one has
inline constexpr double kept = 9;             // without which a change of one testbed is retracted,
inline constexpr double kept_jointly = 2;     // and one that several have
inline constexpr double handicap = 2;         // taken off what each further testbed brings, for having looked at it
inline constexpr double worth_watching = 32;  // with `runs_to_confirm` runs after; `alone` with fewer
inline constexpr std::size_t runs_to_confirm = 5;
inline constexpr std::uint32_t runs_remembered = 64;  // every so many runs, all but the newest results are forgotten
inline constexpr double least_size = 0.01;            // as a share: below it a difference is no change,
inline constexpr double sizeable_in_sigma = 10;       // unless it is so many times the noise

}  // namespace detector

// A change of one series, by rows of the columns.
struct Detection {
    std::uint32_t series = 0;
    std::size_t last_row_before = 0, first_row_after = 0;
    std::uint32_t runs_after = 0;  // until the next change or the end
    ChangeState state = ChangeState::watching;
    std::optional<std::uint32_t> confirmed_by, retracted_by;  // runs
    double sigma = 0;                                         // of the values about their level, when it was found
};

// By series, then first row after.
std::vector<Detection> detect(const Context& context);

// Those of one series.
std::span<const Detection> of_series(std::span<const Detection> detections, std::uint32_t series);

}  // namespace benchfolio::analysis
