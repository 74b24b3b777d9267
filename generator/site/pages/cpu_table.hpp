// Every CPU with its noise; on the pages of CPUs and of noise.
#pragma once

#include "site/page.hpp"

namespace benchfolio::site {

// The rows of cpu-table.html, the hidden CPUs last.
void set_cpu_table(html::Values& values, const Page& page);

}  // namespace benchfolio::site
