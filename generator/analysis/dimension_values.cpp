#include "analysis/dimension_values.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace benchfolio::analysis {
namespace {

// The benchmarks of each testbed, ascending.
std::vector<std::vector<std::uint32_t>> benchmarks_by_testbed(const model::History& history) {
    std::vector<std::vector<std::uint32_t>> all(history.testbeds.size());
    for (const model::Series& series : history.series) {
        auto& of_testbed = all[series.testbed];
        if (of_testbed.empty() || of_testbed.back() != series.benchmark) of_testbed.push_back(series.benchmark);
    }
    return all;
}

void add_testbed(DimensionValue& value, const model::Testbed& testbed, std::uint32_t index) {
    const bool first = value.testbeds.empty();
    value.testbeds.push_back(index);
    value.runs += testbed.runs;
    value.first_seen = first ? testbed.first_seen : std::min(value.first_seen, testbed.first_seen);
    value.last_seen = first ? testbed.last_seen : std::max(value.last_seen, testbed.last_seen);
}

std::uint32_t count_of(const DimensionValue& value, const std::vector<std::vector<std::uint32_t>>& benchmarks) {
    std::set<std::uint32_t> measured;
    for (const std::uint32_t testbed : value.testbeds)
        measured.insert(benchmarks[testbed].begin(), benchmarks[testbed].end());
    return static_cast<std::uint32_t>(measured.size());
}

DimensionValues values_of(const model::History& history, const std::string& name,
                          const std::vector<std::vector<std::uint32_t>>& benchmarks) {
    std::map<std::string, DimensionValue> found;
    for (std::uint32_t i = 0; i < history.testbeds.size(); ++i)
        for (const model::Dimension& dimension : history.testbeds[i].dimensions)
            if (dimension.name == name) add_testbed(found[dimension.value], history.testbeds[i], i);
    DimensionValues all{name, {}};
    for (auto& [text, value] : found) {
        value.value = text;
        value.benchmarks = count_of(value, benchmarks);
        all.values.push_back(std::move(value));
    }
    std::ranges::stable_sort(all.values, {}, &DimensionValue::first_seen);
    return all;
}

}  // namespace

std::vector<DimensionValues> dimension_values(const model::History& history) {
    std::vector<DimensionValues> all;
    if (history.testbeds.empty()) return all;
    const auto benchmarks = benchmarks_by_testbed(history);
    for (const model::Dimension& dimension : history.testbeds.front().dimensions) {
        if (dimension.name == "cpu") continue;
        DimensionValues values = values_of(history, dimension.name, benchmarks);
        if (values.values.size() > 1) all.push_back(std::move(values));
    }
    return all;
}

std::vector<double> newest_levels(const model::History& history, const Report& report, std::uint32_t benchmark,
                                  std::uint32_t measure) {
    std::vector<double> levels(history.testbeds.size(), model::absent);
    for (const model::Series& series : history.series_of(benchmark)) {
        if (series.measure != measure) continue;
        const auto& steps = report.series[static_cast<std::size_t>(&series - history.series.data())].steps;
        double& level = levels[series.testbed];
        if (!steps.empty()) level = steps.back().median;
        for (std::size_t row = series.last; std::isnan(level) && row-- > series.first;) level = report.estimate[row];
    }
    return levels;
}

}  // namespace benchfolio::analysis
