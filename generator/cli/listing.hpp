// What `benchfolio list` lists: the same rows as a table and as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "model/history.hpp"

namespace benchfolio::cli {

// Of the runs that pass the filter, those of the trends and those beside them. `archived` are patterns of branches that
// are over: they are listed all the same, and marked.
//  - runs: by time; run, time, kind, ref, owner, branch, commit, testbed, suite, results, file, archived
//  - branches: by their newest run; branch, owner, trend, runs, first, last, commit, start, archived
//  - benchmarks: by name; benchmark, group, measures, runs, results, last, trend
//  - testbeds: by their first run; testbed, slug, runs, in_trends, first, last, hidden, dimensions
// What is not known is null.
nlohmann::ordered_json listed(const List& arguments, const model::History& history,
                              const std::vector<std::string>& archived);

// Aligned columns under a heading; "-" for what is not known.
std::string listing_text(Listed what, const nlohmann::ordered_json& rows);

// {schema_version, archive, WHAT: rows}
std::string listing_json(const List& arguments, nlohmann::ordered_json rows);

}  // namespace benchfolio::cli
