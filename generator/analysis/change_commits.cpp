#include "analysis/change_commits.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "analysis/estimate.hpp"

namespace benchfolio::analysis {
namespace {

using model::History;
using model::Run;

const std::string& id_of(const Run& run) {
    static const std::string none;
    return run.commit ? run.commit->id : none;
}

// Finds a commit by its id or by the beginning of it.
class Places {
  public:
    explicit Places(const std::vector<KnownCommit>& commits) {
        for (std::uint32_t i = 0; i < commits.size(); ++i) places_.emplace(commits[i].id, i);
    }

    std::optional<std::uint32_t> of(const std::string& id) const {
        if (id.empty()) return std::nullopt;
        const auto next = places_.lower_bound(id);
        if (next != places_.end() && next->first.starts_with(id)) return next->second;
        if (next != places_.begin() && id.starts_with(std::prev(next)->first)) return std::prev(next)->second;
        return std::nullopt;
    }

  private:
    std::map<std::string, std::uint32_t> places_;
};

class Examination {
  public:
    Examination(const History& history, const Options& options, const Report& report, ChangeRange range)
        : history_{history}, options_{options}, report_{report} {
        result_.range = std::move(range);
    }

    ChangeCommits result(std::optional<std::vector<KnownCommit>> commits) && {
        const Run &before = history_.runs[result_.range.last_run_before],
                  &after = history_.runs[result_.range.first_run_after];
        result_.same_commit = !id_of(before).empty() && id_of(before) == id_of(after);
        choose_testbed();
        if (result_.same_commit) return std::move(result_);
        result_.commits = commits ? std::move(*commits) : measured_between(before, after);
        result_.results.resize(result_.commits.size());
        const Places places{result_.commits};
        for (const std::uint32_t change : result_.range.seen_by) add_results(change, places);
        bisect();
        return std::move(result_);
    }

  private:
    const Change& change(std::uint32_t index) const { return report_.changes[index]; }
    const model::Series& series(std::uint32_t index) const { return history_.series[change(index).series]; }

    void choose_testbed() {
        const auto runs_on = [&](std::uint32_t index) { return !report_.series[change(index).series].retired; };
        const auto& seen_by = result_.range.seen_by;
        const auto active = std::ranges::find_if(seen_by, runs_on);
        result_.measure_on = active == seen_by.end() ? seen_by.front() : *active;
        const Change& chosen = change(result_.measure_on);
        if (const auto noise = report_.series[chosen.series].noise_between)
            result_.runs = runs_to_tell(*noise, chosen.ratio);
    }

    // The newest first, as a clone tells them.
    std::vector<KnownCommit> measured_between(const Run& before, const Run& after) const {
        std::map<std::string, KnownCommit> known;
        std::vector<const Run*> first_runs;
        for (std::uint32_t i = result_.range.last_run_before + 1; i <= result_.range.first_run_after; ++i) {
            const Run& run = history_.runs[i];
            if (id_of(run).empty() || id_of(run) == id_of(before) || run.commit->dirty) continue;
            if (id_of(run) == id_of(after) && &run != &after) continue;
            if (known.emplace(id_of(run), KnownCommit{id_of(run), {}, {}, run.commit->time, {}}).second)
                first_runs.push_back(&run);
        }
        std::vector<KnownCommit> commits;
        for (const Run* run : in_order(std::move(first_runs), after))
            commits.push_back(std::move(known.at(id_of(*run))));
        for (std::uint32_t i = 0; i + 1 < commits.size(); ++i) commits[i].parents = {i + 1};
        return commits;
    }

    // By the time of the commit if all have one, the newest first; in any case the first bad one before all.
    static std::vector<const Run*> in_order(std::vector<const Run*> runs, const Run& after) {
        const bool dated = std::ranges::all_of(runs, [](const Run* run) { return run->commit->time.has_value(); });
        const auto time = [&](const Run* run) { return dated ? *run->commit->time : run->time; };
        std::ranges::reverse(runs);
        std::ranges::stable_sort(runs, [&](const Run* a, const Run* b) { return time(a) > time(b); });
        std::ranges::stable_partition(runs, [&](const Run* run) { return run == &after; });
        return runs;
    }

