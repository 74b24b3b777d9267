#include "analysis/backtest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/gate.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::size_t results_to_persist = 3;

bool is_worse_above(const model::History& history, const GateRow& row) {
    return history.measures[row.measure].direction == model::Direction::lower_is_better;
}

// What only shows over all runs.
struct Reach {
    bool has_limit = false;     // some result had one on its worse side
    bool is_reachable = false;  // by a value that is not negative
    std::uint32_t longest = 0;  // history
};

class Replay {
  public:
    Replay(const Context& context, const Report& report)
        : context_(context),
          report_(report),
          history_(context.history),
          options_(context.options.gate),
          gate_history_(context, report, options_) {
        for (std::uint32_t i = 0; i < options_.thresholds.size(); ++i) result_.rules.emplace_back().threshold = i;
        result_.rules.emplace_back();
        reach_.resize(result_.rules.size());
    }

    Backtest run(std::optional<model::Time> since) {
        const std::vector<std::uint32_t> runs = judged_runs(since);
        std::vector<GateReport> reports(runs.size());
        system::parallel_for(context_.options.jobs, runs.size(), [&](unsigned, std::size_t i) {
            reports[i] = slim(gate(context_, gate_history_, {.head = {runs[i]}, .base = {}, .how = {}, .branch = {}}));
        });
        for (const GateReport& report : reports) count(report);
        for (std::size_t rule = 0; rule < result_.rules.size(); ++rule) explain(rule);
        if (result_.rules.back().results == 0) result_.rules.pop_back();
        return std::move(result_);
    }

  private:
    const Context& context_;
    const Report& report_;
    const model::History& history_;
    const GateOptions& options_;
    GateHistory gate_history_;
    Backtest result_;
    std::vector<Reach> reach_;  // by rule

    std::vector<std::uint32_t> judged_runs(std::optional<model::Time> since) const {
        std::vector<std::uint32_t> runs;
        for (std::uint32_t run = 0; run < history_.runs.size(); ++run)
            if (history_.testbeds[history_.runs[run].testbed].comparable() &&
                (!since || history_.runs[run].time >= *since))
                runs.push_back(run);
        return runs;
    }

    // All runs' reports are in memory at once: without their texts.
    static GateReport slim(GateReport report) {
        for (GateRow& row : report.rows) std::string{}.swap(row.reason);
        report.missing = {};
        report.unmatched = {};
        return report;
    }

    void count(const GateReport& report) {
        ++result_.runs;
        if (report.light() == Light::red) ++result_.failed;
        const bool whole = std::ranges::count(report.shifts, Light::red, &RunShift::light) > 0;
        if (whole) ++result_.whole;
        for (const GateRow& row : report.rows) count(row, whole);
    }

    void count(const GateRow& row, bool whole) {
        const std::size_t index = row.threshold ? *row.threshold : result_.rules.size() - 1;
        TestedRule& rule = result_.rules[index];
        ++rule.results;
        reach_[index].longest = std::max(reach_[index].longest, row.n);
        if (row.light == Light::unknown) ++rule.unknown;
        if (row.light == Light::amber) ++rule.amber;
        note_limit(row, reach_[index]);
        if (row.light != Light::red) return;
        if (whole) {
            ++rule.whole;
        } else {
            ++rule.alerts;
            ++outcome(row, rule);
        }
    }

    void note_limit(const GateRow& row, Reach& reach) const {
        if (!row.threshold || row.light == Light::unknown) return;
        const bool above = is_worse_above(history_, row);
        const std::optional<double>& limit = above ? row.upper : row.lower;
        reach.has_limit = reach.has_limit || limit.has_value();
        reach.is_reachable = reach.is_reachable || (limit && (above || *limit > 0));
    }

    // ---- what became of an alert

    const model::Series& series_of(const GateRow& row) const {
        for (const model::Series& series : history_.series_of(row.benchmark))
            if (series.measure == row.measure && series.testbed == row.testbed) return series;
        throw std::logic_error{"a row of the gate is of no series"};
    }

    std::uint32_t& outcome(const GateRow& row, TestedRule& rule) const {
        const model::Series& series = series_of(row);
        if (is_confirmed(series, row.run)) return rule.persisted;
        std::size_t later = 0;
        for (std::size_t at = first_after(series, row.run); at < series.last && later < results_to_persist; ++at) {
            if (std::isnan(context_.estimate[at])) continue;
            if (!is_beyond(context_.estimate[at], row)) return rule.reverted;
            ++later;
        }
        return later == results_to_persist ? rule.persisted : rule.undecided;
    }

    std::size_t first_after(const model::Series& series, std::uint32_t run) const {
        const auto& runs = history_.columns.run;
        const auto first = runs.begin() + static_cast<std::ptrdiff_t>(series.first);
        const auto last = runs.begin() + static_cast<std::ptrdiff_t>(series.last);
        return static_cast<std::size_t>(std::upper_bound(first, last, run) - runs.begin());
    }

    // A confirmed change that began with this run, or did just before and was not yet confirmed.
    bool is_confirmed(const model::Series& series, std::uint32_t run) const {
        const auto index = static_cast<std::uint32_t>(&series - history_.series.data());
        return std::ranges::any_of(report_.changes, [&](const Change& change) {
            return change.series == index && change.state == ChangeState::confirmed && change.first_run_after <= run &&
                   change.confirmed_by && *change.confirmed_by >= run;
        });
    }

    bool is_beyond(double value, const GateRow& row) const {
        const bool above = is_worse_above(history_, row);
        if (const auto& limit = above ? row.upper : row.lower) return above ? value > *limit : value < *limit;
        const double effect = 1 + options_.minimum_effect;
        return above ? value > row.baseline * effect : value < row.baseline / effect;
    }

    // ---- what can never be

    void explain(std::size_t index) {
        TestedRule& rule = result_.rules[index];
        if (!rule.threshold) return;
        const Threshold& threshold = options_.thresholds[*rule.threshold];
        const Reach& reach = reach_[index];
        if (rule.results == 0)
            rule.never = "no result comes under it: its patterns match nothing, or a later threshold takes all";
        else if (rule.unknown == rule.results && reach.longest < threshold.min_sample_size)
            rule.never = fmt::format("it wants {} runs of history, and no series has more than {}",
                                     threshold.min_sample_size, reach.longest);
        else if (rule.unknown == rule.results)
            rule.never = "no limits follow from these results by its test";
        else if (!reach.has_limit)
            rule.never = "it has no limit on the side on which these measures are worse";
        else if (!reach.is_reachable)
            rule.never = "its lower limit is never above 0, and no result is below that";
    }
};

}  // namespace

Backtest backtest(const Context& context, const Report& report, std::optional<model::Time> since) {
    return Replay{context, report}.run(since);
}

}  // namespace benchfolio::analysis
