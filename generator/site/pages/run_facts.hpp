// What is recorded of a run, as its page tells it: the values of run-facts.html.
#pragma once

#include "site/page.hpp"

namespace benchfolio::site {

void set_run_facts(html::Values& values, const Page& page, const model::Run& run);

}  // namespace benchfolio::site
