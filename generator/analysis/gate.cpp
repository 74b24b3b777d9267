#include "analysis/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "analysis/default_rule.hpp"
#include "analysis/gate_history.hpp"
#include "analysis/threshold_limits.hpp"
#include "stats/distributions.hpp"
#include "stats/holm.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

using model::Direction;

const std::size_t default_most = Threshold{}.max_sample_size;
constexpr std::size_t default_least = 5;  // runs of history for the default rule
constexpr double worth_seeing = 0.25;     // noise that hides a change of this size leaves nothing to tell
constexpr double amber_rates = 4;         // no more than so many false alarm rates of invocations are amber by noise

// One benchmark and measure of the new runs of one testbed.
struct Candidate {
    std::size_t row = 0;  // of the report
    std::uint32_t series = 0;
    std::vector<std::uint32_t> runs;  // the new ones that have it
    std::vector<double> values;       // their estimates
    Past past;                        // as many as the rule takes
};

// Benchmarks whose runs shift together.
using GroupKey = std::tuple<std::uint32_t, std::uint32_t, model::Suite>;  // testbed, measure, suite
struct Group {
    std::vector<std::size_t> candidates;  // under the default rule
    std::vector<std::uint32_t> new_runs;
    std::uint32_t first = 0;  // new run
    double sign = 1;          // -1 where higher is better
};

std::string runs_text(std::size_t count) {
    return fmt::format("{} run{}", count, count == 1 ? "" : "s");
}

std::string percent(double ratio) {
    return fmt::format("{:.{}f} %", 100 * ratio, ratio < 0.1 ? 1 : 0);
}

class Gate {
  public:
    Gate(const Context& context, const GateHistory& history, const GateQuestion& question)
        : context_(context), question_(question), options_(context.options.gate), history_(history) {
        result_.false_alarm_rate = options_.false_alarm_rate;
        new_runs_.insert(question.head.begin(), question.head.end());
    }

    GateReport judge() {
        find_candidates();
        for (Candidate& candidate : candidates_) prepare(candidate);
        judge_groups();
        correct();
        find_missing();
        find_unmatched();
        sort_rows();
        return std::move(result_);
    }

  private:
    const Context& context_;
    const GateQuestion& question_;
    const GateOptions& options_;
    const GateHistory& history_;
    GateReport result_;
    std::set<std::uint32_t> new_runs_;
    std::vector<Candidate> candidates_;
    std::map<GroupKey, Group> groups_;
    std::map<std::uint32_t, GateBase> bases_;  // by testbed

    struct Judged {  // one group, as far as it does not depend on the other tests
        Finding shift;
        bool knows_shift = false;
        std::vector<Finding> off, on;  // with the new runs' shifts taken off, and not
    };
    std::map<GroupKey, Judged> judged_;
    std::map<double, double> visible_errors_;  // by degrees of freedom
    double share_ = 1;                         // of the false alarm rate, for the tests with a p

    const model::History& all() const { return context_.history; }
    const model::Run& run(std::uint32_t index) const { return all().runs[index]; }
    double sign_of(std::uint32_t measure) const {
        return all().measures[measure].direction == Direction::lower_is_better ? 1 : -1;
    }

    // ---- what is new

    void find_candidates() {
        for (std::uint32_t s = 0; s < all().series.size(); ++s) {
            std::map<model::Suite, Candidate> by_suite;
            for (const std::uint32_t head : new_runs_) add_values(s, head, by_suite);
            for (auto& [suite, candidate] : by_suite) add_row(std::move(candidate));
        }
    }

