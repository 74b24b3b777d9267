#include "analysis/freshness.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace benchfolio::analysis {
namespace {

using model::Time;

// The same times as the pauses', by their beginning, none touching another.
std::vector<Pause> joined(std::vector<Pause> pauses) {
    std::ranges::sort(pauses, {}, &Pause::from);
    std::vector<Pause> result;
    for (Pause& pause : pauses) {
        if (result.empty() || result.back().until < pause.from)
            result.push_back(std::move(pause));
        else
            result.back().until = std::max(result.back().until, pause.until);
    }
    return result;
}

Time::duration paused_between(const std::vector<Pause>& pauses, Time from, Time to) {
    Time::duration paused{};
    for (const Pause& pause : pauses)
        paused += std::max(Time::duration{}, std::min(pause.until, to) - std::max(pause.from, from));
    return paused;
}

// `from` and then `left` of time outside of the pauses.
Time after(const std::vector<Pause>& pauses, Time from, Time::duration left) {
    for (const Pause& pause : pauses) {
        if (pause.until <= from) continue;
        if (from + left < pause.from) break;
        left -= std::max(Time::duration{}, pause.from - from);
        from = pause.until;
    }
    return from + left;
}

}  // namespace

std::optional<Freshness> freshness(const model::History& history, const Options& options, Time now) {
    if (history.runs.empty()) return std::nullopt;
    const std::vector<Pause> pauses = joined(options.pauses);
    Freshness result;
    result.newest = history.runs.back().time;
    result.max_age = options.max_age.value_or(usual_max_age);
    result.paused = paused_between(pauses, result.newest, now);
    result.age = std::max(Time::duration{}, now - result.newest - result.paused);
    result.fresh_until = after(pauses, result.newest, result.max_age);
    return result;
}

std::span<const model::Failure> failures_since_newest(const model::History& history) {
    const auto first = history.runs.empty() ? history.failures.begin()
                                            : std::ranges::upper_bound(history.failures, history.runs.back().time, {},
                                                                       &model::Failure::time);
    return {first, history.failures.end()};
}

std::size_t nights_of(std::span<const model::Failure> failures) {
    std::set<std::chrono::sys_days> nights;
    for (const model::Failure& failure : failures) nights.insert(std::chrono::floor<std::chrono::days>(failure.time));
    return nights.size();
}

const Pause* pause_at(const Options& options, Time time) {
    const auto found = std::ranges::find_if(
        options.pauses, [&](const Pause& pause) { return pause.from <= time && time < pause.until; });
    return found == options.pauses.end() ? nullptr : &*found;
}

}  // namespace benchfolio::analysis
