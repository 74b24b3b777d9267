// The newest steps of the series: what is told first, on the home page and in a night's summary.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "analysis/report.hpp"

namespace benchfolio::analysis {

// How far back a change counts as news, from the newest run.
inline constexpr std::chrono::days news_window{30};

// All series of one testbed whose newest step began with the same run: what changed together is told together.
struct ChangeEvent {
    std::uint32_t run = 0, testbed = 0;
    std::vector<std::uint32_t> slower, faster;  // series, the largest change first
    std::uint32_t run_before = 0;               // the newest of the last runs before the step
};

// On shown testbeds, newest first.
std::vector<ChangeEvent> recent_changes(const model::History& history, const Report& report);

// How the benchmarks stand: by the most telling verdict over their shown CPUs and measures.
struct Standing {
    std::size_t slower = 0, faster = 0, steady = 0, cannot_tell = 0;
    std::size_t retired = 0;  // no longer measured, so in none of the others

    std::size_t living() const { return slower + faster + steady + cannot_tell; }
    bool telling() const { return slower + faster + steady > 0; }
};
Standing standing_of(const model::History& history, const Report& report, const std::vector<std::uint32_t>& benchmarks);
Standing standing_of_all(const model::History& history, const Report& report);

// Whether no run of the last 90 nights has the benchmark: it was renamed, or is no longer measured.
bool is_retired(const model::History& history, const Report& report, std::uint32_t benchmark);

}  // namespace benchfolio::analysis
