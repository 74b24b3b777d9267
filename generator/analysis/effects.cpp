#include "analysis/effects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "analysis/effect_commits.hpp"
#include "analysis/effect_means.hpp"
#include "analysis/effect_rows.hpp"
#include "analysis/row_verdict.hpp"
#include "analysis/tagged_set.hpp"
#include "stats/false_discovery.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::uint32_t fewest_commits = 2;  // for a verdict: one result may be off for once

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
        result_.commits = static_cast<std::uint32_t>(commits_.size());
        result_.excluded = commits_.not_shared(effect);
    }

    EffectPair analyse() {
        if (commits_.empty()) {
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
    SharedCommits commits_;
    EffectPair result_;
    std::vector<std::size_t> latest_;  // of the shared commits
    std::vector<CommitMeans> means_;   // by set, then measure
    std::vector<LatestMean> latest_means_;

    const model::History& history() const { return context_.history; }

    void choose_latest() {
        for (std::size_t i = commits_.size(); i-- > 0 && latest_.size() < effect_commits;)
            if (commits_.all()[i].suite == commits_.newest_suite()) latest_.push_back(i);
        std::ranges::reverse(latest_);
        Comparison& latest = result_.latest.emplace();
        latest.testbed_before = result_.testbed_off;
        latest.testbed_after = result_.testbed_on;
        latest.before.label = value_text(effect_, effect_.off);
        latest.after.label = value_text(effect_, effect_.on);
        for (const std::size_t commit : latest_) {
            const CommitRuns& runs = commits_.all()[commit];
            latest.before.runs.insert(latest.before.runs.end(), runs.off.begin(), runs.off.end());
            latest.after.runs.insert(latest.after.runs.end(), runs.on.begin(), runs.on.end());
        }
        std::ranges::sort(latest.before.runs);
        std::ranges::sort(latest.after.runs);
    }

    void prepare_means() {
        for (const TaggedSet& set : context_.options.sets)
            for (std::uint32_t measure = 0; measure < history().measures.size(); ++measure) {
                means_.emplace_back(commits_.size());
                latest_means_.emplace_back(set, measure, commits_.size());
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
        Pairing pairing{.benchmark = panel.front().benchmark, .measure = panel.front().measure, .off = {}, .on = {}};
        for (const model::Series& series : panel) {
            if (series.testbed == result_.testbed_off) pairing.off = side_of(series);
            if (series.testbed == result_.testbed_on) pairing.on = side_of(series);
        }
        if (pairing.off.values.empty() && pairing.on.values.empty()) return;
        for (PairedSide* side : {&pairing.off, &pairing.on})
            if (side->values.empty()) side->values.assign(commits_.size(), model::absent);
        add_to_trends(pairing);
        add_to_latest(pairing);
    }

    // The median of each commit's runs.
    PairedSide side_of(const model::Series& series) const {
        std::map<std::uint32_t, std::vector<double>> found;
        for (std::size_t row = series.first; row < series.last; ++row) {
            const auto commit = commits_.of_run(history().columns.run[row]);
            const bool outlier = !report_.outlier.empty() && report_.outlier[row] != 0;
            if (commit && !outlier && !std::isnan(context_.estimate[row]))
                found[*commit].push_back(context_.estimate[row]);
        }
        const auto index = static_cast<std::size_t>(&series - history().series.data());
        PairedSide side{.values = std::vector<double>(commits_.size(), model::absent),
                        .noise = known_noise(report_.series[index], commits_.newest_suite())};
        for (auto& [commit, estimates] : found) {
            const double median = *stats::median_in_place(estimates);
            side.positive = side.positive && median > 0;
            if (median > 0) side.values[commit] = std::log(median);
        }
        return side;
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
            for (std::size_t i = 0; i < commits_.size(); ++i)
                if (const double difference = pairing.difference_at(i); !std::isnan(difference))
                    means_[number].add(i, difference, weight);
        });
    }

    void add_to_latest(const Pairing& pairing) {
        const Differences all = differences_of(pairing, latest_);
        if (all.values.empty()) return exclude(pairing);
        const ComparedBenchmark row = effect_row(pairing, all);
        for_each_set_of(pairing,
                        [&](std::size_t number, double weight) { latest_means_[number].add(row, all, weight); });
        result_.latest->rows.push_back(row);
    }

    void exclude(const Pairing& pairing) {
        const auto any = [&](const PairedSide& side) {
            return std::ranges::any_of(latest_, [&](std::size_t commit) { return !std::isnan(side.values[commit]); });
        };
        const bool off = any(pairing.off), on = any(pairing.on);
        if (!off && !on && pairing.positive()) return;  // not in these commits at all
        std::string why = "never at one commit with both";
        if (!pairing.positive())
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
                EffectTrend trend{set.name, measure, trend_points(commits_.all(), means_[number])};
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
        rank(rows);
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

// Which testbeds are equal but for the dimension of an effect.
struct Partners {
    std::optional<std::uint32_t> off, on;
};

std::string without_partner(const Effect& effect, const Partners& partners) {
    return fmt::format("nothing that is otherwise the same ran with {}",
                       value_text(effect, partners.off ? effect.on : effect.off));
}

std::vector<Partners> partners_of(const model::History& history, const Effect& effect, EffectReport& report) {
    std::map<std::vector<model::Dimension>, Partners> found;
    for (std::uint32_t i = 0; i < history.testbeds.size(); ++i) {
        const model::Testbed& testbed = history.testbeds[i];
        const bool off = has_value(testbed, effect.dimension, effect.off);
        if (!off && !has_value(testbed, effect.dimension, effect.on)) continue;
        if (!testbed.comparable()) {
            report.unpaired.push_back({testbed.label, "the CPU is not recorded, so several may hide behind it"});
            continue;
        }
        Partners& partners = found[others_of(testbed, effect.dimension)];
        (off ? partners.off : partners.on) = i;
    }
    std::vector<Partners> all;
    for (const auto& [others, partners] : found) all.push_back(partners);
    return all;
}

EffectReport report_on(const Context& context, const Report& report, const Effect& effect) {
    EffectReport result;
    std::vector<Partners> pairs;
    for (const Partners& each : partners_of(context.history, effect, result)) {
        if (each.off && each.on)
            pairs.push_back(each);
        else
            result.unpaired.push_back(
                {context.history.testbeds[each.off ? *each.off : *each.on].label, without_partner(effect, each)});
    }
    std::ranges::sort(pairs, {}, &Partners::on);
    for (const Partners& pair : pairs)
        result.pairs.push_back(PairAnalysis{context, report, effect, *pair.off, *pair.on}.analyse());
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
