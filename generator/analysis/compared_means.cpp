#include "analysis/compared_means.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "analysis/row_verdict.hpp"
#include "analysis/tagged_set.hpp"
#include "stats/finite.hpp"
#include "stats/geometric_mean.hpp"
#include "stats/hierarchical.hpp"
#include "stats/quantile.hpp"
#include "stats/signed_rank.hpp"

namespace benchfolio::analysis {
namespace {

constexpr double window = 5;  // runs of a point's level (analysis/aggregate.hpp)

// How the mean of the set varies between runs of the testbed under one version of the suite. The level holds one fifth
// of the point itself, so the distance from it has four fifths of the variance.
std::optional<Noise> noise_of(const Aggregate& aggregate, const model::Suite& suite) {
    std::vector<double> residuals;
    for (const AggregatePoint& point : aggregate.points)
        if (point.complete && point.ratio > 0 && point.level > 0 && aggregate.bases[point.basis].suite == suite)
            residuals.push_back(std::log(point.ratio / point.level));
    if (residuals.size() < noise_runs) return std::nullopt;
    const double share = 1 - 1 / window;
    const double degrees = deviation_efficiency * share * static_cast<double>(residuals.size());
    return Noise{*stats::robust_deviation_in_place(residuals) / std::sqrt(share), degrees};
}

std::optional<Noise> noise_of_mean(const Report& report, const TaggedSet& set, std::uint32_t measure,
                                   std::uint32_t testbed, const model::Suite& suite) {
    for (const Aggregate& aggregate : report.aggregates)
        if (aggregate.set == set.name && aggregate.measure == measure && aggregate.testbed == testbed)
            return noise_of(aggregate, suite);
    return std::nullopt;
}

// Mean of ln by run, as distances from each row's median on this side, so that a run that lacks a benchmark is no less
// comparable.
class RunMeans {
  public:
    void add(std::span<const RunValue> row, double weight) {
        std::vector<double> values;
        for (const RunValue& one : row) values.push_back(one.value);
        const double centre = *stats::median_in_place(values);
        for (const RunValue& one : row) {
            sums_[one.run].first += weight * (one.value - centre);
            sums_[one.run].second += weight;
        }
    }
    std::vector<double> values() const {
        std::vector<double> means;
        for (const auto& [run, sum] : sums_) means.push_back(sum.first / sum.second);
        return means;
    }

  private:
    std::map<std::uint32_t, std::pair<double, double>> sums_;
};

// As differences that are positive where the later side is better.
stats::TestedDifference tested(const ComparedBenchmark& row, double better) {
    stats::TestedDifference result{better * std::log(*row.ratio), {}};
    if (!row.not_rejected) return result;
    const double first = better * std::log(row.not_rejected->low), second = better * std::log(row.not_rejected->high);
    result.not_rejected =
        stats::Interval{std::min({first, second, result.value}), std::max({first, second, result.value})};
    return result;
}

SuiteTest suite_test(std::vector<stats::TestedDifference> differences) {
    const auto as_better = *stats::hierarchical_test(differences);
    SuiteTest result;
    result.better = as_better.positive >= as_better.negative;
    result.ties = static_cast<std::uint32_t>(as_better.ties);
    for (stats::TestedDifference& one : differences) {
        if (!one.not_rejected) ++result.untested;
        if (result.better) continue;
        one.value = -one.value;
        if (one.not_rejected) one.not_rejected = stats::Interval{-one.not_rejected->high, -one.not_rejected->low};
    }
    result.confidence = result.better ? as_better.confidence : stats::hierarchical_test(differences)->confidence;
    for (const double confidence : suite_test_confidences)
        result.at_least.push_back({confidence, std::exp(stats::at_least(differences, confidence).value_or(0))});
    return result;
}

RatioRange range_of(std::vector<double> ratios) {
    std::ranges::sort(ratios);
    return {stats::quantile(ratios, range_tail), stats::quantile(ratios, 1 - range_tail), ratios.front(),
            ratios.back()};
}

class Mean {
  public:
    Mean(const TaggedSet& set, std::uint32_t measure, model::Direction direction)
        : set_{set}, better_{direction == model::Direction::lower_is_better ? -1.0 : 1.0} {
        result_.set = set.name;
        result_.measure = measure;
        result_.weighted = !set.weights.empty();
    }

