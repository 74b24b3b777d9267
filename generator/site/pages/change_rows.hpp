// How changes are told in tables: on the home page, the list of changes and the pages of benchmarks.
#pragma once

#include "analysis/decisions.hpp"
#include "site/page.hpp"

namespace benchfolio::site {

// The values of change-verdict.html, change-commits.html, change-state.html and the rest of a row about one change.
void set_change(html::Values& values, const Page& page, std::uint32_t change);

// Of that only what else differed, and where a reader goes from there: a comparison, the form of an issue.
void set_circumstances(html::Values& values, const Page& page, std::uint32_t change);

// The same for a benchmark that moved on several CPUs: those of the leading change, with every CPU that agrees.
void set_benchmark_change(html::Values& values, const Page& page, const analysis::BenchmarkChange& of);

// The commits between two runs, for change-commits.html; `count` where a clone knows it.
void set_commits(html::Values& values, const Page& page, std::uint32_t before, std::uint32_t after,
                 std::optional<std::uint32_t> count);

// The dates of the runs that a change lies between.
void set_dates(html::Values& values, const Page& page, std::uint32_t before, std::uint32_t after);

// "▲ 2 slower, ▼ 1 faster", for event-counts.html; in words that fit every measure of the event.
void set_event_counts(html::Values& values, const Page& page, const analysis::ChangeEvent& event);

// Where the file of reviews is edited, or looked at; nothing where neither that nor the repository is known.
std::optional<std::string> triage_url(const Content& content);

// Where a row's benchmarks stand in the list that scripts filter: "decide", "reviewed", "watching", "retracted".
std::string filter_state(const analysis::Change& change);

}  // namespace benchfolio::site
