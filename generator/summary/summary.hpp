// A night in Markdown, for the summary of a continuous-integration job: what changed, what was read, what was not.
#pragma once

#include <string>

#include "site/site.hpp"

namespace benchfolio::summary {

// Values in, text out. Says the same as the home page, in its words, with links into the site where the configuration
// says its address. Every list is cut and its rest counted, so that the text stays far below the 1 MiB that GitHub
// takes, whatever the archive holds.
std::string markdown(const site::Content& content);

}  // namespace benchfolio::summary
