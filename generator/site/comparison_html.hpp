// A comparison as one page that needs nothing else: for `benchfolio compare --format html`, to be opened from a disk or
// sent to somebody.
#pragma once

#include <string>
#include <vector>

#include "analysis/comparison.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

// The page of one comparison, or of the comparisons of several testbeds beneath each other, as the site shows them,
// with the stylesheet in it and without links to the site. `comparisons` are of the same two sides.
std::string comparison_html(const Content& content, const std::vector<analysis::Comparison>& comparisons);

}  // namespace benchfolio::site
