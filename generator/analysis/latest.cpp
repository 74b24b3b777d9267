#include "analysis/latest.hpp"

#include <algorithm>
#include <cmath>

#include "stats/distributions.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::uint32_t compared_runs = 10;

// How many runs of a step have an estimate; its first and its last such row.
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

// The runs on both sides of a change, real or possible.
struct Sides {
    std::uint32_t before = 0, after = 0;
};

Sides halves(std::uint32_t runs) {
    const std::uint32_t after = std::min(compared_runs, runs / 2);
    return {runs - after, after};
}

void judge_ability(LatestChange& latest, Sides sides, const std::optional<Noise>& noise) {
    if (!noise) {
        const std::uint32_t runs = sides.before + sides.after;
        latest.more_runs = runs < noise_runs ? noise_runs - runs : 1;
        return;
    }
    latest.visible = visible_change(noise->deviation, sides.before, sides.after);
    if (*latest.visible <= worth_telling) {
        latest.verdict = Verdict::no_evidence;
        return;
    }
    if (const auto needed = runs_to_see(worth_telling, noise->deviation, sides.before))
        latest.more_runs = *needed - std::min(*needed, sides.after);
}

void judge_ratio(LatestChange& latest, Sides sides, const Noise& noise, model::Direction direction) {
    const double reach = stats::student_t_quantile(0.975, noise.degrees) *
                         error_of_difference(noise.deviation, sides.before, sides.after);
    latest.interval = Interval{*latest.ratio * std::exp(-reach), *latest.ratio * std::exp(reach)};
    if (latest.interval->low <= 1 && latest.interval->high >= 1) return;
    const bool grew = *latest.ratio > 1;
    latest.verdict = grew == (direction == model::Direction::lower_is_better) ? Verdict::slower : Verdict::faster;
}

bool follows_in_one_suite(const Context& context, const Measured& before, const Measured& after) {
    return context.run_of(before.last).suite == context.run_of(after.first).suite;
}

LatestChange compare(const Context& context, const model::Series& series, std::span<const Step> last_two,
                     const std::optional<Noise>& noise) {
    const Measured before = measured(context, series, last_two[0]), after = measured(context, series, last_two[1]);
    LatestChange latest;
    latest.run_before = context.history.columns.run[before.last];
    latest.run = context.history.columns.run[after.first];
    if (!(last_two[0].median > 0 && last_two[1].median > 0)) return latest;
    latest.ratio = last_two[1].median / last_two[0].median;
    const Sides sides{before.runs, after.runs};
    judge_ability(latest, sides, noise);
    if (noise) judge_ratio(latest, sides, *noise, context.history.measures[series.measure].direction);
    if (latest.verdict == Verdict::slower || latest.verdict == Verdict::faster) latest.more_runs.reset();
    return latest;
}

}  // namespace

LatestChange latest_change(const Context& context, const model::Series& series, std::span<const Step> steps,
                           const std::optional<Noise>& noise) {
    LatestChange latest;
    if (steps.empty() || !context.is_recent(context.run_of(series.last - 1))) return latest;
    const Measured newest = measured(context, series, steps.back());
    if (steps.size() > 1 && context.is_recent(context.run_of(newest.first))) {
        const auto last_two = steps.last(2);
        if (follows_in_one_suite(context, measured(context, series, last_two[0]), newest))
            return compare(context, series, last_two, noise);
    }
    if (newest.runs < 2 || !noise)
        judge_ability(latest, {newest.runs, 0}, std::nullopt);
    else
        judge_ability(latest, halves(newest.runs), noise);
    return latest;
}

}  // namespace benchfolio::analysis
