#include "analysis/baselines.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include "analysis/apply_triage.hpp"
#include "analysis/estimate.hpp"

namespace benchfolio::analysis {
namespace {

using model::History;

// Where all of `names` stand by their names, if they do.
template <class Named>
std::vector<std::optional<std::uint32_t>> found_in(const std::vector<Named>& all, const std::vector<Named>& names) {
    std::map<std::string_view, std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < all.size(); ++i) numbers[all[i].name] = i;
    std::vector<std::optional<std::uint32_t>> found;
    for (const Named& each : names) {
        const auto at = numbers.find(each.name);
        found.push_back(at == numbers.end() ? std::nullopt : std::optional{at->second});
    }
    return found;
}

// Whether nobody's fork was measured, or the one that the trends are of.
std::vector<bool> of_project(const History& trends, const History& aside) {
    std::set<std::string> own{""};
    for (const model::Run& run : trends.runs)
        if (run.commit && run.commit->fork) own.insert(*run.commit->fork);
    std::vector<bool> result;
    for (const model::Run& run : aside.runs) {
        const std::string fork = run.commit ? run.commit->fork.value_or("") : "";
        result.push_back(own.contains(fork) && own.contains(run.purpose.owner));
    }
    return result;
}

std::vector<double> trusted(const History& aside, const Options& options) {
    std::vector<double> values = estimates(aside.columns, options.estimate).value;
    const std::vector<std::uint8_t> wrong = outliers(aside, options.triage.outliers);
    for (std::size_t row = 0; row < values.size(); ++row)
        if (wrong[row] != 0) values[row] = model::absent;
    return values;
}

}  // namespace

Baselines::Baselines(const History& history, const Options& options, const Configurations& known)
    : history_(history), known_(known) {
    if (!history.aside) return;
    const History& aside = *history.aside;
    estimate_ = trusted(aside, options);
    of_project_ = analysis::of_project(history, aside);
    const auto benchmarks = found_in(history.benchmarks, aside.benchmarks);
    const auto measures = found_in(history.measures, aside.measures);
    for (std::uint32_t i = 0; i < aside.series.size(); ++i) {
        const auto benchmark = benchmarks[aside.series[i].benchmark];
        const auto measure = measures[aside.series[i].measure];
        if (benchmark && measure) series_[{*benchmark, *measure}].push_back(i);
    }
}

Baselines::Values Baselines::values_of(std::uint32_t benchmark, std::uint32_t measure) const {
    Values values;
    const auto found = series_.find({benchmark, measure});
    if (found == series_.end()) return values;
    for (const std::uint32_t index : found->second) {
        const model::Series& series = history_.aside->series[index];
        for (std::size_t row = series.first; row < series.last; ++row) {
            const std::uint32_t run = history_.aside->columns.run[row];
            if (known_.of_aside[run] && estimate_[row] > 0) values[run] = estimate_[row];
        }
    }
    return values;
}

std::vector<Baseline> Baselines::of(const Track& track) const {
    Values values = values_of(track.benchmark, track.measure);
    if (track.baseline) {
        const Values others = values_of(*track.baseline, track.measure);
        const bool lower = history_.measures[track.measure].direction == model::Direction::lower_is_better;
        std::erase_if(values, [&](const auto& each) { return !others.contains(each.first); });
        for (auto& [run, value] : values) value = lower ? others.at(run) / value : value / others.at(run);
    }
    std::vector<Baseline> result;
    for (const auto& [run, value] : values) result.push_back({run, *known_.of_aside[run], value, of_project_[run]});
    return result;
}

}  // namespace benchfolio::analysis
