#include "analysis/effects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "analysis/latest.hpp"
#include "analysis/row_verdict.hpp"
#include "analysis/tagged_set.hpp"
#include "stats/difference.hpp"
#include "stats/false_discovery.hpp"
#include "stats/geometric_mean.hpp"
#include "stats/moderated.hpp"
#include "stats/quantile.hpp"
#include "stats/summary.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t window = 5, fewest_in_window = 3;
constexpr std::uint32_t fewest_commits = 2;  // for a verdict: one result may be off for once
constexpr std::uint32_t most_more = 1000;

// ---- The commits that both testbeds measured

struct CommitRuns {
    std::string commit;
    model::Suite suite;
    std::vector<std::uint32_t> off, on;  // by time

    // When it became complete: a commit that is measured on the second testbed later does not move those before it.
    std::uint32_t age() const { return std::max(off.front(), on.front()); }
};

class Commits {
  public:
    Commits(const model::History& history, std::span<const std::uint32_t> off, std::span<const std::uint32_t> on) {
        for (const std::uint32_t run : off) place(history.runs[run], run, &CommitRuns::off);
        for (const std::uint32_t run : on) place(history.runs[run], run, &CommitRuns::on);
        for (auto& [key, runs] : found_)
            if (!runs.off.empty() && !runs.on.empty()) shared.push_back(runs);
        std::ranges::sort(shared, {}, &CommitRuns::age);
        number_runs();
    }

    std::vector<CommitRuns> shared;

    // Of a run: which of the shared commits it measured; `none` where it is of none.
    std::uint32_t of_run(std::uint32_t run) const {
        const auto found = number_.find(run);
        return found == number_.end() ? none : found->second;
    }

    std::vector<EffectExclusion> not_shared(const Effect& effect) const {
        std::map<std::string, std::size_t> count;
        for (const auto& [key, runs] : found_) {
            if (!runs.off.empty() && !runs.on.empty()) continue;
            ++count[is_shared_otherwise(key) ? "measured on both, but under two versions of the suite"
                                             : one_sided(effect, runs.on.empty())];
        }
        std::vector<EffectExclusion> all;
        for (const auto& [why, commits] : count) all.push_back({counted(commits, "commit"), why});
        if (dirty_ > 0) all.push_back({counted(dirty_, "run"), "measured with changes that are in no commit"});
        if (unnamed_ > 0) all.push_back({counted(unnamed_, "run"), "names no commit"});
        return all;
    }

  private:
    using Key = std::pair<std::string, model::Suite>;
    std::map<Key, CommitRuns> found_;
    std::map<std::uint32_t, std::uint32_t> number_;
    std::size_t dirty_ = 0, unnamed_ = 0;  // runs

    void place(const model::Run& run, std::uint32_t index, std::vector<std::uint32_t> CommitRuns::*side) {
        if (!run.commit) return void(++unnamed_);
        if (run.commit->dirty) return void(++dirty_);
        CommitRuns& runs = found_[{run.commit->id, run.suite}];
        runs.commit = run.commit->id;
        runs.suite = run.suite;
        (runs.*side).push_back(index);
    }

    void number_runs() {
        for (std::uint32_t i = 0; i < shared.size(); ++i)
            for (const auto* side : {&shared[i].off, &shared[i].on})
                for (const std::uint32_t run : *side) number_[run] = i;
    }

    static std::string counted(std::size_t count, std::string_view what) {
        return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
    }

    // Keys of one commit are neighbours.
    bool is_shared_otherwise(const Key& key) const {
        bool off = false, on = false;
        for (auto at = found_.lower_bound({key.first, model::Suite{}});
             at != found_.end() && at->first.first == key.first; ++at) {
            off = off || !at->second.off.empty();
            on = on || !at->second.on.empty();
        }
        return off && on;
    }

    static std::string one_sided(const Effect& effect, bool off) {
        return fmt::format("measured with {} only", value_text(effect, off ? effect.off : effect.on));
    }
};

// ---- One benchmark

// ln of what both sides measured at the shared commits; NaN where one of them has nothing.
struct Pairing {
    std::uint32_t benchmark = 0, measure = 0;
    std::vector<double> off, on;  // by shared commit
    std::optional<Noise> noise_off, noise_on;
    bool positive = true;
};

double difference_at(const Pairing& pairing, std::size_t commit) {
    return pairing.on[commit] - pairing.off[commit];
}

