#include "analysis/stretches.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace benchfolio::analysis {
namespace {

using Indices = std::vector<std::uint32_t>;

constexpr std::size_t founding_runs = 10, stretches_remembered = 64;

std::vector<Indices> benchmarks_by_run(const Context& context, std::span<const std::uint32_t> series) {
    std::vector<Indices> result(context.history.runs.size());
    for (const std::uint32_t index : series) {
        const model::Series& one = context.history.series[index];
        for (std::size_t row = one.first; row < one.last; ++row)
            if (!std::isnan(context.estimate[row])) result[context.history.columns.run[row]].push_back(one.benchmark);
    }
    return result;
}

// Stretches with the benchmarks that their first runs know.
class Division {
  public:
    explicit Division(const Context& context) : context_{context} {}

    void add(std::uint32_t run, const Indices& benchmarks) {
        const std::uint32_t stretch = find_or_begin(context_.history.runs[run].suite, benchmarks);
        result_[stretch].runs.push_back(run);
        if (result_[stretch].runs.size() > founding_runs) return;
        for (const std::uint32_t benchmark : benchmarks) known_[stretch][benchmark] = true;
    }
    std::vector<Stretch> result() && { return std::move(result_); }

  private:
    std::uint32_t find_or_begin(const model::Suite& suite, const Indices& benchmarks) {
        Indices& of_suite = by_suite_[suite];
        const std::size_t remembered = std::min(of_suite.size(), stretches_remembered);
        for (const std::uint32_t stretch : std::span{of_suite}.last(remembered))
            if (knows_half(stretch, benchmarks)) return stretch;
        of_suite.push_back(static_cast<std::uint32_t>(result_.size()));
        result_.push_back({suite, {}});
        known_.emplace_back(context_.history.benchmarks.size());
        return of_suite.back();
    }

    bool knows_half(std::uint32_t stretch, const Indices& benchmarks) const {
        const auto common = std::ranges::count_if(benchmarks, [&](std::uint32_t i) { return known_[stretch][i]; });
        return 2 * static_cast<std::size_t>(common) >= benchmarks.size();
    }

    const Context& context_;
    std::vector<Stretch> result_;
    std::vector<std::vector<bool>> known_;  // by stretch, by benchmark
    std::map<model::Suite, Indices> by_suite_;
};

}  // namespace

std::vector<Stretch> stretches(const Context& context, std::span<const std::uint32_t> series) {
    Division division{context};
    const auto benchmarks = benchmarks_by_run(context, series);
    for (std::uint32_t run = 0; run < benchmarks.size(); ++run)
        if (!benchmarks[run].empty()) division.add(run, benchmarks[run]);
    return std::move(division).result();
}

}  // namespace benchfolio::analysis
