#include "analysis/suite_parts.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace benchfolio::analysis {
namespace {

// A range of rows with what it is a part of.
struct Placed {
    std::uint32_t panel = 0;  // counts benchmarks and measures
    std::uint32_t suite = 0, series = 0;
    RowRange rows;

    auto part() const { return std::tuple{panel, suite, series}; }
    auto place() const { return std::tuple{panel, suite, series, rows.first}; }
};

std::vector<std::uint32_t> suites_of_runs(const model::History& history) {
    std::map<model::Suite, std::uint32_t> numbers;
    std::vector<std::uint32_t> suites;
    suites.reserve(history.runs.size());
    for (const model::Run& run : history.runs)
        suites.push_back(numbers.emplace(run.suite, static_cast<std::uint32_t>(numbers.size())).first->second);
    return suites;
}

void place_rows(const model::History& history, const std::vector<std::uint32_t>& suite_of, std::uint32_t panel,
                std::uint32_t index, std::vector<Placed>& placed) {
    const model::Series& series = history.series[index];
    for (std::size_t row = series.first; row < series.last; ++row) {
        const std::uint32_t suite = suite_of[history.columns.run[row]];
        if (row == series.first || suite != placed.back().suite) placed.push_back({panel, suite, index, {row, row}});
        placed.back().rows.last = row + 1;
    }
}

std::vector<Placed> placed_rows(const model::History& history, const std::vector<std::uint32_t>& suite_of) {
    std::vector<Placed> placed;
    std::uint32_t panel = 0;
    for (std::uint32_t i = 0; i < history.series.size(); ++i) {
        const model::Series &series = history.series[i], &before = history.series[i == 0 ? 0 : i - 1];
        if (series.benchmark != before.benchmark || series.measure != before.measure) ++panel;
        place_rows(history, suite_of, panel, i, placed);
    }
    std::ranges::sort(placed, {}, &Placed::place);
    return placed;
}

}  // namespace

SuiteParts::SuiteParts(const model::History& history) : suite_of_{suites_of_runs(history)} {
    const std::vector<Placed> placed = placed_rows(history, suite_of_);
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const auto next = static_cast<std::uint32_t>(ranges_.size());
        if (i == 0 || placed[i].part() != placed[i - 1].part())
            parts_.push_back(
                {placed[i].series, placed[i].suite, history.columns.run[placed[i].rows.first], next, next});
        ranges_.push_back(placed[i].rows);
        parts_.back().last_range = next + 1;
    }
}

}  // namespace benchfolio::analysis
