#include "analysis/run_noise.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "system/parallel.hpp"

namespace benchfolio::analysis {
namespace {

// The first value says which scale a series is on: nothing later may change what was said of it. A value that has no
// logarithm stands below all before it.
// Filled in from the place `begin` on.
void to_scale(std::span<const double> estimates, std::size_t begin, std::span<double> values) {
    double smallest = 0;
    for (std::size_t i = 0; i < estimates.size(); ++i) {
        const double value = estimates[i];
        if (std::isnan(value)) continue;
        if (smallest == 0) smallest = value;
        if (value > 0) smallest = std::min(smallest, value);
        if (i < begin) continue;
        values[i] = smallest > 0 ? std::log(value > 0 ? value : smallest / 2) : value;
    }
}

std::uint32_t first_run(const model::History& history, std::uint32_t series) {
    return history.columns.run[history.series[series].first];
}

}  // namespace

RunNoises::RunNoises(const Context& context, std::uint32_t begin)
    : context_{context},
      measures_{context.history.measures.size()},
      taken_{begin},
      values_(context.history.columns.size(), model::absent),
      noise_(context.history.runs.size() * measures_) {
    add_groups();
    system::parallel_for(context.options.jobs, groups_.size(), [&](unsigned, std::size_t i) { fill(groups_[i]); });
}

// Those of testbeds whose results may be compared.
void RunNoises::add_groups() {
    const model::History& history = context_.history;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> groups;
    for (std::uint32_t i = 0; i < history.series.size(); ++i)
        if (const model::Series& series = history.series[i];
            series.size() > 0 && history.testbeds[series.testbed].comparable())
            groups[{series.testbed, series.measure}].push_back(i);
    const auto first = [&](std::uint32_t series) { return first_run(history, series); };
    for (auto& [key, series] : groups) {
        std::ranges::stable_sort(series, {}, first);
        groups_.push_back({series, {}, {}, {}, TestbedNoise{series.size()}, 0});
    }
    std::ranges::stable_sort(groups_, {}, [&](const Group& group) { return first(group.series[0]); });
}

// Sorted by counting, since the rows of a series are in the order of the runs.
void RunNoises::fill(Group& group) {
    const model::History& history = context_.history;
    const auto& run_of = history.columns.run;
    std::vector<std::size_t> next(history.runs.size() - taken_ + 1);
    const auto for_each_row = [&](auto visit) {
        for (std::uint32_t i = 0; i < group.series.size(); ++i)
            for (std::size_t row = history.series[group.series[i]].last;
                 row-- > history.series[group.series[i]].first && run_of[row] >= taken_;)
                if (!std::isnan(values_[row])) visit(run_of[row] - taken_, Cell{values_[row], i});
    };
    for (const std::uint32_t i : group.series) {
        const auto& [benchmark, measure, testbed, first, last] = history.series[i];
        const auto begin = std::lower_bound(run_of.begin() + static_cast<std::ptrdiff_t>(first),
                                            run_of.begin() + static_cast<std::ptrdiff_t>(last), taken_);
        to_scale(context_.estimates(history.series[i]), static_cast<std::size_t>(begin - run_of.begin()) - first,
                 std::span{values_}.subspan(first, last - first));
    }
    for_each_row([&](std::uint32_t run, const Cell&) { ++next[run]; });
    std::size_t total = 0;
    for (std::uint32_t run = 0; run < next.size(); ++run) {
        if (next[run] > 0) group.runs.push_back(run + taken_), group.starts.push_back(total);
        total += std::exchange(next[run], total);
    }
    group.starts.push_back(total);
    group.cells.resize(total);
    for_each_row([&](std::uint32_t run, const Cell& cell) { group.cells[next[run]++] = cell; });
}

void RunNoises::advance(std::uint32_t end) {
    system::parallel_for(context_.options.jobs, groups_.size(),
                         [&](unsigned, std::size_t i) { take(groups_[i], end); });
    taken_ = end;
}

void RunNoises::take(Group& group, std::uint32_t end) {
    const std::uint32_t measure = context_.history.series[group.series[0]].measure;
    for (; group.next < group.runs.size() && group.runs[group.next] < end; ++group.next) {
        const std::size_t first = group.starts[group.next], last = group.starts[group.next + 1];
        group.noise.take(group.runs[group.next], std::span{group.cells}.subspan(first, last - first),
                         [&](std::uint32_t run) -> RunNoise& { return noise_[run * measures_ + measure]; });
    }
}

std::size_t RunNoises::started(const Group& group) const {
    const auto end = std::ranges::lower_bound(
        group.series, taken_, {}, [&](std::uint32_t series) { return first_run(context_.history, series); });
    return static_cast<std::size_t>(end - group.series.begin());
}

}  // namespace benchfolio::analysis
