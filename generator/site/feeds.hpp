// Atom feeds (RFC 4287) of what changed: all events, those with regressions, and the changes of each benchmark.
//
// Only confirmed changes are told, and retracted ones as an update of their entry. An entry's id follows from the id of
// a change alone, and its times from the runs that confirmed or retracted it, never from the clock: what a reader has
// seen stays seen, whenever and wherever the site is built.
#pragma once

#include "site/change_pages.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

// Feeds have absolute links, so there are none where the address of the site is not configured.
bool has_feeds(const Options& options);

// Hands changes/feed.xml, changes/regressions.xml and b/<slug>.xml of each benchmark to the sink, if there are feeds.
void render_feeds(const Content& content, const ChangePages& changes, const FileSink& sink);

inline constexpr std::size_t most_entries = 50;  // of a feed: the newest

}  // namespace benchfolio::site
