// The pages of what is in no trend: one of each tag, branch, pull request and request by hand, and of its newest runs.
#pragma once

#include <cstdint>

#include "site/asides.hpp"
#include "site/page.hpp"

namespace benchfolio::site {

// Judges the line, and hands its numbers and plots to the sink. Fills in what the list says of it.
html::Values aside_page(const Page& page, Asides& asides, std::size_t line);

// Once the others are made.
html::Values aside_index_page(const Page& page, const Asides& asides);

// `page` is of the site, `run` one of History::aside that is recent there.
html::Values aside_run_page(const Page& page, const Asides& asides, std::uint32_t run);

}  // namespace benchfolio::site