    void add_results(std::uint32_t index, const Places& places) {
        const model::Series& own = series(index);
        const model::Suite& suite = history_.runs[change(index).first_run_after].suite;
        for (std::size_t row = own.first; row < own.last; ++row)
            if (report_.outlier.empty() || report_.outlier[row] == 0)
                add(index, suite, history_, history_.columns.run[row], report_.estimate[row], places);
        if (history_.aside) add_aside(index, suite, places);
    }

    void add_aside(std::uint32_t index, const model::Suite& suite, const Places& places) {
        const History& aside = *history_.aside;
        const model::Series& own = series(index);
        const auto estimate = estimates(aside.columns, options_.estimate).value;
        for (const model::Series& other : aside.series) {
            if (aside.benchmarks[other.benchmark].name != history_.benchmarks[own.benchmark].name ||
                aside.measures[other.measure].name != history_.measures[own.measure].name ||
                aside.testbeds[other.testbed].slug != history_.testbeds[own.testbed].slug)
                continue;
            for (std::size_t row = other.first; row < other.last; ++row)
                add(index, suite, aside, aside.columns.run[row], estimate[row], places);
        }
    }

    void add(std::uint32_t index, const model::Suite& suite, const History& of, std::uint32_t run, double value,
             const Places& places) {
        const Run& one = of.runs[run];
        const auto place = places.of(id_of(one));
        if (!place || !model::present(value) || one.suite != suite || one.commit->dirty) return;
        const bool aside = &of != &history_;
        const Level level = level_at(change(index), aside ? std::nullopt : std::optional{run}, value);
        result_.results[*place].push_back({run, aside, index, value, level});
    }

    static Level level_at(const Change& change, std::optional<std::uint32_t> run, double value) {
        if (run == change.last_run_before) return Level::before;
        if (run == change.first_run_after) return Level::after;
        return level_of(value, change.before, change.after);
    }

    static Level level_of_all(const std::vector<CommitResult>& results) {
        if (results.empty()) return Level::untested;
        for (const Level level : {Level::before, Level::after}) {
            const auto votes = std::ranges::count(results, level, &CommitResult::level);
            if (2 * static_cast<std::size_t>(votes) > results.size()) return level;
        }
        return Level::unclear;
    }

    // The first bad commit contains all others, whatever else was measured of it.
    void bisect() {
        std::vector<BisectedCommit> commits(result_.commits.size());
        for (std::size_t i = 0; i < commits.size(); ++i) {
            result_.levels.push_back(i == 0 ? Level::after : level_of_all(result_.results[i]));
            commits[i] = {result_.commits[i].parents, result_.levels[i]};
        }
        result_.bisection = bisection(commits);
    }

    const History& history_;
    const Options& options_;
    const Report& report_;
    ChangeCommits result_;
};

}  // namespace

ChangeRange range_of(const History& history, const Report& report, std::uint32_t change) {
    const Change& asked = report.changes[change];
    const model::Series& own = history.series[asked.series];
    ChangeRange range{{change}, asked.last_run_before, asked.first_run_after};
    for (const std::uint32_t index : report.change_groups[asked.group].changes) {
        const Change& other = report.changes[index];
        const model::Series& series = history.series[other.series];
        const std::uint32_t last = std::max(range.last_run_before, other.last_run_before),
                            first = std::min(range.first_run_after, other.first_run_after);
        if (index == change || other.state != ChangeState::confirmed || other.direction != asked.direction ||
            series.benchmark != own.benchmark || series.measure != own.measure || last >= first)
            continue;
        range.seen_by.push_back(index);
        range.last_run_before = last;
        range.first_run_after = first;
    }
    return range;
}

ChangeCommits change_commits(const History& history, const Options& options, const Report& report, ChangeRange range,
                             std::optional<std::vector<KnownCommit>> commits) {
    return Examination{history, options, report, std::move(range)}.result(std::move(commits));
}

}  // namespace benchfolio::analysis
