// The comparisons that have a page: computed once, before the pages are made.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/comparison.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

struct ShownComparison {
    std::string slug, title;
    analysis::Comparison result;
};

// In the order of analysis::planned_comparisons.
std::vector<ShownComparison> shown_comparisons(const Content& content);

// The one about a change: of its testbed, from runs up to the last one before it to runs from the first one after it
// on. Nothing where it has no page: only the confirmed changes of the last 90 nights do.
const ShownComparison* comparison_about(const Content& content, std::span<const ShownComparison> comparisons,
                                        const analysis::Change& change);

}  // namespace benchfolio::site
