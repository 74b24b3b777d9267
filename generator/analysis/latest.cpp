#include "analysis/latest.hpp"

#include <algorithm>
#include <cmath>

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

bool excludes_one(const std::optional<Interval>& interval) {
    return interval && (interval->low > 1 || interval->high < 1);
}

// The change whose level begins with this run, if there is one: a step may also begin with a version of the suite.
const Change* change_at(std::span<const Change> changes, std::uint32_t run) {
    const auto found = std::ranges::find_if(changes, [&](const Change& change) {
        return change.first_run_after == run && change.state != ChangeState::retracted;
    });
    return found == changes.end() ? nullptr : &*found;
}

LatestChange compare(const Context& context, const model::Series& series, std::span<const Step> last_two,
                     const std::optional<Noise>& noise, const Change& change) {
    const Measured before = measured(context, series, last_two[0]), after = measured(context, series, last_two[1]);
    LatestChange latest;
    latest.run_before = context.history.columns.run[before.last];
    latest.run = context.history.columns.run[after.first];
    if (!change.ratio) return latest;
    latest.ratio = change.ratio;
    latest.interval = change.interval;
    if (change.state == ChangeState::confirmed || excludes_one(change.interval))
        latest.verdict = change.direction;
    else
        judge_ability(latest, {before.runs, after.runs}, noise);
    if (noise) latest.visible = visible_change(noise->deviation, before.runs, after.runs);
    return latest;
}

}  // namespace

LatestChange latest_change(const Context& context, const model::Series& series, const SeriesReport& report,
                           std::span<const Change> changes) {
    const std::span<const Step> steps = report.steps;
    LatestChange latest;
    if (steps.empty() || !context.is_recent(context.run_of(series.last - 1))) return latest;
    const Measured newest = measured(context, series, steps.back());
    const auto noise = noise_of(report, context.run_of(newest.first).suite);
    if (const Change* change = change_at(changes, context.history.columns.run[newest.first]);
        change != nullptr && steps.size() > 1 && context.is_recent(context.run_of(newest.first)))
        return compare(context, series, steps.last(2), noise, *change);
    if (newest.runs < 2 || !noise)
        judge_ability(latest, {newest.runs, 0}, std::nullopt);
    else
        judge_ability(latest, halves(newest.runs), noise);
    return latest;
}

}  // namespace benchfolio::analysis
