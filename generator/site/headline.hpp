// The whole archive in a sentence or two: what the home page and a night's summary begin with.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/freshness.hpp"
#include "analysis/recent_changes.hpp"

namespace benchfolio::site {

std::string news_words();  // "in the last 30 days"

// "3 benchmarks slower and 6 faster in the last 30 days"
std::string headline(const model::History& history, const analysis::Standing& standing);

// "The newest: 6 faster on Xeon 8272CL since 25 Oct 2022."
std::string lead(const model::History& history, const analysis::Standing& standing,
                 const std::vector<analysis::ChangeEvent>& changes);

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
