// The pages of the site: each is the values of its template. A new page is a function here, a row in site.cpp's table
// and a template.
#pragma once

#include <cstdint>

#include "site/page.hpp"

namespace benchfolio::site {

html::Values home_page(const Page& page);
html::Values changes_page(const Page& page, std::uint32_t index);  // into ChangePages::pages
html::Values comparison_index_page(const Page& page);
html::Values comparison_page(const Page& page, std::uint32_t index);  // into Site::comparisons
html::Values group_page(const Page& page, std::uint32_t group);
html::Values benchmark_page(const Page& page, std::uint32_t benchmark);
html::Values cpu_index_page(const Page& page);
html::Values cpu_page(const Page& page, std::uint32_t testbed);
html::Values scaling_index_page(const Page& page);
html::Values scaling_page(const Page& page, std::uint32_t scaling);
html::Values run_index_page(const Page& page);
html::Values run_page(const Page& page, std::uint32_t run);
html::Values effect_index_page(const Page& page);
html::Values effect_page(const Page& page, std::uint32_t effect);        // into analysis::Options::effects
html::Values dimension_page(const Page& page, std::uint32_t dimension);  // into Lookup::dimensions
html::Values continuity_page(const Page& page);
html::Values geomean_page(const Page& page);
html::Values releases_page(const Page& page);
html::Values distributions_page(const Page& page);
html::Values methods_page(const Page& page);
html::Values data_page(const Page& page, std::span<const Download> downloads);
html::Values rejected_page(const Page& page);
html::Values not_found_page(const Page& page);

}  // namespace benchfolio::site
