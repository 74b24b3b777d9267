// How old the newest results are, and what is known about why there are no newer ones.
#pragma once

#include <chrono>
#include <optional>
#include <span>

#include "analysis/options.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

// What the pages call out of date where nothing is configured: two nights without a run.
inline constexpr std::chrono::hours usual_max_age{48};

// Of the newest run. Time in declared pauses does not count; where pauses overlap, it is left out once.
struct Freshness {
    model::Time newest{};             // the newest run
    model::Time::duration age{};      // from then to now; 0 where that run is dated in the future
    model::Time::duration paused{};   // left out of it
    model::Time::duration max_age{};  // configured, else `usual_max_age`
    model::Time fresh_until{};        // when the age reaches max_age, if no run comes

    bool stale() const { return age > max_age; }
};

// Nothing where there is no run.
std::optional<Freshness> freshness(const model::History& history, const Options& options, model::Time now);

// The failed nights after the newest run: why there is no newer one.
std::span<const model::Failure> failures_since_newest(const model::History& history);

// On how many days they lie.
std::size_t nights_of(std::span<const model::Failure> failures);

// The pause at that time, if there is one.
const Pause* pause_at(const Options& options, model::Time time);

}  // namespace benchfolio::analysis