    bool empty() const { return ratios_.empty() && !result_.undefined; }
    void add(const ComparedBenchmark& row, const RowValues& values, const model::Benchmark& benchmark) {
        if (!row.ratio) {
            if (!result_.undefined) result_.undefined = benchmark.name;
            return;
        }
        const double weight = weight_of(benchmark, set_);
        ratios_.push_back(*row.ratio);
        weights_.push_back(weight);
        differences_.push_back(tested(row, better_));
        if (!values.before.empty()) before_.add(values.before, weight);
        if (!values.after.empty()) after_.add(values.after, weight);
    }

    ComparedAggregate result(const std::optional<Noise>& noise) {
        result_.n = static_cast<std::uint32_t>(ratios_.size());
        if (result_.undefined) return result_;
        result_.ratio =
            result_.weighted ? *stats::weighted_geometric_mean(ratios_, weights_) : *stats::geometric_mean(ratios_);
        result_.test = suite_test(differences_);
        result_.range = range_of(ratios_);
        const auto before = before_.values(), after = after_.values();
        if (before.empty() || after.empty()) return result_;
        auto difference = difference_of({before, after, noise});
        if (!difference) return result_;
        difference->value = std::log(result_.ratio);
        const stats::Interval interval = difference->interval();
        result_.interval = Interval{std::exp(interval.low), std::exp(interval.high)};
        return result_;
    }

  private:
    const TaggedSet& set_;
    double better_;  // the sign of ln (after / before) where the later side is better
    ComparedAggregate result_;
    std::vector<double> ratios_, weights_;
    std::vector<stats::TestedDifference> differences_;
    RunMeans before_, after_;
};

}  // namespace

std::vector<ComparedAggregate> compared_means(const Context& context, const Report& report,
                                              const Comparison& comparison, std::span<const RowValues> values) {
    std::vector<ComparedAggregate> means;
    if (comparison.rows.empty()) return means;
    const model::Suite& suite = context.history.runs[comparison.after.runs.back()].suite;
    for (const TaggedSet& set : context.options.sets)
        for (std::uint32_t measure = 0; measure < context.history.measures.size(); ++measure) {
            Mean mean{set, measure, context.history.measures[measure].direction};
            for (std::size_t i = 0; i < comparison.rows.size(); ++i) {
                const ComparedBenchmark& row = comparison.rows[i];
                const model::Benchmark& benchmark = context.history.benchmarks[row.benchmark];
                if (row.measure == measure && belongs(benchmark, set)) mean.add(row, values[i], benchmark);
            }
            if (mean.empty()) continue;
            means.push_back(mean.result(wider(noise_of_mean(report, set, measure, comparison.testbed_before, suite),
                                              noise_of_mean(report, set, measure, comparison.testbed_after, suite))));
        }
    return means;
}

OverallTest overall_test(const model::History& history, std::span<const ComparedBenchmark> rows) {
    const auto has_ratio = [](const ComparedBenchmark& row) { return row.ratio.has_value(); };
    std::optional<std::uint32_t> first;
    for (const ComparedBenchmark& row : rows)
        if (has_ratio(row) && (!first || row.measure < *first)) first = row.measure;
    if (!first) return {};
    const double worse = history.measures[*first].direction == model::Direction::lower_is_better ? 1 : -1;
    std::vector<double> differences;
    bool able = false;
    for (const ComparedBenchmark& row : rows) {
        if (row.measure != *first || !has_ratio(row)) continue;
        const bool changed = row.verdict == Verdict::slower || row.verdict == Verdict::faster;
        differences.push_back(changed ? worse * std::log(*row.ratio) : 0);
        able = able || row.verdict != Verdict::cannot_tell;
    }
    if (!able) return {};
    const auto test = *stats::signed_rank_test(differences);
    constexpr double level = 0.05;
    if (test.p <= level) return {test.p, test.positive > test.negative ? Verdict::slower : Verdict::faster};
    // Of so few benchmarks not even all of them changed alike would be significant.
    const bool is_blind = 2 * std::pow(0.5, static_cast<double>(differences.size())) > level;
    const bool any_changed = std::ranges::any_of(differences, [](double each) { return each != 0; });
    return {test.p, is_blind && any_changed ? Verdict::cannot_tell : Verdict::no_evidence};
}

}  // namespace benchfolio::analysis
