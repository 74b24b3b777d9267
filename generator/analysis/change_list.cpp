#include "analysis/change_list.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "analysis/noise.hpp"
#include "analysis/steps.hpp"
#include "model/digest.hpp"
#include "stats/distributions.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::uint32_t runs_to_confirm = 5, id_digits = 10;

// The rows of a step that have an estimate.
struct Measured {
    std::uint32_t runs = 0;
    std::size_t first = 0, last = 0;
};

Measured measured(const Context& context, const model::Series& series, const Step& step) {
    Measured result;
    for (std::size_t row = series.first + step.first; row < series.first + step.last; ++row) {
        if (std::isnan(context.estimate[row])) continue;
        if (result.runs++ == 0) result.first = row;
        result.last = row;
    }
    return result;
}

Verdict direction_of(bool grew, model::Direction better) {
    return grew == (better == model::Direction::lower_is_better) ? Verdict::slower : Verdict::faster;
}

void size_up(Change& change, const std::optional<Noise>& noise) {
    if (!(change.before > 0 && change.after > 0)) return;
    change.ratio = change.after / change.before;
    if (!noise) return;
    const double reach = stats::student_t_quantile(0.975, noise->degrees) *
                         error_of_difference(noise->deviation, change.runs_before, change.runs_after);
    change.interval = Interval{*change.ratio * std::exp(-reach), *change.ratio * std::exp(reach)};
}

Change change_between(const Context& context, std::uint32_t index, const Step& before, const Step& after,
                      const std::optional<Noise>& noise) {
    const model::Series& series = context.history.series[index];
    const auto& run = context.history.columns.run;
    const Measured left = measured(context, series, before), right = measured(context, series, after);
    Change change;
    change.series = index;
    change.before = before.median;
    change.after = after.median;
    change.direction = direction_of(after.median > before.median, context.history.measures[series.measure].direction);
    change.last_run_before = run[left.last];
    change.first_run_after = run[right.first];
    change.runs_before = left.runs;
    change.runs_after = right.runs;
    change.id = change_id(context.history, series, change.first_run_after);
    if (right.runs >= runs_to_confirm) {
        change.state = ChangeState::confirmed;
        change.confirmed_by = run[right.first + runs_to_confirm - 1];
    }
    size_up(change, noise);
    return change;
}

bool one_suite(const Context& context, const model::Series& series, const Step& before, const Step& after) {
    return context.run_of(series.first + before.first).suite == context.run_of(series.first + after.first).suite;
}

bool overlap(const Change& a, const Change& b) {
    return std::max(a.last_run_before, b.last_run_before) < std::min(a.first_run_after, b.first_run_after);
}

// Counts, for each change, the shown testbeds that agree; `changes` are those of one benchmark.
void agree(const Context& context, std::span<Change> all) {
    for (Change& change : all)
        for (const Change& other : all) {
            const model::Series &a = context.history.series[change.series], &b = context.history.series[other.series];
            if (a.testbed == b.testbed || a.measure != b.measure || context.history.testbeds[b.testbed].hidden ||
                other.direction != change.direction || !overlap(change, other))
                continue;
            ++change.agreement.agreeing;
            ++change.agreement.able;
        }
}

}  // namespace

std::string change_id(const model::History& history, const model::Series& series, std::uint32_t first_run_after) {
    const std::string identity = history.benchmarks[series.benchmark].name + "\n" +
                                 history.measures[series.measure].name + "\n" + history.testbeds[series.testbed].slug +
                                 "\n" + history.runs[first_run_after].id;
    return model::hex(model::sha256(identity), id_digits);
}

std::vector<Change> changes(const Context& context, std::span<const SeriesReport> reports) {
    std::vector<Change> result;
    std::size_t first_of_benchmark = 0;
    for (std::uint32_t i = 0; i < reports.size(); ++i) {
        const model::Series& series = context.history.series[i];
        if (i > 0 && context.history.series[i - 1].benchmark != series.benchmark) {
            agree(context, std::span{result}.subspan(first_of_benchmark));
            first_of_benchmark = result.size();
        }
        const auto& steps = reports[i].steps;
        const auto noise = noise_between(context, series, steps);
        for (std::size_t k = 1; k < steps.size(); ++k)
            if (one_suite(context, series, steps[k - 1], steps[k]))
                result.push_back(change_between(context, i, steps[k - 1], steps[k], noise));
    }
    agree(context, std::span{result}.subspan(first_of_benchmark));
    std::ranges::stable_sort(result, {}, [](const Change& c) { return std::tuple{c.first_run_after, c.series}; });
    return result;
}

}  // namespace benchfolio::analysis
