#include "analysis/gate_history.hpp"

#include <algorithm>
#include <cmath>

namespace benchfolio::analysis {

std::vector<double> newest_level(const Past& past) {
    const auto first = past.level.empty() ? past.level.end() : std::ranges::lower_bound(past.level, past.level.back());
    return {past.value.begin() + (first - past.level.begin()), past.value.end()};
}

GateHistory::GateHistory(const Context& context, const Report& report, const GateOptions& options)
    : context_(context),
      report_(report),
      options_(options),
      changes_(context.history.series.size()),
      jumps_(context, report) {
    for (std::uint32_t i = 0; i < report.changes.size(); ++i)
        if (report.changes[i].confirmed_by) changes_[report.changes[i].series].push_back(i);
    for (auto& of_series : changes_)
        std::ranges::sort(of_series, {}, [&](std::uint32_t i) { return report.changes[i].first_run_after; });
}

bool GateHistory::counts(std::size_t row, const model::Run& head) const {
    if (std::isnan(context_.estimate[row])) return false;
    if (!report_.outlier.empty() && report_.outlier[row] != 0) return false;
    const model::Run& run = context_.run_of(row);
    if (run.purpose.kind != model::Kind::nightly) return false;
    const bool elsewhere = !options_.base_branch.empty() && run.commit && run.commit->branch &&
                           *run.commit->branch != options_.base_branch;
    return run.suite == head.suite && !elsewhere;
}

Past GateHistory::before(std::uint32_t index, std::uint32_t head, std::optional<std::uint32_t> base,
                         std::size_t most) const {
    const model::Series& series = context_.history.series[index];
    const auto& runs = context_.history.columns.run;
    const std::uint32_t end = base ? std::min(head, *base + 1) : head;  // runs are by time
    const auto first = runs.begin() + static_cast<std::ptrdiff_t>(series.first);
    const auto last = std::lower_bound(first, runs.begin() + static_cast<std::ptrdiff_t>(series.last), end);
    Past past;
    for (auto row = static_cast<std::size_t>(last - runs.begin()); row > series.first && past.run.size() < most; --row)
        if (counts(row - 1, context_.history.runs[head])) {
            past.run.push_back(runs[row - 1]);
            past.value.push_back(context_.estimate[row - 1]);
        }
    std::ranges::reverse(past.run);
    std::ranges::reverse(past.value);
    past.level.assign(past.run.size(), 0);
    for (const std::uint32_t i : changes_[index]) {
        const Change& change = report_.changes[i];
        if (*change.confirmed_by >= head || (change.retracted_by && *change.retracted_by < head)) continue;
        for (std::size_t k = past.run.size(); k > 0 && past.run[k - 1] >= change.first_run_after; --k)
            ++past.level[k - 1];
    }
    return past;
}

SeenJumps GateHistory::elsewhere(std::uint32_t testbed, std::uint32_t measure, std::uint32_t head,
                                 std::optional<std::uint32_t> base) const {
    return jumps_.elsewhere(testbed, measure, context_.history.runs[head].suite,
                            base ? std::min(head, *base + 1) : head);
}

std::vector<double> GateHistory::flips(std::uint32_t benchmark, std::uint32_t measure,
                                       const model::Suite& suite) const {
    std::vector<double> flips;
    for (const model::Series& series : context_.history.series_of(benchmark)) {
        const auto index = static_cast<std::size_t>(&series - context_.history.series.data());
        if (series.measure != measure || index >= report_.series.size()) continue;
        for (const SuiteNoise& noise : report_.series[index].noise)
            if (noise.suite == suite && noise.bimodal) flips.push_back(std::log(noise.bimodal->ratio));
    }
    return flips;
}

}  // namespace benchfolio::analysis