struct Collected {
    std::vector<double> differences, off, on;
    std::vector<std::size_t> commits;
};

Collected collected(const Pairing& pairing, std::span<const std::size_t> commits) {
    Collected all;
    for (const std::size_t commit : commits) {
        const double difference = difference_at(pairing, commit);
        if (std::isnan(difference)) continue;
        all.differences.push_back(difference);
        all.off.push_back(pairing.off[commit]);
        all.on.push_back(pairing.on[commit]);
        all.commits.push_back(commit);
    }
    return all;
}

// What the noise of both series lets expect of the variance of a difference.
stats::VariancePrior expected(const Pairing& pairing) {
    if (!pairing.noise_off || !pairing.noise_on) return {};
    const Noise &off = *pairing.noise_off, &on = *pairing.noise_on;
    return {off.deviation * off.deviation + on.deviation * on.deviation, std::min(off.degrees, on.degrees)};
}

// Nothing for one commit of series whose noise is not known.
std::optional<stats::ModeratedVariance> variance_of(const Pairing& pairing, std::span<const double> differences) {
    const double deviation = stats::standard_deviation(differences).value_or(0);
    const auto variance =
        stats::moderated(deviation * deviation, static_cast<double>(differences.size() - 1), expected(pairing));
    return variance.degrees > 0 ? std::optional{variance} : std::nullopt;
}

stats::Difference difference_of(double value, const stats::ModeratedVariance& variance, std::size_t n) {
    return {value, std::sqrt(variance.variance / static_cast<double>(n)), variance.degrees};
}

std::optional<std::uint32_t> more_commits(const stats::ModeratedVariance& variance, std::size_t n) {
    for (std::uint32_t more = 1; more <= most_more; ++more)
        if (std::expm1(difference_of(0, variance, n + more).visible()) <= worth_telling) return more;
    return std::nullopt;
}

void weigh(ComparedBenchmark& row, const stats::ModeratedVariance& variance) {
    const stats::Difference difference = difference_of(std::log(*row.ratio), variance, row.runs_after);
    const Interval interval = difference.interval();
    row.interval = Interval{std::exp(interval.low), std::exp(interval.high)};
    row.noise = std::sqrt(variance.variance / 2);  // of one run: a difference has that of two
    row.p_noise = difference.p();
    row.visible = std::expm1(difference.visible());
    if (*row.visible > worth_telling) row.more_runs = more_commits(variance, row.runs_after);
}

ComparedBenchmark row_of(const Pairing& pairing, const Collected& all) {
    ComparedBenchmark row;
    row.benchmark = pairing.benchmark;
    row.measure = pairing.measure;
    row.before = std::exp(*stats::mean(all.off));
    row.after = std::exp(*stats::mean(all.on));
    row.ratio = std::exp(*stats::mean(all.differences));
    row.runs_before = row.runs_after = static_cast<std::uint32_t>(all.differences.size());
    if (const auto variance = variance_of(pairing, all.differences)) weigh(row, *variance);
    return row;
}

// ---- A set

// The mean of the differences at each commit, weighted where the set is.
struct SetMeans {
    std::vector<double> sum, weight;
    std::vector<std::uint32_t> n;

    explicit SetMeans(std::size_t commits) : sum(commits), weight(commits), n(commits) {}
    void add(std::size_t commit, double difference, double weight_of_one) {
        sum[commit] += weight_of_one * difference;
        weight[commit] += weight_of_one;
        ++n[commit];
    }
    double mean(std::size_t commit) const { return sum[commit] / weight[commit]; }
};

// Five points about each, of one suite; at the ends of it those nearest to them.
void add_levels(std::span<EffectPoint> points) {
    std::vector<double> logarithms;
    for (const EffectPoint& point : points) logarithms.push_back(std::log(point.ratio));
    const std::size_t n = points.size(), width = std::min(window, n);
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t first = std::min(i - std::min(i, window / 2), n - width);
        const auto about = std::span<const double>{logarithms}.subspan(first, width);
        const double centre = *stats::mean(about);
        points[i].level = std::exp(centre);
        if (width < fewest_in_window) continue;
        const double error = *stats::standard_deviation(about) / std::sqrt(static_cast<double>(width));
        const Interval interval = stats::Difference{centre, error, static_cast<double>(width - 1)}.interval();
        points[i].interval = Interval{std::exp(interval.low), std::exp(interval.high)};
    }
}

