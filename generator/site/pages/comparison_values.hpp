// One comparison as the values of comparison.html: on its page of the site, or on one of its own.
#pragma once

#include <string>
#include <string_view>

#include "analysis/comparison.hpp"
#include "site/page.hpp"

namespace benchfolio::site {

struct ComparisonPlace {
    std::string id;      // distinguishes what stands on one page; for the ids of pictures and sections
    bool linked = true;  // to the site's pages, and to the plot as a file of its own
    // Where not linked: the history of the site that it stands on all the same. What that has is linked to.
    const model::History* site = nullptr;
    std::string data = {};  // likewise: where its numbers are; empty: nowhere
};

void set_comparison(html::Values& values, const Page& page, const analysis::Comparison& comparison,
                    const ComparisonPlace& place);

// The counts of the four verdicts: COUNTS, in comparison-counts.html.
void set_counts(html::Values& values, const model::History& history, const analysis::Comparison& comparison);

}  // namespace benchfolio::site
