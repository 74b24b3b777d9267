#include "analysis/recent_changes.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

namespace benchfolio::analysis {
namespace {

double size_of(const LatestChange& change) {
    return change.ratio ? std::fabs(std::log(*change.ratio)) : 0;
}

bool is_change(Verdict verdict) {
    return verdict == Verdict::slower || verdict == Verdict::faster;
}

bool is_shown(const model::History& history, const model::Series& series) {
    return !history.testbeds[series.testbed].hidden;
}

bool is_news(const model::History& history, const LatestChange& change) {
    return change.run && change.run_before && history.runs[*change.run].time >= history.runs.back().time - news_window;
}

void sort_by_size(const Report& report, std::vector<std::uint32_t>& series) {
    std::ranges::stable_sort(series, std::ranges::greater{},
                             [&](std::uint32_t i) { return size_of(report.series[i].latest); });
}

enum class Stand { unknown, steady, faster, slower };  // the higher, the more telling

Stand stand_of(const model::History& history, const LatestChange& change) {
    if (change.verdict == Verdict::cannot_tell) return Stand::unknown;
    if (change.verdict == Verdict::no_evidence || !is_news(history, change)) return Stand::steady;
    return change.verdict == Verdict::slower ? Stand::slower : Stand::faster;
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
        if (is_shown(history, history.series[i])) stand = std::max(stand, stand_of(history, report.series[i].latest));
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

std::vector<ChangeEvent> recent_changes(const model::History& history, const Report& report) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, ChangeEvent, std::greater<>> events;  // by run and testbed
    for (std::uint32_t i = 0; i < history.series.size(); ++i) {
        const LatestChange& change = report.series[i].latest;
        if (!is_shown(history, history.series[i]) || !is_change(change.verdict) || !is_news(history, change)) continue;
        const std::uint32_t testbed = history.series[i].testbed;
        ChangeEvent& event = events[{*change.run, testbed}];
        event.run = *change.run;
        event.testbed = testbed;
        event.run_before = std::max(event.run_before, *change.run_before);
        (change.verdict == Verdict::slower ? event.slower : event.faster).push_back(i);
    }
    std::vector<ChangeEvent> result;
    for (auto& [key, event] : events) {
        sort_by_size(report, event.slower);
        sort_by_size(report, event.faster);
        result.push_back(std::move(event));
    }
    return result;
}

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