    void add_values(std::uint32_t index, std::uint32_t head, std::map<model::Suite, Candidate>& by_suite) const {
        const model::Series& series = all().series[index];
        if (run(head).testbed != series.testbed) return;
        const auto& runs = all().columns.run;
        const auto first = runs.begin() + static_cast<std::ptrdiff_t>(series.first);
        const auto last = runs.begin() + static_cast<std::ptrdiff_t>(series.last);
        const auto [from, until] = std::equal_range(first, last, head);
        for (auto row = from; row != until; ++row) {
            const double value = context_.estimate[static_cast<std::size_t>(row - runs.begin())];
            if (std::isnan(value)) continue;
            Candidate& candidate = by_suite[run(head).suite];
            candidate.series = index;
            candidate.runs.push_back(head);
            candidate.values.push_back(value);
        }
    }

    void add_row(Candidate candidate) {
        const model::Series& series = all().series[candidate.series];
        GateRow& row = result_.rows.emplace_back();
        row.benchmark = series.benchmark;
        row.measure = series.measure;
        row.testbed = series.testbed;
        row.run = candidate.runs.back();
        std::vector<double> values = candidate.values;
        row.value = *stats::median_in_place(values);
        candidate.row = result_.rows.size() - 1;
        candidates_.push_back(std::move(candidate));
    }

    // ---- thresholds

    std::string branch() const {
        if (!question_.branch.empty() || question_.head.empty()) return question_.branch;
        const auto& commit = run(question_.head.back()).commit;
        return commit && commit->branch ? *commit->branch : "";
    }

    std::string base_branch() const {
        if (!options_.base_branch.empty() || !question_.base) return options_.base_branch;
        const auto& commit = run(*question_.base).commit;
        return commit && commit->branch ? *commit->branch : "";
    }

    void prepare(Candidate& candidate) {
        GateRow& row = result_.rows[candidate.row];
        const model::Testbed& testbed = all().testbeds[row.testbed];
        row.threshold = threshold_for(options_.thresholds,
                                      {all().measures[row.measure].name, all().benchmarks[row.benchmark].name,
                                       testbed.label, testbed.slug, testbed.brand.value_or("")},
                                      branch(), base_branch());
        const std::size_t most = row.threshold ? options_.thresholds[*row.threshold].max_sample_size : default_most;
        candidate.past = history_.before(candidate.series, candidate.runs.front(), question_.base, most);
        note_base(row.testbed, candidate.past);
        std::vector<double> level = newest_level(candidate.past);
        row.baseline = stats::median_in_place(level).value_or(row.baseline);  // also where no test follows
        if (!testbed.comparable()) {
            row.reason = "the CPU is not recorded, so several may hide behind these results";
        } else if (row.threshold) {
            judge_by(options_.thresholds[*row.threshold], candidate, row);
        } else {
            prepare_default(candidate, row);
        }
    }

    void note_base(std::uint32_t testbed, const Past& past) {
        GateBase& base = bases_[testbed];
        base.testbed = testbed;
        base.how = question_.how;
        base.runs = std::max(base.runs, static_cast<std::uint32_t>(past.run.size()));
        if (!past.run.empty()) base.run = std::max(base.run.value_or(0), past.run.back());
    }

    std::string too_few(const GateRow& row, std::size_t have, std::size_t wanted) const {
        return fmt::format("{} of history on {}, {} are needed: {} more", runs_text(have),
                           all().testbeds[row.testbed].label, wanted, wanted - have);
    }

    void judge_by(const Threshold& threshold, const Candidate& candidate, GateRow& row) const {
        const std::vector<double> before = newest_level(candidate.past);
        row.n = static_cast<std::uint32_t>(before.size());
        const bool needs_history = threshold.test != ThresholdTest::static_limit;
        if (needs_history && before.size() < threshold.min_sample_size) {
            row.reason = too_few(row, before.size(), threshold.min_sample_size);
            return;
        }
        const auto limits = limits_of(threshold, before, row.value);
        if (!limits) {
            row.reason = fmt::format("no limits follow from these values by {}", name_of(threshold.test));
            return;
        }
        row.baseline = limits->centre;
        row.lower = limits->limits.lower;
        row.upper = limits->limits.upper;
        row.p = limits->p;
        if (row.baseline > 0 && row.value > 0 && !before.empty()) row.ratio = row.value / row.baseline;
        row.light = Light::green;
    }

