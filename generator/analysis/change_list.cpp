#include "analysis/change_list.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "model/digest.hpp"
#include "stats/distributions.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::size_t id_digits = 10;
constexpr double borrowed_degrees = 8;

// Rows [first, last) of the columns.
struct Rows {
    std::size_t first = 0, last = 0;
};

// The rows of the step about a row.
Rows step_about(const model::Series& series, std::span<const Step> steps, std::size_t row) {
    const auto at = static_cast<std::uint32_t>(row - series.first);
    const auto step = std::ranges::find_if(steps, [&](const Step& s) { return s.first <= at && at < s.last; });
    return {series.first + step->first, series.first + step->last};
}

struct Level {
    double median = 0;
    std::uint32_t runs = 0;
};

Level level(const Context& context, Rows rows) {
    auto values = present_values(context.estimate.subspan(rows.first, rows.last - rows.first));
    return {*stats::median_in_place(values), static_cast<std::uint32_t>(values.size())};
}

void size_up(Change& change, const Noise& noise) {
    if (!(change.before > 0 && change.after > 0)) return;
    change.ratio = change.after / change.before;
    const double reach = stats::student_t_quantile(0.975, noise.degrees) *
                         error_of_difference(noise.deviation, change.runs_before, change.runs_after);
    change.interval = Interval{*change.ratio * std::exp(-reach), *change.ratio * std::exp(reach)};
}

Verdict direction_of(const Change& change, model::Direction better) {
    const bool grew = change.after > change.before;
    return grew == (better == model::Direction::lower_is_better) ? Verdict::slower : Verdict::faster;
}

Change change_of(const Context& context, const Detection& detection, const SeriesReport& report) {
    const std::span<const Step> steps = report.steps;
    const model::Series& series = context.history.series[detection.series];
    const auto& run = context.history.columns.run;
    const Level before =
        level(context, {step_about(series, steps, detection.last_row_before).first, detection.first_row_after});
    const Level after =
        level(context, {detection.first_row_after, step_about(series, steps, detection.first_row_after).last});
    Change change;
    change.series = detection.series;
    change.state = detection.state;
    change.before = before.median;
    change.after = after.median;
    change.runs_before = before.runs;
    change.runs_after = after.runs;
    change.direction = direction_of(change, context.history.measures[series.measure].direction);
    change.last_run_before = run[detection.last_row_before];
    change.first_run_after = run[detection.first_row_after];
    change.confirmed_by = detection.confirmed_by;
    change.retracted_by = detection.retracted_by;
    change.id = change_id(context.history, series, change.first_run_after);
    const auto noise = noise_of(report, context.history.runs[change.first_run_after].suite);
    size_up(change, noise.value_or(Noise{detection.sigma, borrowed_degrees}));
    return change;
}

// --- other testbeds --------------------------------------------------------------------------------------------------

bool overlap(const Change& a, const Change& b) {
    return std::max(a.last_run_before, b.last_run_before) < std::min(a.first_run_after, b.first_run_after);
}

// How one other series of the same benchmark and measure stands to a change.
enum class Stand { agrees, differs, silent };

// How many runs of its version of the suite, with an estimate, a series has before and after the range of a change, up
// to ten each.
struct Sides {
    double before = 0, after = 0;
};

Sides sides_of(const Context& context, const model::Series& series, const Change& change) {
    constexpr double enough = 10;
    const auto& run = context.history.columns.run;
    const auto first = run.begin() + static_cast<std::ptrdiff_t>(series.first);
    const auto last = run.begin() + static_cast<std::ptrdiff_t>(series.last);
    const auto after = static_cast<std::size_t>(std::lower_bound(first, last, change.first_run_after) - run.begin());
    const model::Suite& suite = context.history.runs[change.first_run_after].suite;
    const auto counts = [&](std::size_t row) {
        return !std::isnan(context.estimate[row]) && context.run_of(row).suite == suite;
    };
    Sides sides;
    for (std::size_t row = after; row < series.last && sides.after < enough; ++row) sides.after += counts(row) ? 1 : 0;
    for (std::size_t row = after; row > series.first && sides.before < enough; --row)
        sides.before += run[row - 1] <= change.last_run_before && counts(row - 1) ? 1 : 0;
    return sides;
}

// Whether a change of this size would show in the series, by its noise.
bool would_show(const Context& context, const model::Series& series, const SeriesReport& report, const Change& change) {
    const Sides sides = sides_of(context, series, change);
    const auto noise = noise_of(report, context.history.runs[change.first_run_after].suite);
    if (sides.before == 0 || sides.after == 0 || !noise || !change.ratio) return false;
    return std::abs(std::log(*change.ratio)) >= std::log1p(visible_change(noise->deviation, sides.before, sides.after));
}

// The changes of each series, as indices.
using BySeries = std::map<std::uint32_t, std::vector<std::size_t>>;

bool has_agreeing(const model::History& history, std::span<const Change> changes, const BySeries& by_series,
                  std::uint32_t series, const Change& change) {
    const auto suite_of = [&](const Change& of) -> const model::Suite& {
        return history.runs[of.first_run_after].suite;
    };
    const auto found = by_series.find(series);
    return found != by_series.end() && std::ranges::any_of(found->second, [&](std::size_t i) {
               const Change& other = changes[i];
               return other.state != ChangeState::retracted && other.direction == change.direction &&
                      suite_of(other) == suite_of(change) && overlap(other, change);
           });
}

Agreement agreement_of(const Context& context, std::span<const SeriesReport> reports, std::span<const Change> changes,
                       const BySeries& by_series, const Change& change) {
    const auto& all = context.history.series;
    const model::Series& own = all[change.series];
    Agreement agreement;
    const auto of_benchmark = context.history.series_of(own.benchmark);
    for (const model::Series& other : of_benchmark) {
        const auto& testbed = context.history.testbeds[other.testbed];
        const auto index = static_cast<std::uint32_t>(&other - all.data());
        if (index == change.series || other.measure != own.measure || testbed.hidden || !testbed.comparable()) continue;
        if (has_agreeing(context.history, changes, by_series, index, change))
            ++agreement.agreeing, ++agreement.able;
        else if (would_show(context, other, reports[index], change))
            ++agreement.able;
        else
            ++agreement.silent;
    }
    return agreement;
}

}  // namespace

std::string change_id(const model::History& history, const model::Series& series, std::uint32_t first_run_after) {
    const std::string identity = history.benchmarks[series.benchmark].name + "\n" +
                                 history.measures[series.measure].name + "\n" + history.testbeds[series.testbed].slug +
                                 "\n" + history.runs[first_run_after].id;
    return model::hex(model::sha256(identity), id_digits);
}

std::vector<Change> changes_of_series(const Context& context, std::span<const Detection> detections,
                                      const SeriesReport& report) {
    std::vector<Change> result;
    for (const Detection& detection : detections) result.push_back(change_of(context, detection, report));
    return result;
}

void compare_testbeds(const Context& context, std::span<const SeriesReport> series, std::vector<Change>& changes) {
    std::ranges::stable_sort(changes, {}, [](const Change& c) { return std::tuple{c.first_run_after, c.series}; });
    BySeries by_series;
    for (std::size_t i = 0; i < changes.size(); ++i) by_series[changes[i].series].push_back(i);
    for (Change& change : changes) change.agreement = agreement_of(context, series, changes, by_series, change);
}

}  // namespace benchfolio::analysis
