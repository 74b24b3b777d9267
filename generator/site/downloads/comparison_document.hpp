// A comparison for programs: what its page shows, with every row. The same shape from `benchfolio compare`.
#pragma once

#include <span>
#include <string>

#include "analysis/comparison.hpp"
#include "site/site.hpp"

namespace benchfolio::site::downloads {

// {"schema_version", "comparisons": [{"testbed", "testbed_before", "before", "after", "verdict", "p",
//   "geometric_means": [...], "benchmarks": [...], "not_compared": [...]}]}: one benchmark a line, the largest of each
// verdict first. Ratios are after / before.
std::string comparison_document(const Content& content, std::span<const analysis::Comparison> comparisons);

}  // namespace benchfolio::site::downloads
