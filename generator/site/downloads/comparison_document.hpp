// A comparison for programs: what its page shows, with every row, in the shape that `benchfolio compare --format json`
// prints too.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/comparison.hpp"
#include "site/site.hpp"

namespace benchfolio::site::downloads {

// What `benchfolio compare` was asked, beyond the comparisons that came of it.
struct AskedComparison {
    std::string base, head;                   // what the sides are: "tag v5.1 (1ede0b8)"
    std::vector<std::string> why;             // by comparison: why these runs of BASE
    std::vector<analysis::Excluded> refused;  // testbeds that were not compared at all
};

// {"schema_version", "comparisons": [{"testbed", "base", "head", "overall", "means", "rows", "excluded", ...}]}, one
// row a line, the largest of each verdict first. Ratios are after / before.
std::string comparison_document(const Content& content, std::span<const analysis::Comparison> comparisons);

// The same with "base", "head" and "refused", and "base_why" of each comparison.
std::string comparison_document(const Content& content, std::span<const analysis::Comparison> comparisons,
                                const AskedComparison& asked);

// One of the objects in "comparisons", alone.
std::string comparison_object(const Content& content, const analysis::Comparison& comparison);

}  // namespace benchfolio::site::downloads
