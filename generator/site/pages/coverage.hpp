// Which CPU ran on which of the last days; on the home page.
#pragma once

#include "site/page.hpp"

namespace benchfolio::site {

void set_coverage(html::Values& values, const Page& page);

}  // namespace benchfolio::site
