#include "analysis/run_noise.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "analysis/digest.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {
namespace {

// Where a series may be on either side of zero, or fall to it, and cannot be told beforehand.
class Scale {
  public:
    // The first value says which scale a series is on: nothing later may change what was said of it. A value that has
    // no logarithm stands below all before it.
    void see(double value) {
        if (smallest_ == 0) smallest_ = value;
        if (value > 0) smallest_ = std::min(smallest_, value);
    }
    // Of one that was seen last.
    double operator()(double value) const {
        return smallest_ > 0 ? std::log(value > 0 ? value : smallest_ / 2) : value;
    }

  private:
    double smallest_ = 0;
};

}  // namespace

RunNoises::RunNoises(const Context& context, const SuiteParts& suites, std::uint32_t begin)
    : context_{context},
      suites_{suites},
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
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::vector<SuitePart>> groups;
    for (const SuitePart& part : suites_.parts())
        if (const model::Series& series = history.series[part.series]; history.testbeds[series.testbed].comparable())
            groups[{series.testbed, series.measure, part.suite}].push_back(part);
    for (auto& [key, parts] : groups) {
        std::ranges::stable_sort(parts, {}, &SuitePart::first_run);
        groups_.push_back({parts, {}, {}, {}, TestbedNoise{parts.size()}, 0});
    }
    std::ranges::stable_sort(groups_, {}, [](const Group& group) { return group.parts[0].first_run; });
}

void RunNoises::scale(const SuitePart& part) {
    Scale scale;
    for (const RowRange& rows : suites_.rows(part))
        for (std::size_t row = rows.first; row < rows.last; ++row) {
            if (std::isnan(context_.estimate[row])) continue;
            scale.see(context_.estimate[row]);
            if (context_.history.columns.run[row] >= taken_) values_[row] = scale(context_.estimate[row]);
        }
}

// Sorted by counting, since the rows of a series are in the order of the runs.
void RunNoises::fill(Group& group) {
    const auto& run_of = context_.history.columns.run;
    std::uint32_t begin = std::max(taken_, group.parts[0].first_run), end = begin;
    for (const SuitePart& part : group.parts) {
        scale(part);
        end = std::max(end, run_of[suites_.rows(part).back().last - 1] + 1);
    }
    std::vector<std::size_t> next(end - begin);
    const auto for_each_row = [&](auto visit) {
        for (std::uint32_t i = 0; i < group.parts.size(); ++i)
            for (const RowRange& rows : suites_.rows(group.parts[i]))
                for (std::size_t row = rows.last; row-- > rows.first && run_of[row] >= taken_;)
                    if (!std::isnan(values_[row])) visit(run_of[row] - begin, Cell{values_[row], i});
    };
    for_each_row([&](std::uint32_t run, const Cell&) { ++next[run]; });
    std::size_t total = 0;
    for (std::uint32_t run = 0; run < next.size(); ++run) {
        if (next[run] > 0) group.runs.push_back(run + begin), group.starts.push_back(total);
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
    const std::uint32_t measure = context_.history.series[group.parts[0].series].measure;
    for (; group.next < group.runs.size() && group.runs[group.next] < end; ++group.next) {
        const std::size_t first = group.starts[group.next], last = group.starts[group.next + 1];
        group.noise.take(group.runs[group.next], std::span{group.cells}.subspan(first, last - first),
                         [&](std::uint32_t run) -> RunNoise& { return noise_[run * measures_ + measure]; });
    }
}

std::vector<MemoKey> RunNoises::keys_up_to_each() const {
    std::vector<MemoKey> keys(noise_.size()), newest(context_.history.testbeds.size() * measures_);
    for (std::size_t run = 0; run < taken_; ++run)
        for (std::size_t measure = 0; measure < measures_; ++measure) {
            MemoKey& before = newest[context_.history.runs[run].testbed * measures_ + measure];
            const std::size_t at = run * measures_ + measure;
            keys[at] = before = Digest{}.add(before).add(noise_[at]).key("noise up to a run");
        }
    return keys;
}

std::size_t RunNoises::started(const Group& group) const {
    const auto end = std::ranges::lower_bound(group.parts, taken_, {}, &SuitePart::first_run);
    return static_cast<std::size_t>(end - group.parts.begin());
}

}  // namespace benchfolio::analysis