std::vector<EffectPoint> points_of(const std::vector<CommitRuns>& commits, const SetMeans& means) {
    std::map<model::Suite, std::vector<EffectPoint>> by_suite;
    for (std::size_t i = 0; i < commits.size(); ++i)
        if (means.n[i] > 0)
            by_suite[commits[i].suite].push_back({commits[i].off.front(), commits[i].on.front(),
                                                  std::exp(means.mean(i)), 0, std::nullopt, means.n[i], false});
    std::vector<EffectPoint> all;
    for (auto& [suite, points] : by_suite) {
        const std::uint32_t most = std::ranges::max(points, {}, &EffectPoint::n).n;
        for (EffectPoint& point : points) point.complete = point.n == most;
        add_levels(points);
        all.insert(all.end(), points.begin(), points.end());
    }
    std::ranges::sort(all, {}, [](const EffectPoint& point) { return std::max(point.run_off, point.run_on); });
    return all;
}

// The mean of the ratios of a set's rows, and how far the commits lie apart.
class LatestMean {
  public:
    LatestMean(const TaggedSet& set, std::uint32_t measure, std::size_t commits) : distances_(commits) {
        result_.set = set.name;
        result_.measure = measure;
        result_.weighted = !set.weights.empty();
    }
    void add(const ComparedBenchmark& row, const Collected& all, double weight) {
        ratios_.push_back(*row.ratio);
        weights_.push_back(weight);
        for (std::size_t i = 0; i < all.commits.size(); ++i)
            distances_.add(all.commits[i], all.differences[i] - std::log(*row.ratio), weight);
    }
    bool empty() const { return ratios_.empty(); }

    ComparedAggregate result() {
        result_.n = static_cast<std::uint32_t>(ratios_.size());
        result_.ratio =
            result_.weighted ? *stats::weighted_geometric_mean(ratios_, weights_) : *stats::geometric_mean(ratios_);
        const double centre = std::log(result_.ratio);
        std::vector<double> about;
        for (std::size_t i = 0; i < distances_.n.size(); ++i)
            if (distances_.n[i] > 0) about.push_back(distances_.mean(i));
        if (about.size() < fewest_commits) return result_;
        const auto count = static_cast<double>(about.size());
        const double error = *stats::standard_deviation(about) / std::sqrt(count);
        const Interval interval = stats::Difference{centre, error, count - 1}.interval();
        result_.interval = Interval{std::exp(interval.low), std::exp(interval.high)};
        return result_;
    }

  private:
    ComparedAggregate result_;
    std::vector<double> ratios_, weights_;
    SetMeans distances_;
};

// Changes first, the largest of them first; by name among equals.
auto rank_of(const ComparedBenchmark& row) {
    const bool changed = row.verdict == Verdict::slower || row.verdict == Verdict::faster;
    return std::tuple{!changed, -std::abs(std::log(*row.ratio)), row.benchmark, row.measure};
}

// ---- A pair of testbeds

class PairAnalysis {
  public:
    PairAnalysis(const Context& context, const Report& report, const Effect& effect, std::uint32_t off,
                 std::uint32_t on)
        : context_{context},
          report_{report},
          effect_{effect},
          commits_{context.history, report.testbeds[off].runs, report.testbeds[on].runs} {
        result_.testbed_off = off;
        result_.testbed_on = on;
        result_.commits = static_cast<std::uint32_t>(commits_.shared.size());
        result_.excluded = commits_.not_shared(effect);
    }

    EffectPair analyse() {
        if (commits_.shared.empty()) {
            result_.excluded.insert(result_.excluded.begin(), {"everything", "no commit was measured on both"});
            return std::move(result_);
        }
        choose_latest();
        prepare_means();
        for_each_panel([&](std::span<const model::Series> panel) { add_panel(panel); });
        finish_trends();
        finish_latest();
        return std::move(result_);
    }

  private:
    const Context& context_;
    const Report& report_;
    const Effect& effect_;
    Commits commits_;
    EffectPair result_;
    std::vector<std::size_t> latest_;  // of the shared commits
    std::vector<SetMeans> means_;      // by set, then measure
    std::vector<LatestMean> latest_means_;

    const model::History& history() const { return context_.history; }