    // ---- the default rule

    void prepare_default(const Candidate& candidate, GateRow& row) {
        row.n = static_cast<std::uint32_t>(newest_level(candidate.past).size());
        if (candidate.past.run.size() < default_least) {
            row.reason = too_few(row, candidate.past.run.size(), default_least);
            return;
        }
        const auto positive = [](double value) { return value > 0; };
        if (!std::ranges::all_of(candidate.past.value, positive) || !std::ranges::all_of(candidate.values, positive)) {
            row.reason = "a value is not positive, so there is no ratio: a [[threshold]] can judge it";
            return;
        }
        Group& group = groups_[{row.testbed, row.measure, run(row.run).suite}];
        group.candidates.push_back(static_cast<std::size_t>(&candidate - candidates_.data()));
        group.sign = sign_of(row.measure);
        for (const std::uint32_t head : candidate.runs)
            if (std::ranges::count(group.new_runs, head) == 0) group.new_runs.push_back(head);
    }

    void judge_groups() {
        for (const auto& [key, group] : groups_) judged_[key] = judged(key, group);
    }

    Judged judged(const GroupKey& key, const Group& group) const {
        std::vector<PastSeries> past;
        std::vector<NewValues> values;
        std::map<std::uint32_t, std::uint32_t> numbers;  // of past runs
        for (const std::size_t c : group.candidates)
            for (const std::uint32_t head : candidates_[c].past.run) numbers[head] = 0;
        std::uint32_t count = 0;
        for (auto& [head, number] : numbers) number = count++;
        for (const std::size_t c : group.candidates) {
            past.push_back(past_of(candidates_[c], numbers, group.sign));
            values.push_back(values_of(candidates_[c], group));
        }
        const auto& [testbed, measure, suite] = key;
        const std::uint32_t first = *std::ranges::min_element(group.new_runs);
        const SeenJumps elsewhere = history_.elsewhere(testbed, measure, first, question_.base);
        const DefaultRule rule{past, count, values, elsewhere};
        const Finding shift = rule.shift();
        const bool may_be_sure = is_sure(std::min(shift.p_worse, shift.p_better));  // no correction makes a p smaller
        return {shift, rule.knows_shift(), rule.findings(true),
                may_be_sure ? rule.findings(false) : std::vector<Finding>{}};
    }

    static PastSeries past_of(const Candidate& candidate, const std::map<std::uint32_t, std::uint32_t>& numbers,
                              double sign) {
        PastSeries past;
        past.level = candidate.past.level;
        for (const std::uint32_t each : candidate.past.run) past.run.push_back(numbers.at(each));
        for (const double value : candidate.past.value) past.value.push_back(sign * std::log(value));
        return past;
    }

    NewValues values_of(const Candidate& candidate, const Group& group) const {
        const GateRow& row = result_.rows[candidate.row];
        NewValues values{std::vector<double>(group.new_runs.size(), model::absent),
                         history_.flips(row.benchmark, row.measure, run(group.new_runs.front()).suite)};
        for (std::size_t i = 0; i < candidate.runs.size(); ++i) {
            const auto at = std::ranges::find(group.new_runs, candidate.runs[i]);
            values.of_run[static_cast<std::size_t>(at - group.new_runs.begin())] =
                group.sign * std::log(candidate.values[i]);
        }
        return values;
    }

    // ---- all tests together

    double limit() const { return std::log1p(options_.minimum_effect); }
    bool is_sure(double adjusted_p) const { return adjusted_p <= options_.false_alarm_rate; }

    // The p of every test: those of thresholds, then of each group its shift and its benchmarks.
    struct Tests {
        std::vector<double> worse, better;
        std::map<GroupKey, std::size_t> first;  // of the group
    };

