#include "analysis/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "analysis/compared_means.hpp"
#include "analysis/jumps.hpp"
#include "analysis/row_verdict.hpp"
#include "stats/false_discovery.hpp"
#include "stats/finite.hpp"
#include "stats/moderated.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

// What one side measured of one benchmark and measure.
struct SideValues {
    std::vector<RunValue> values;  // estimates, not yet ln
    bool recorded = false;         // in some run, if without a value
    bool outlier = false;          // some were taken out by triage.toml
    std::size_t history = 0;       // runs of the series
    std::optional<Noise> noise;
};

std::string suite_text(const model::Suite& suite) {
    return suite ? fmt::format("suite {}", *suite) : "a suite without a version";
}

double median_of(std::span<const RunValue> values) {
    std::vector<double> numbers;
    for (const RunValue& one : values) numbers.push_back(one.value);
    return *stats::median_in_place(numbers);
}

bool all_positive(std::span<const RunValue> values) {
    return std::ranges::all_of(values, [](const RunValue& one) { return one.value > 0; });
}

std::vector<double> numbers_of(std::span<const RunValue> values) {
    std::vector<double> numbers;
    for (const RunValue& one : values) numbers.push_back(one.value);
    return numbers;
}

// Most telling first; the largest first among equals; then by name, for the same order everywhere.
auto rank_of(const ComparedBenchmark& row) {
    constexpr auto place = [](Verdict verdict) {
        switch (verdict) {
            case Verdict::slower:
                return 0;
            case Verdict::faster:
                return 1;
            case Verdict::cannot_tell:
                return 2;
            case Verdict::no_evidence:
                break;
        }
        return 3;
    };
    return std::tuple{place(row.verdict), row.ratio ? -std::abs(std::log(*row.ratio)) : 1, row.benchmark, row.measure};
}

class Comparer {
  public:
    Comparer(const Context& context, const Report& report, Side before, Side after, Across across)
        : context_{context}, report_{report}, across_{across} {
        result_.before = std::move(before);
        result_.after = std::move(after);
        result_.testbed_before = run(result_.before.runs.front()).testbed;
        result_.testbed_after = run(result_.after.runs.front()).testbed;
    }

    Comparison compare() {
        if (!refused()) {
            learn_noise();
            add_rows();
            judge_rows();
            sort_rows();
            result_.means = compared_means(context_, report_, result_, values_);
            result_.overall = overall_test(context_.history, result_.rows);
        }
        std::ranges::sort(result_.excluded, {}, [](const Excluded& one) { return std::tie(one.why, one.what); });
        return std::move(result_);
    }

  private:
    const model::Run& run(std::uint32_t index) const { return context_.history.runs[index]; }
    const model::Testbed& testbed(std::uint32_t index) const { return context_.history.testbeds[index]; }
    // Of both sides, once runs of others are left out.
    const model::Suite& suite() const { return run(result_.after.runs.back()).suite; }

    // What is left out of several measures for one reason is said once.
    void exclude(const std::string& what, NotCompared why, const std::string& detail) {
        auto& all = result_.excluded;
        if (!all.empty() && all.back().what == what && all.back().why == why)
            all.back().detail += "; " + detail;
        else
            all.push_back({what, why, detail});
    }

    // --- what is refused as a whole

    bool refused() { return refused_testbeds() || refused_suites(); }

    bool refused_testbeds() {
        const model::Testbed &before = testbed(result_.testbed_before), &after = testbed(result_.testbed_after);
        if (across_ == Across::wanted) return false;
        if (result_.across_testbeds()) {
            exclude(after.label, NotCompared::other_testbed,
                    fmt::format("measured on {} before and on {} after: the numbers say as much of the CPUs as of the "
                                "code",
                                before.label, after.label));
            return true;
        }
        if (after.comparable()) return false;
        exclude(after.label, NotCompared::other_testbed,
                "the CPU is not recorded, so several may hide behind these results");
        return true;
    }

    // The newest suite of the new side counts; runs of others are left out.
    bool refused_suites() {
        const model::Suite suite = run(result_.after.runs.back()).suite;
        const model::Suite other = run(result_.before.runs.back()).suite;
        keep_suite(result_.after, suite);
        if (keep_suite(result_.before, suite)) return false;
        exclude(testbed(result_.testbed_after).label, NotCompared::other_suite,
                fmt::format("measured with {} before and {} after: the numbers mean different things",
                            suite_text(other), suite_text(suite)));
        return true;
    }

