// What changed, for `benchfolio changes`: by event, the newest first.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/decisions.hpp"
#include "site/site.hpp"

namespace benchfolio::summary {

// Indices into Report::changes: those first seen at this time or later, in their order; all of them without a time.
std::vector<std::uint32_t> changes_since(const site::Content& content, std::optional<model::Time> since);

// "12 changes in 4 events: 3 regressions and 9 improvements. Of these, 2 are watched and 1 is reviewed.", or that there
// are none. `since` as above.
std::string changes_sentence(const site::Content& content, std::span<const std::uint32_t> changes,
                             std::optional<model::Time> since);

// "1ede0b8..9f3c2d1 (6 commits)", "1ede0b8 both times", "not recorded", of an event.
std::string commits_text(const site::Content& content, const analysis::ChangeEvent& event);

// What was said of the leading change, else of the first other one; nothing where nothing was.
const analysis::Review* review_of(const site::Content& content, const analysis::BenchmarkChange& of);

// "explained: the new solver is exact (until 1 Mar 2027, triage.toml:12)".
std::string review_text(const analysis::Review& review);

// A heading and a table an event, every one of them; Markdown as GitHub shows it, whatever names hold.
std::string changes_markdown(const site::Content& content, std::span<const std::uint32_t> changes,
                             std::optional<model::Time> since);

}  // namespace benchfolio::summary