    // What of `on` or `off` holds for a group, by whether its shift counts as a change.
    const std::vector<Finding>& findings(const GroupKey& key, const std::set<GroupKey>& shifted) const {
        return shifted.contains(key) ? judged_.at(key).on : judged_.at(key).off;
    }

    Tests tests(const std::set<GroupKey>& shifted) const {
        Tests all;
        for (const GateRow& row : result_.rows)
            if (row.p) {
                all.worse.push_back(*row.p);
                all.better.push_back(*row.p);
            }
        for (const auto& [key, judged] : judged_) {
            all.first[key] = all.worse.size();
            if (judged.knows_shift) add(judged.shift, all);
            for (const Finding& finding : findings(key, shifted)) add(finding, all);
        }
        for (std::vector<double>* p : {&all.worse, &all.better}) {
            *p = stats::holm_adjusted(*p);
            for (double& each : *p) each = std::min(1.0, each / share_);
        }
        return all;
    }

    static void add(const Finding& finding, Tests& all) {
        all.worse.push_back(finding.p_worse);
        all.better.push_back(finding.p_better);
    }

    // Shifts first: which of them are changes decides what the benchmarks are held against.
    void correct() {
        share_ = judged_.empty() ? 1 : noise_share;
        std::set<GroupKey> shifted;
        const Tests first = tests(shifted);
        for (const auto& [key, judged] : judged_)
            if (judged.knows_shift && judge_shift(key, judged, first)) shifted.insert(key);
        const Tests second = tests(shifted);
        correct_thresholds(second);
        for (const auto& [key, group] : groups_) correct_group(key, group, second, shifted);
        for (const auto& [testbed, base] : bases_) result_.bases.push_back(base);
        for (const GateRow& row : result_.rows) ++count_of(row.light);
    }

    std::uint32_t& count_of(Light light) {
        return light == Light::red     ? result_.red
               : light == Light::amber ? result_.amber
               : light == Light::green ? result_.green
                                       : result_.unknown;
    }

    bool is_by_itself(const Finding& finding, double share) const {
        return finding.usual || std::min(1.0, finding.jump_p / share) > options_.false_alarm_rate;
    }

    std::string by_itself(const Finding& finding, const std::string& testbed) const {
        if (finding.usual) return "this benchmark is known to jump so far without a change: measure again";
        return fmt::format("{} of {} results on {} and elsewhere jumped without a change: measure again",
                           finding.jumps.jumps, finding.jumps.of, testbed);
    }

    // Whether the shift counts as a change of the whole suite.
    bool judge_shift(const GroupKey& key, const Judged& judged, const Tests& tests) {
        const Finding& finding = judged.shift;
        const auto& [testbed, measure, suite] = key;
        const double sign = sign_of(measure);
        RunShift shift;
        shift.testbed = testbed;
        shift.measure = measure;
        shift.benchmarks = static_cast<std::uint32_t>(judged.off.size());
        shift.ratio = std::exp(sign * finding.change);
        shift.interval = interval_of(finding, sign);
        const bool worse = is_sure(tests.worse[tests.first.at(key)]) && finding.low() > limit();
        const bool better = is_sure(tests.better[tests.first.at(key)]) && finding.high() < -limit();
        const bool jump = is_by_itself(finding, shift_share);
        if (worse) {
            shift.light = jump ? Light::amber : Light::red;
            shift.reason = shift_reason(shift, finding, jump);
        }
        shift.better = better && !jump;
        shift.taken_off = shift.light != Light::red && !shift.better;
        result_.shifts.push_back(std::move(shift));
        return !result_.shifts.back().taken_off;
    }

    std::string shift_reason(const RunShift& shift, const Finding& finding, bool jump) const {
        const std::string said = fmt::format("the run as a whole is {} {}", percent(std::abs(shift.ratio - 1)),
                                             shift.ratio > 1 ? "higher" : "lower");
        if (!jump) return said + ", as no host here was known to be without a change";
        return fmt::format("{}; {} of {} here were off by themselves, by a busy host: measure again", said,
                           finding.jumps.jumps, runs_text(finding.jumps.of));
    }

