// When the tags of the project were made, for the plots: their values are in no trend.
#pragma once

#include <string>
#include <vector>

#include "chart/span.hpp"
#include "chart/trend.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

// Tags of the clone and of results that are in no trend, by date: of the first run of the trends that measured the
// tagged commit, else of the commit as a result of the tag records it. A tag of which neither is known is not drawn.
std::vector<chart::Event> tag_dates(const Content& content);

// Those within a picture's time.
std::vector<chart::Event> tags_within(const std::vector<chart::Event>& tags, chart::Span time);

// " Tags: v5.1 on 3 Mar 2026, v5.0 on 2 Jan 2026 and 3 earlier." or nothing.
std::string tags_in_words(const std::vector<chart::Event>& tags);

}  // namespace benchfolio::site
