// Series whose results go back and forth between two levels, without a change.
#pragma once

#include <span>

#include "site/page.hpp"

namespace benchfolio::site {

// The values of one row or note: who, how far apart the levels are, how many runs are on the upper one.
void set_bimodality(html::Values& values, const Page& page, std::uint32_t series);

// The table of bimodal.html: of the given testbed, or of all of them. Those whose levels lie furthest apart first.
void set_bimodal_list(html::Values& values, const Page& page, std::optional<std::uint32_t> testbed);

}  // namespace benchfolio::site