    static Interval interval_of(const Finding& finding, double sign) {
        const double low = std::exp(sign * finding.low()), high = std::exp(sign * finding.high());
        return {std::min(low, high), std::max(low, high)};
    }

    void correct_thresholds(const Tests& tests) {
        std::size_t next = 0;
        for (GateRow& row : result_.rows) {
            if (row.p) row.adjusted_p = tests.worse[next++];
            if (!row.threshold || row.light == Light::unknown) continue;
            const bool above = row.upper && row.value > *row.upper, below = row.lower && row.value < *row.lower;
            if (!above && !below) continue;
            const bool lower_is_better = sign_of(row.measure) > 0;
            row.better = above != lower_is_better;
            if (row.better) continue;
            const bool sure = !row.adjusted_p || is_sure(*row.adjusted_p);
            row.light = sure ? Light::red : Light::amber;
            row.reason = fmt::format("beyond the limit of {}", threshold_name(*row.threshold));
            if (!sure) row.reason += ", but one of so many tests is so by chance: measure again";
        }
    }

    std::string threshold_name(std::uint32_t index) const {
        const Threshold& threshold = options_.thresholds[index];
        return threshold.place.empty() ? std::string{name_of(threshold.test)}
                                       : fmt::format("{} ({})", name_of(threshold.test), threshold.place);
    }

    void correct_group(const GroupKey& key, const Group& group, const Tests& tests, const std::set<GroupKey>& shifted) {
        const std::size_t first = tests.first.at(key) + (judged_.at(key).knows_shift ? 1 : 0);
        const std::vector<Finding>& all = findings(key, shifted);
        for (std::size_t i = 0; i < all.size(); ++i) {
            GateRow& row = result_.rows[candidates_[group.candidates[i]].row];
            row.p = all[i].p_worse;
            row.adjusted_p = tests.worse[first + i];
            describe(all[i], group.sign, row);
            if (all[i].n == 0 || !(all[i].degrees > 0)) {
                row.reason = too_few(row, all[i].n, 2);
                continue;
            }
            judge_row(all[i], tests.better[first + i], tests.worse.size(), row);
        }
    }

    static void describe(const Finding& finding, double sign, GateRow& row) {
        row.n = finding.n;
        row.baseline = std::exp(sign * finding.level);
        row.ratio = std::exp(sign * finding.change);
        row.interval = interval_of(finding, sign);
    }

    void judge_row(const Finding& finding, double better_p, std::size_t count, GateRow& row) {
        const bool beyond = finding.low() > limit(), jump = is_by_itself(finding, jump_share);
        row.light = Light::green;
        if (is_sure(*row.adjusted_p) && beyond) {
            row.light = jump ? Light::amber : Light::red;
            row.reason = jump ? by_itself(finding, all().testbeds[row.testbed].label) : "";
        } else if (is_sure(*row.adjusted_p)) {
            row.light = Light::amber;
            row.reason =
                fmt::format("a change, but perhaps no more than {}: measure again", percent(options_.minimum_effect));
        } else if (beyond && *row.adjusted_p <= amber_rates * options_.false_alarm_rate) {
            row.light = Light::amber;
            row.reason = "beyond the limit, but one of so many benchmarks is so by chance: measure again";
        } else if (is_sure(better_p) && finding.high() < -limit() && !jump) {
            row.better = true;
        } else {
            find_hidden(finding, count, row);
        }
    }

    // Standard errors that make a change visible; most rows have the same degrees.
    double visible_errors(double degrees, std::size_t count) {
        const auto [known, is_new] = visible_errors_.try_emplace(degrees);
        const double alpha = options_.false_alarm_rate * share_ / static_cast<double>(count);
        if (is_new)
            known->second = stats::student_t_quantile(1 - alpha, degrees) + stats::student_t_quantile(0.8, degrees);
        return known->second;
    }

