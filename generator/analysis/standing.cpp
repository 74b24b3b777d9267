#include "analysis/standing.hpp"

#include <algorithm>
#include <numeric>

namespace benchfolio::analysis {
namespace {

enum class Stand { unknown, steady, faster, slower };  // the higher, the more telling

Stand stand_of(const LatestChange& change) {
    switch (change.verdict) {
        case Verdict::slower:
            return Stand::slower;
        case Verdict::faster:
            return Stand::faster;
        case Verdict::no_evidence:
            return Stand::steady;
        case Verdict::cannot_tell:
            break;
    }
    return Stand::unknown;
}

// The series of a benchmark, as indices into History::series.
std::pair<std::size_t, std::size_t> series_range(const model::History& history, std::uint32_t benchmark) {
    const std::span<const model::Series> all = history.series_of(benchmark);
    const auto first = static_cast<std::size_t>(all.data() - history.series.data());
    return {first, first + all.size()};
}

Stand stand_of_benchmark(const model::History& history, const Report& report, std::uint32_t benchmark) {
    const auto [first, last] = series_range(history, benchmark);
    Stand stand = Stand::unknown;
    for (std::size_t i = first; i < last; ++i)
        if (!history.testbeds[history.series[i].testbed].hidden)
            stand = std::max(stand, stand_of(report.series[i].latest));
    return stand;
}

std::size_t& count_of(Standing& standing, Stand stand) {
    switch (stand) {
        case Stand::slower:
            return standing.slower;
        case Stand::faster:
            return standing.faster;
        case Stand::steady:
            return standing.steady;
        case Stand::unknown:
            break;
    }
    return standing.cannot_tell;
}

}  // namespace

Standing standing_of(const model::History& history, const Report& report,
                     const std::vector<std::uint32_t>& benchmarks) {
    Standing standing;
    for (const std::uint32_t benchmark : benchmarks) {
        const bool retired = is_retired(history, report, benchmark);
        ++(retired ? standing.retired : count_of(standing, stand_of_benchmark(history, report, benchmark)));
    }
    return standing;
}

Standing standing_of_all(const model::History& history, const Report& report) {
    std::vector<std::uint32_t> all(history.benchmarks.size());
    std::iota(all.begin(), all.end(), 0U);
    return standing_of(history, report, all);
}

bool is_retired(const model::History& history, const Report& report, std::uint32_t benchmark) {
    const auto [first, last] = series_range(history, benchmark);
    const std::span<const SeriesReport> series{report.series.data() + first, last - first};
    return std::ranges::all_of(series, &SeriesReport::retired);
}

}  // namespace benchfolio::analysis
