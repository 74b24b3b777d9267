#include "analysis/jump_record.hpp"

#include <algorithm>
#include <cmath>

namespace benchfolio::analysis {
namespace {

constexpr std::size_t steady_runs = 12;  // fewer do not say how runs of a testbed usually vary

// Only steps of positive values have logarithms and, with a median, a level.
PastSeries past_of(const Context& context, const model::Series& series, const std::vector<Step>& steps, double sign,
                   const std::vector<std::uint32_t>& numbers) {
    PastSeries past;
    for (std::uint32_t level = 0; level < steps.size(); ++level)
        for (std::size_t row = series.first + steps[level].first; row < series.first + steps[level].last; ++row) {
            if (!(context.estimate[row] > 0)) continue;
            past.run.push_back(numbers[context.history.columns.run[row]]);
            past.value.push_back(sign * std::log(context.estimate[row]));
            past.level.push_back(level);
        }
    return past;
}

std::vector<std::uint32_t> runs_of(const Context& context, const std::vector<std::uint32_t>& series) {
    std::vector<std::uint8_t> has(context.history.runs.size());
    for (const std::uint32_t s : series)
        for (std::size_t row = context.history.series[s].first; row < context.history.series[s].last; ++row)
            has[context.history.columns.run[row]] = 1;
    std::vector<std::uint32_t> runs;
    for (std::uint32_t run = 0; run < has.size(); ++run)
        if (has[run] != 0) runs.push_back(run);
    return runs;
}

void add_sizes(const std::vector<Jump>& jumps, std::uint32_t before, std::vector<double>& sizes) {
    for (const Jump& jump : jumps)
        if (jump.run < before) sizes.push_back(jump.size);
}

}  // namespace

JumpRecord::JumpRecord(const Context& context, const Report& report) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> series;
    for (std::uint32_t s = 0; s < report.series.size(); ++s)
        if (!report.series[s].steps.empty())
            series[{context.history.series[s].measure, context.history.series[s].testbed}].push_back(s);
    for (const auto& [key, of_key] : series) records_[key] = record_of(context, report, of_key);
}

JumpRecord::Record JumpRecord::record_of(const Context& context, const Report& report,
                                         const std::vector<std::uint32_t>& series) {
    const auto runs = runs_of(context, series);
    std::vector<std::uint32_t> numbers(context.history.runs.size());
    for (std::uint32_t i = 0; i < runs.size(); ++i) numbers[runs[i]] = i;
    const auto measure = context.history.series[series.front()].measure;
    const bool lower = context.history.measures[measure].direction == model::Direction::lower_is_better;
    std::vector<PastSeries> past;
    std::vector<std::size_t> results(runs.size());
    for (const std::uint32_t s : series) {
        past.push_back(past_of(context, context.history.series[s], report.series[s].steps, lower ? 1 : -1, numbers));
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

SeenJumps JumpRecord::elsewhere(std::uint32_t testbed, std::uint32_t measure, std::uint32_t run) const {
    SeenJumps seen;
    for (const auto& [key, record] : records_) {
        if (key.first != measure || key.second == testbed) continue;
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