    // What could have been seen: a change that four of five times is sure (Cohen, Statistical Power Analysis, 1988).
    void find_hidden(const Finding& finding, std::size_t count, GateRow& row) {
        const double standards = visible_errors(finding.degrees, count);
        const double visible = std::expm1(standards * finding.error);
        if (visible <= std::max(worth_seeing, options_.minimum_effect)) return;
        const double wanted = std::log1p(std::max(worth_seeing, options_.minimum_effect));
        const double runs = std::ceil(std::pow(standards * finding.error / wanted, 2) * 1.6);
        row.light = Light::unknown;
        row.reason = fmt::format("the noise on {} hides changes below {}: {} of this commit would show {}",
                                 all().testbeds[row.testbed].label, percent(visible),
                                 runs_text(static_cast<std::size_t>(runs)), percent(worth_seeing));
    }

    // ---- what is not there

    void find_missing() {
        std::set<std::string> missing;
        for (const auto& [testbed, base] : bases_) {
            if (!base.run) continue;
            for (const model::Series& series : all().series)
                if (series.testbed == testbed && has(series, *base.run) && !is_new(series.benchmark, testbed))
                    missing.insert(all().benchmarks[series.benchmark].name);
        }
        result_.missing.assign(missing.begin(), missing.end());
    }

    bool has(const model::Series& series, std::uint32_t index) const {
        const auto& runs = all().columns.run;
        return std::binary_search(runs.begin() + static_cast<std::ptrdiff_t>(series.first),
                                  runs.begin() + static_cast<std::ptrdiff_t>(series.last), index);
    }

    bool is_new(std::uint32_t benchmark, std::uint32_t testbed) const {
        return std::ranges::any_of(all().series_of(benchmark), [&](const model::Series& series) {
            return series.testbed == testbed &&
                   std::ranges::any_of(new_runs_, [&](std::uint32_t head) { return has(series, head); });
        });
    }

    void find_unmatched() {
        std::set<std::uint32_t> used;
        for (const GateRow& row : result_.rows)
            if (row.threshold) used.insert(*row.threshold);
        for (std::uint32_t i = 0; i < options_.thresholds.size(); ++i)
            if (!used.contains(i)) result_.unmatched.push_back(threshold_name(i));
    }

    void sort_rows() {
        const auto place = [](const GateRow& row) {
            return row.light == Light::red       ? 0
                   : row.light == Light::amber   ? 1
                   : row.light == Light::unknown ? 2
                   : row.better                  ? 3
                                                 : 4;
        };
        std::ranges::sort(result_.rows, {}, [&](const GateRow& row) {
            const double size = row.ratio && *row.ratio > 0 ? -std::abs(std::log(*row.ratio)) : 0;
            return std::tuple{place(row), size, row.benchmark, row.measure, row.testbed};
        });
    }
};

}  // namespace

std::string_view name_of(Light light) {
    switch (light) {
        case Light::green:
            return "green";
        case Light::amber:
            return "amber";
        case Light::red:
            return "red";
        case Light::unknown:
            return "cannot_tell";
    }
    return "";
}

Light GateReport::light() const {
    const auto any = [&](Light light) { return std::ranges::count(shifts, light, &RunShift::light) > 0; };
    if (red > 0 || any(Light::red)) return Light::red;
    if (amber > 0 || any(Light::amber)) return Light::amber;
    return green > 0 ? Light::green : Light::unknown;
}

GateReport gate(const Context& context, const Report& report, const GateQuestion& question) {
    return gate(context, GateHistory{context, report, context.options.gate}, question);
}

GateReport gate(const Context& context, const GateHistory& history, const GateQuestion& question) {
    return Gate{context, history, question}.judge();
}

}  // namespace benchfolio::analysis
