// The whole archive in a sentence or two: what the home page and a night's summary begin with.
#pragma once

#include <span>
#include <string>

#include "analysis/decisions.hpp"
#include "analysis/freshness.hpp"
#include "analysis/standing.hpp"

namespace benchfolio::site {

// "2 new regressions and 1 improvement since Monday", "3 regressions to decide", "Nothing to decide"
std::string headline(const model::History& history, const analysis::Standing& standing,
                     const analysis::Decisions& decisions);

// "The newest: bench_add · 16 is +34.1 % slower on 3 of 3 CPUs since 16 Nov 2026, and 2 more moved with it."
std::string lead(const model::History& history, const analysis::Report& report, const analysis::Standing& standing,
                 const analysis::Decisions& decisions);

// "2 regressions and 1 improvement"
std::string regressions_and_improvements(const analysis::ChangeCounts& counts);

// What the list of decisions leaves out, counted: "2 acknowledged, 1 ignored"; empty where it leaves out nothing.
std::string left_out(const analysis::Decisions& decisions);

// "The night of 21 Nov 2026 failed.", "The last 3 nights gave no results, the newest on 21 Nov 2026."; `failures` are
// not empty.
std::string failed_nights_sentence(std::span<const model::Failure> failures);

// "The newest run is of 20 Nov 2026, 02:14 UTC, 5 days before the pages were made, 14 days of pauses not counted."
std::string stale_sentence(const analysis::Freshness& freshness);

std::string without_pauses(const analysis::Freshness& freshness);  // ", 14 days of pauses not counted", or nothing

std::string outcome_word(const model::Failure& failure);  // "failed", "cancelled", "timed out"
std::string days_of(const analysis::Pause& pause);        // "24 Dec 2026 to 6 Jan 2027"
std::string age_text(model::Time::duration age);          // "30 hours", "3 days"

}  // namespace benchfolio::site
