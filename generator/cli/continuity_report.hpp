// What `benchfolio continuity` prints.
#pragma once

#include <string>

#include "analysis/continuity_check.hpp"
#include "site/site.hpp"

namespace benchfolio::cli {

// Each transition with its factors, what is not joined and why, and what is still to be measured; then what is told
// relative to a baseline, and what lacks its baseline.
std::string factors_text(const site::Content& content);

// Of --check: a line a benchmark, and the verdict of all.
std::string seam_text(const site::Content& content, const analysis::SeamCheck& check);
std::string seam_json(const site::Content& content, const analysis::SeamCheck& check);

}  // namespace benchfolio::cli