    void choose_latest() {
        const model::Suite& suite = commits_.shared.back().suite;
        for (std::size_t i = commits_.shared.size(); i-- > 0 && latest_.size() < effect_commits;)
            if (commits_.shared[i].suite == suite) latest_.push_back(i);
        std::ranges::reverse(latest_);
        Comparison& latest = result_.latest.emplace();
        latest.testbed_before = result_.testbed_off;
        latest.testbed_after = result_.testbed_on;
        latest.before.label = value_text(effect_, effect_.off);
        latest.after.label = value_text(effect_, effect_.on);
        for (const std::size_t commit : latest_) {
            const CommitRuns& runs = commits_.shared[commit];
            latest.before.runs.insert(latest.before.runs.end(), runs.off.begin(), runs.off.end());
            latest.after.runs.insert(latest.after.runs.end(), runs.on.begin(), runs.on.end());
        }
        std::ranges::sort(latest.before.runs);
        std::ranges::sort(latest.after.runs);
    }

    void prepare_means() {
        for (const TaggedSet& set : context_.options.sets)
            for (std::uint32_t measure = 0; measure < history().measures.size(); ++measure) {
                means_.emplace_back(commits_.shared.size());
                latest_means_.emplace_back(set, measure, commits_.shared.size());
            }
    }

    // The series of one benchmark and measure, which are neighbours.
    template <typename Visit>
    void for_each_panel(const Visit& visit) const {
        const std::span<const model::Series> all = history().series;
        for (std::size_t first = 0, last = 0; first < all.size(); first = last) {
            while (last < all.size() && all[last].benchmark == all[first].benchmark &&
                   all[last].measure == all[first].measure)
                ++last;
            visit(all.subspan(first, last - first));
        }
    }

    void add_panel(std::span<const model::Series> panel) {
        Pairing pairing{panel.front().benchmark, panel.front().measure, {}, {}, {}, {}};
        for (const model::Series& series : panel) {
            if (series.testbed == result_.testbed_off) pairing.off = values_of(series, pairing, pairing.noise_off);
            if (series.testbed == result_.testbed_on) pairing.on = values_of(series, pairing, pairing.noise_on);
        }
        if (pairing.off.empty() && pairing.on.empty()) return;
        const std::vector<double> nothing(commits_.shared.size(), model::absent);
        if (pairing.off.empty()) pairing.off = nothing;
        if (pairing.on.empty()) pairing.on = nothing;
        add_to_trends(pairing);
        add_to_latest(pairing);
    }

    // ln of the median of each commit's runs.
    std::vector<double> values_of(const model::Series& series, Pairing& pairing, std::optional<Noise>& noise) const {
        noise = known_noise(report_.series[static_cast<std::size_t>(&series - history().series.data())],
                            commits_.shared.back().suite);
        std::map<std::uint32_t, std::vector<double>> found;
        for (std::size_t row = series.first; row < series.last; ++row) {
            const std::uint32_t commit = commits_.of_run(history().columns.run[row]);
            const bool outlier = !report_.outlier.empty() && report_.outlier[row] != 0;
            if (commit != none && !outlier && !std::isnan(context_.estimate[row]))
                found[commit].push_back(context_.estimate[row]);
        }
        std::vector<double> values(commits_.shared.size(), model::absent);
        for (auto& [commit, estimates] : found) {
            const double median = *stats::median_in_place(estimates);
            if (median > 0)
                values[commit] = std::log(median);
            else
                pairing.positive = false;
        }
        return values;
    }

    template <typename Visit>  // with the number of the set's means and the benchmark's weight
    void for_each_set_of(const Pairing& pairing, const Visit& visit) const {
        const auto& sets = context_.options.sets;
        const model::Benchmark& benchmark = history().benchmarks[pairing.benchmark];
        for (std::size_t set = 0; set < sets.size(); ++set)
            if (belongs(benchmark, sets[set]))
                visit(set * history().measures.size() + pairing.measure, weight_of(benchmark, sets[set]));
    }

    void add_to_trends(const Pairing& pairing) {
        for_each_set_of(pairing, [&](std::size_t number, double weight) {
            for (std::size_t i = 0; i < commits_.shared.size(); ++i)
                if (const double difference = difference_at(pairing, i); !std::isnan(difference))
                    means_[number].add(i, difference, weight);
        });
    }

    void add_to_latest(const Pairing& pairing) {
        const Collected all = collected(pairing, latest_);
        if (all.differences.empty()) return exclude(pairing);
        const ComparedBenchmark row = row_of(pairing, all);
        for_each_set_of(pairing,
                        [&](std::size_t number, double weight) { latest_means_[number].add(row, all, weight); });
        result_.latest->rows.push_back(row);
    }

