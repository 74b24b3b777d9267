// How the benchmarks stand: the first answer to "is anything wrong?".
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/report.hpp"

namespace benchfolio::analysis {

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
