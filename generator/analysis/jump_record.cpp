#include "analysis/jump_record.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "analysis/steps.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::size_t steady_runs = 12;  // fewer do not say how runs of a testbed usually vary

using Part = JumpRecord::Part;

// The runs that are in a step of one of the parts, numbered by time.
class Numbers {
  public:
    Numbers(const model::History& history, const std::vector<Part>& parts) {
        const auto run_of = [&](const Part& part, std::uint32_t row) {
            return history.columns.run[history.series[part.series].first + row];
        };
        std::uint32_t end = 0;
        first_ = std::numeric_limits<std::uint32_t>::max();
        for (const Part& part : parts) {
            first_ = std::min(first_, run_of(part, part.steps.front().first));
            end = std::max(end, run_of(part, part.steps.back().last - 1) + 1);
        }
        std::vector<std::uint8_t> has(end - first_);
        for (const Part& part : parts)
            for (const Step& step : part.steps)
                for (std::uint32_t row = step.first; row < step.last; ++row) has[run_of(part, row) - first_] = 1;
        number_.resize(has.size());
        for (std::uint32_t i = 0; i < has.size(); ++i) {
            number_[i] = static_cast<std::uint32_t>(runs_.size());
            if (has[i] != 0) runs_.push_back(first_ + i);
        }
    }

    const std::vector<std::uint32_t>& runs() const { return runs_; }
    std::uint32_t of(std::uint32_t run) const { return number_[run - first_]; }

  private:
    std::uint32_t first_ = 0;
    std::vector<std::uint32_t> runs_, number_;  // number_: by run from the first one on
};

// Only steps of positive values have logarithms and, with a median, a level.
PastSeries past_of(const Context& context, const model::Series& series, const std::vector<Step>& steps, double sign,
                   const Numbers& numbers) {
    PastSeries past;
    for (std::uint32_t level = 0; level < steps.size(); ++level)
        for (std::size_t row = series.first + steps[level].first; row < series.first + steps[level].last; ++row) {
            if (!(context.estimate[row] > 0)) continue;
            past.run.push_back(numbers.of(context.history.columns.run[row]));
            past.value.push_back(sign * std::log(context.estimate[row]));
            past.level.push_back(level);
        }
    return past;
}

void add_sizes(const std::vector<Jump>& jumps, std::uint32_t before, std::vector<double>& sizes) {
    for (const Jump& jump : jumps)
        if (jump.run < before) sizes.push_back(jump.size);
}

}  // namespace

JumpRecord::JumpRecord(const Context& context, const Report& report) {
    std::map<Key, std::vector<Part>> parts;
    for (std::uint32_t s = 0; s < report.series.size(); ++s) {
        const model::Series& series = context.history.series[s];
        for (SuiteSteps& of_suite : by_suite(context.history, series, report.series[s].steps))
            parts[{of_suite.suite, series.measure, series.testbed}].push_back({s, std::move(of_suite.steps)});
    }
    for (const auto& [key, of_key] : parts) records_[key] = record_of(context, of_key);
}

JumpRecord::Record JumpRecord::record_of(const Context& context, const std::vector<Part>& parts) {
    const model::History& history = context.history;
    const Numbers numbers{history, parts};
    const std::vector<std::uint32_t>& runs = numbers.runs();
    const auto measure = history.series[parts.front().series].measure;
    const bool lower = history.measures[measure].direction == model::Direction::lower_is_better;
    std::vector<PastSeries> past;
    std::vector<std::size_t> results(runs.size());
    for (const Part& part : parts) {
        past.push_back(past_of(context, history.series[part.series], part.steps, lower ? 1 : -1, numbers));
        for (const std::uint32_t run : past.back().run) ++results[run];
    }
    Background found = background(past, static_cast<std::uint32_t>(runs.size()));
    if (runs.size() < steady_runs) found.shift_jumps.clear();
    Record record{std::move(found.jumps), std::move(found.shift_jumps), {}};
    for (auto* jumps : {&record.jumps, &record.shift_jumps})
        for (Jump& jump : *jumps) jump.run = runs[jump.run];
    std::size_t sum = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) record.results.emplace_back(runs[i], sum += results[i]);
    return record;
}

SeenJumps JumpRecord::elsewhere(std::uint32_t testbed, std::uint32_t measure, const model::Suite& suite,
                                std::uint32_t run) const {
    SeenJumps seen;
    for (const auto& [key, record] : records_) {
        if (std::get<0>(key) != suite || std::get<1>(key) != measure || std::get<2>(key) == testbed) continue;
        const auto end = std::ranges::lower_bound(record.results, std::pair{run, std::size_t{0}});
        if (end == record.results.begin()) continue;
        seen.all_runs += static_cast<std::size_t>(end - record.results.begin());
        seen.all_results += std::prev(end)->second;
        add_sizes(record.jumps, run, seen.results);
        add_sizes(record.shift_jumps, run, seen.runs);
    }
    return seen;
}

}  // namespace benchfolio::analysis
