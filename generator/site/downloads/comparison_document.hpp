// A comparison for programs: what its page shows, with every row, in the shape that `benchfolio compare --format json`
// prints too.
#pragma once

#include <span>
#include <string>

#include "analysis/comparison.hpp"
#include "site/site.hpp"

namespace benchfolio::site::downloads {

// {"schema_version", "comparisons": [{"testbed", "base", "head", "overall", "means", "rows", "excluded", ...}]}, one
// row a line, the largest of each verdict first. Ratios are after / before.
std::string comparison_document(const Content& content, std::span<const analysis::Comparison> comparisons);

}  // namespace benchfolio::site::downloads