    // False, and nothing done, where no run of the side has it.
    bool keep_suite(Side& side, const model::Suite& suite) {
        const auto has_it = [&](std::uint32_t index) { return run(index).suite == suite; };
        if (std::ranges::none_of(side.runs, has_it)) return false;
        for (const std::uint32_t index : side.runs)
            if (!has_it(index))
                exclude(run(index).id, NotCompared::other_suite,
                        fmt::format("measured with {}, the others with {}", suite_text(run(index).suite),
                                    suite_text(suite)));
        std::erase_if(side.runs, [&](std::uint32_t index) { return !has_it(index); });
        return true;
    }

    // --- noise

    // What the series of a testbed say together of how one of them varies.
    stats::VariancePrior prior_of(std::uint32_t testbed, std::uint32_t measure) const {
        std::vector<double> variances, degrees;
        for (std::size_t i = 0; i < context_.history.series.size(); ++i) {
            const model::Series& series = context_.history.series[i];
            if (series.testbed != testbed || series.measure != measure) continue;
            if (const auto noise = known_noise(report_.series[i], suite())) {
                variances.push_back(noise->deviation * noise->deviation);
                degrees.push_back(noise->degrees);
            }
        }
        return stats::variance_prior(variances, degrees);
    }

    void learn_noise() {
        for (const std::uint32_t testbed : {result_.testbed_before, result_.testbed_after})
            for (std::uint32_t measure = 0; measure < context_.history.measures.size(); ++measure)
                if (!priors_.contains({testbed, measure})) priors_[{testbed, measure}] = prior_of(testbed, measure);
    }

    // What never varied is a count, not a time: it learns nothing from others.
    std::optional<Noise> moderated_noise(std::uint32_t index) const {
        const model::Series& series = context_.history.series[index];
        const auto noise = known_noise(report_.series[index], suite());
        if (!noise || noise->deviation == 0) return noise;
        const stats::ModeratedVariance both = stats::moderated(noise->deviation * noise->deviation, noise->degrees,
                                                               priors_.at({series.testbed, series.measure}));
        return Noise{std::sqrt(both.variance), both.degrees};
    }

    // --- rows

    SideValues values_of(std::uint32_t series, const Side& side) const {
        const model::Series& range = context_.history.series[series];
        const auto& run_column = context_.history.columns.run;
        SideValues found;
        found.history = range.size();
        found.noise = moderated_noise(series);
        for (const std::uint32_t index : side.runs) {
            const auto end = run_column.begin() + static_cast<std::ptrdiff_t>(range.last);
            const auto at = std::lower_bound(run_column.begin() + static_cast<std::ptrdiff_t>(range.first), end, index);
            if (at == end || *at != index) continue;
            const auto row = static_cast<std::size_t>(at - run_column.begin());
            found.recorded = true;
            if (!report_.outlier.empty() && report_.outlier[row] != 0)
                found.outlier = true;
            else if (!std::isnan(context_.estimate[row]))
                found.values.push_back({index, context_.estimate[row]});
        }
        return found;
    }

    // Series of one benchmark and measure are neighbours.
    void add_rows() {
        const auto& all = context_.history.series;
        for (std::uint32_t first = 0, last = 0; first < all.size(); first = last) {
            SideValues before, after;
            for (last = first; last < all.size() && all[last].benchmark == all[first].benchmark &&
                               all[last].measure == all[first].measure;
                 ++last) {
                if (all[last].testbed == result_.testbed_before) before = values_of(last, result_.before);
                if (all[last].testbed == result_.testbed_after) after = values_of(last, result_.after);
            }
            if (!before.values.empty() && !after.values.empty())
                add_row(all[first], before, after);
            else if (before.recorded || after.recorded)
                add_excluded(all[first], before, after);
        }
    }

    void add_row(const model::Series& series, const SideValues& before, const SideValues& after) {
        ComparedBenchmark row;
        row.benchmark = series.benchmark;
        row.measure = series.measure;
        row.before = median_of(before.values);
        row.after = median_of(after.values);
        row.runs_before = static_cast<std::uint32_t>(before.values.size());
        row.runs_after = static_cast<std::uint32_t>(after.values.size());
        if (row.before > 0 && row.after > 0) row.ratio = row.after / row.before;
        RowValues values{before.values, after.values};
        if (all_positive(values.before) && all_positive(values.after))
            weigh_values(row, values, noise_of(before, after));
        else
            values = {};
        result_.rows.push_back(row);
        values_.push_back(std::move(values));
    }

    // What few runs show of noise themselves is no history: their levels are made of them.
    std::optional<Noise> noise_of(const SideValues& before, const SideValues& after) const {
        const bool has_history =
            result_.across_testbeds() || before.history >= after.values.size() + std::size_t{noise_runs};
        return has_history ? wider(before.noise, after.noise) : std::nullopt;
    }

