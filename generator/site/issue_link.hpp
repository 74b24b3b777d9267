// "File an issue": a link that opens the repository's form with what is known already filled in. Nothing is sent; the
// reader looks at it and decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "site/site.hpp"

namespace benchfolio::site {

// Servers refuse longer addresses; GitHub's limit lies somewhat above 8,000 bytes.
inline constexpr std::size_t longest_issue_url = 7999;

// What the form is filled in with. Both may hold names out of result files, which anyone may have written.
struct Issue {
    std::string title;               // plain text
    std::string opening;             // Markdown of our own, before the facts
    std::vector<std::string> facts;  // a line each; shown as they are, whatever they hold
    std::vector<std::string> links;  // addresses, after the facts
};

// GitHub's and its likes' form of a new issue: REPOSITORY/issues/new?title=...&body=.... What would make the address
// too long is cut, with an ellipsis, or left out from the end. Nothing where no repository is configured.
std::optional<std::string> issue_url(const Options& options, const Issue& issue);

// The issue about one change of the report: what, where, how much, between which commits.
Issue issue_about(const Content& content, std::uint32_t change);

// What lies between two commits, the first not included, on the repository's pages: REPOSITORY/compare/A...B. Nothing
// where no repository is configured.
std::optional<std::string> commits_url(const Options& options, std::string_view from, std::string_view to);

}  // namespace benchfolio::site
