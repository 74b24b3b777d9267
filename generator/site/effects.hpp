// The configuration effects that the site shows.
#pragma once

#include <vector>

#include "analysis/effects.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

// By analysis::Options::effects.
std::vector<analysis::EffectReport> shown_effects(const Content& content);

// From what to what: "no flags → flags JIT".
std::string values_text(const analysis::Effect& effect);

// What the first mean of a pair says: "1.25x faster (+24.1 % to +25.7 %, n = 42)"; why there is none, else.
std::string summary_of(const model::History& history, const analysis::EffectPair& pair);

}  // namespace benchfolio::site