    static void weigh_values(ComparedBenchmark& row, RowValues& values, const std::optional<Noise>& noise) {
        for (auto* side : {&values.before, &values.after})
            for (RunValue& one : *side) one.value = std::log(one.value);
        const auto before = numbers_of(values.before), after = numbers_of(values.after);
        weigh(row, {before, after, noise});
    }

    void add_excluded(const model::Series& series, const SideValues& before, const SideValues& after) {
        const model::Benchmark& benchmark = context_.history.benchmarks[series.benchmark];
        const std::string& measure = context_.history.measures[series.measure].name;
        if (before.recorded && after.recorded)
            return exclude(
                benchmark.name, NotCompared::no_value,
                fmt::format("{}: no value {}{}", measure, before.values.empty() ? "before" : "after",
                            before.outlier || after.outlier ? ", as triage.toml says it is an outlier" : ""));
        if (before.recorded)
            return exclude(benchmark.name, NotCompared::missing, measure + ": measured before, not after");
        exclude(benchmark.name, NotCompared::added, measure + ": measured after, not before");
    }

    // --- verdicts

    void judge_rows() {
        adjust();
        if (std::ranges::any_of(result_.rows, suspected)) {
            weigh_jumps();
            adjust();
        }
        for (ComparedBenchmark& row : result_.rows) {
            judge(row, context_.history.measures[row.measure]);
            result_.told += row.verdict == Verdict::cannot_tell ? 0 : 1;
            const bool changed = row.verdict == Verdict::slower || row.verdict == Verdict::faster;
            if (!changed && row.interval && (row.interval->low > 1 || row.interval->high < 1)) ++result_.by_chance;
        }
    }

    static bool suspected(const ComparedBenchmark& row) { return is_clear(row) && hangs_on_one_result(row); }

    void adjust() {
        std::vector<double> p;
        for (const ComparedBenchmark& row : result_.rows)
            if (row.p_noise) p.push_back(std::max(*row.p_noise, row.jumps.value_or(0)));
        const auto adjusted = stats::false_discovery_adjusted(p);
        std::size_t next = 0;
        for (ComparedBenchmark& row : result_.rows)
            if (row.p_noise) row.adjusted_p = adjusted[next++];
    }

    // A slow result after, or a fast one before, makes the same ratio.
    void weigh_jumps() {
        std::vector<std::uint32_t> compared = result_.before.runs;
        compared.insert(compared.end(), result_.after.runs.begin(), result_.after.runs.end());
        std::ranges::sort(compared);
        const Jumps before = jumps_on(context_, report_, result_.testbed_before, suite(), compared);
        const Jumps after = jumps_on(context_, report_, result_.testbed_after, suite(), compared);
        for (ComparedBenchmark& row : result_.rows) {
            if (!suspected(row)) continue;
            const double size = std::log(*row.ratio);
            const auto rate = [&](const Jumps& all, std::uint32_t testbed, double jump) {
                return std::max(all.rate(jump), jumps_of_row(row, testbed, compared).rate(jump));
            };
            row.jumps = rate(after, result_.testbed_after, size) + rate(before, result_.testbed_before, -size);
        }
    }

    Jumps jumps_of_row(const ComparedBenchmark& row, std::uint32_t testbed,
                       std::span<const std::uint32_t> compared) const {
        for (const model::Series& series : context_.history.series_of(row.benchmark))
            if (series.measure == row.measure && series.testbed == testbed)
                return jumps_of(context_, series,
                                report_.series[static_cast<std::size_t>(&series - context_.history.series.data())],
                                suite(), compared);
        return {};
    }

    // Rows and values alike.
    void sort_rows() {
        std::vector<std::size_t> order(result_.rows.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::ranges::sort(order, {}, [&](std::size_t i) { return rank_of(result_.rows[i]); });
        std::vector<ComparedBenchmark> rows;
        std::vector<RowValues> values;
        for (const std::size_t i : order) {
            rows.push_back(result_.rows[i]);
            values.push_back(std::move(values_[i]));
        }
        result_.rows = std::move(rows);
        values_ = std::move(values);
    }

    const Context& context_;
    const Report& report_;
    const Across across_;
    Comparison result_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, stats::VariancePrior> priors_;  // by testbed, measure
    std::vector<RowValues> values_;  // by row; none where one is not positive
};

}  // namespace

Comparison compare(const Context& context, const Report& report, Side before, Side after, Across across) {
    return Comparer{context, report, std::move(before), std::move(after), across}.compare();
}

}  // namespace benchfolio::analysis