    void exclude(const Pairing& pairing) {
        const auto any = [&](const std::vector<double>& side) {
            return std::ranges::any_of(latest_, [&](std::size_t commit) { return !std::isnan(side[commit]); });
        };
        const bool off = any(pairing.off), on = any(pairing.on);
        if (!off && !on && pairing.positive) return;  // not in these commits at all
        std::string why = "never at one commit with both";
        if (!pairing.positive)
            why = "a value is not positive, so there is no ratio";
        else if (!on)
            why = "measured with " + value_text(effect_, effect_.off) + " only";
        else if (!off)
            why = "measured with " + value_text(effect_, effect_.on) + " only";
        result_.excluded.push_back(
            {history().benchmarks[pairing.benchmark].name + ", " + history().measures[pairing.measure].name, why});
    }

    void finish_trends() {
        std::size_t number = 0;
        for (const TaggedSet& set : context_.options.sets)
            for (std::uint32_t measure = 0; measure < history().measures.size(); ++measure, ++number) {
                EffectTrend trend{set.name, measure, points_of(commits_.shared, means_[number])};
                if (!trend.points.empty()) result_.trends.push_back(std::move(trend));
                if (!latest_means_[number].empty()) result_.latest->means.push_back(latest_means_[number].result());
            }
    }

    void finish_latest() {
        std::vector<ComparedBenchmark>& rows = result_.latest->rows;
        std::vector<double> p;
        for (const ComparedBenchmark& row : rows)
            if (row.p_noise) p.push_back(*row.p_noise);
        const auto adjusted = stats::false_discovery_adjusted(p);
        std::size_t next = 0;
        for (ComparedBenchmark& row : rows) {
            if (row.p_noise) row.adjusted_p = adjusted[next++];
            judge_commits(row);
        }
        std::ranges::sort(rows, {}, rank_of);
    }

    void judge_commits(ComparedBenchmark& row) const {
        if (row.runs_after < fewest_commits)
            row.more_runs = fewest_commits - row.runs_after;
        else
            judge(row, history().measures[row.measure]);
    }
};

// ---- The pairs

// All dimensions but one, and that one's value.
std::vector<model::Dimension> others_of(const model::Testbed& testbed, const std::string& dimension) {
    std::vector<model::Dimension> others = testbed.dimensions;
    std::erase_if(others, [&](const model::Dimension& one) { return one.name == dimension; });
    return others;
}

bool has_value(const model::Testbed& testbed, const std::string& dimension, const std::string& value) {
    return std::ranges::find(testbed.dimensions, model::Dimension{dimension, value}) != testbed.dimensions.end();
}

EffectReport report_on(const Context& context, const Report& report, const Effect& effect) {
    const auto& testbeds = context.history.testbeds;
    std::map<std::vector<model::Dimension>, std::pair<std::uint32_t, std::uint32_t>> found;  // off, on
    EffectReport result;
    for (std::uint32_t i = 0; i < testbeds.size(); ++i) {
        const bool off = has_value(testbeds[i], effect.dimension, effect.off);
        if (!off && !has_value(testbeds[i], effect.dimension, effect.on)) continue;
        if (!testbeds[i].comparable()) {
            result.unpaired.push_back({testbeds[i].label, "the CPU is not recorded, so several may hide behind it"});
            continue;
        }
        auto& pair = found.try_emplace(others_of(testbeds[i], effect.dimension), none, none).first->second;
        (off ? pair.first : pair.second) = i;
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;  // on, off
    for (const auto& [others, pair] : found) {
        const auto [off, on] = pair;
        if (off != none && on != none)
            pairs.emplace_back(on, off);
        else
            result.unpaired.push_back({testbeds[off == none ? on : off].label,
                                       fmt::format("nothing that is otherwise the same ran with {}",
                                                   value_text(effect, off == none ? effect.off : effect.on))});
    }
    std::ranges::sort(pairs);
    for (const auto& [on, off] : pairs)
        result.pairs.push_back(PairAnalysis{context, report, effect, off, on}.analyse());
    return result;
}

}  // namespace

std::string value_text(const Effect& effect, const std::string& value) {
    return value.empty() ? "no " + effect.dimension : effect.dimension + " " + value;
}

std::vector<EffectReport> effects(const Context& context, const Report& report) {
    std::vector<EffectReport> all;
    for (const Effect& effect : context.options.effects) all.push_back(report_on(context, report, effect));
    return all;
}

}  // namespace benchfolio::analysis
