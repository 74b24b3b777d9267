// How a tag, a branch, a pull request or what was asked for by hand stands against the trends, testbed by testbed.
//
// What it is held against:
//  - A branch, a pull request, a run by hand: the trends up to the commit where it left them (its merge base, where the
//    run recorded one). The runs of that commit, where it was measured on this testbed: in the trends or for itself.
//    Else the newest run of the trends that is certainly not later: of the runs before that commit's on another
//    testbed, of commits that are not younger. Where the start is not known, the newest run of the trends before the
//    line's own. Nothing later than that has a part in levels, noise or limits.
//  - A tag: the tag before it, by the time of the commit, and the newest run of the trends against the tag.
// Always of one testbed and one suite version; where there is none of it, that is said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/aside_lines.hpp"
#include "analysis/comparison.hpp"
#include "analysis/excerpt.hpp"
#include "analysis/gate.hpp"

namespace benchfolio::analysis {

// The geometric mean over the benchmarks that a run shares with the base, of estimate / the base's: of one measure.
struct AsidePoint {
    std::uint32_t run = 0;
    double ratio = 1;
    std::uint32_t n = 0;    // benchmarks in it
    bool complete = false;  // all of the base
    bool own = false;       // of the line itself, else of the trends
};

// One comparison of a line, and why it is with these runs.
struct AsideComparison {
    std::string why;  // "the start point 1ede0b8 of the branch, as the result records it"
    Comparison result;
};

// A line on one testbed. Indices of runs, benchmarks and measures are those of the excerpt.
struct AsideVerdict {
    std::uint32_t testbed = 0;                 // of History::aside
    std::optional<std::uint32_t> trends;       // the same among the trends' testbeds
    Excerpt excerpt;                           // the trends up to the base, at least as many runs as the gate looks at
    std::vector<std::uint32_t> newest;         // the line's runs that are judged (newest_of_line)
    std::vector<AsideComparison> comparisons;  // none: `refused` says why
    std::vector<Excluded> refused;
    std::optional<GateReport> gate;  // with the limits that the branch inherits; not of tags
    std::uint32_t measure = 0;       // of the points: the first of those that the line's newest runs have
    std::vector<AsidePoint> points;  // of the trends up to the base, then of the line; by run
};

// What verdicts about one archive share. What it refers to is to outlive it.
struct AsideArchive {
    const model::History& trends;  // with `aside`
    const Report& report;          // of the trends
    const Options& options;
    std::vector<AsideLine> lines;
    std::vector<double> estimate;                       // by row of History::aside
    std::vector<std::uint8_t> outlier;                  // likewise
    std::vector<std::optional<std::uint32_t>> testbed;  // by testbed of History::aside: the trends' own

    const model::History& aside() const { return *trends.aside; }
};

AsideArchive aside_archive(const model::History& trends, const Report& report, const Options& options);

// By testbed of History::aside, of those that the line has runs on. Cost: an excerpt each.
std::vector<AsideVerdict> verdicts_of(const AsideArchive& archive, const AsideLine& line);

}  // namespace benchfolio::analysis
