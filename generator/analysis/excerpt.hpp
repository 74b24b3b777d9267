// Some runs of the trends and some that are in none, of one testbed, as a history of their own: what has to be asked of
// both is asked there, so that nothing of the second ever gets into the first.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/options.hpp"
#include "analysis/report.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

// What is known of a history: the estimates by row, and which rows people marked as outliers (may be empty: none).
struct Known {
    const model::History& history;
    std::span<const double> estimate;
    std::span<const std::uint8_t> outlier;
};

// Runs of one testbed, ascending.
struct Picked {
    Known from;
    std::uint32_t testbed = 0;
    std::vector<std::uint32_t> runs;
};

struct Excerpt {
    model::History history;  // one testbed; runs by time, as ever
    // Estimates and outliers of all rows. Levels, noise, changes and aggregates are those of the trends' runs alone:
    // for them the other runs are as if they had not been made. No distributions, no scalings.
    Report report;
    std::vector<std::uint32_t> trend, own;  // by Picked::runs: their indices here
};

// The testbed is described as the trends do, where they know it. Cost: the rows of these runs, and one look at each
// series of the two histories.
Excerpt excerpt_of(const Picked& trend, const Picked& own, const Options& options);

}  // namespace benchfolio::analysis
