// Which testbed a run belongs to, and what each is called.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/options.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

// The names that every archive has, whatever is configured: "cpu", "os", "python" and so on.
std::vector<std::string_view> builtin_dimensions();

// What a run recorded of the thing named so: "python", "compiler", a package; empty where it did not.
std::string environment_value(const model::Run& run, std::string_view name);

// Dimension -> value, from places that are declared and from the file's path, which come before what the run says.
using SaidElsewhere = std::map<std::string, std::string>;

// The values of the configured dimensions for one run, "cpu" always first: runs of two CPUs are never one testbed. A
// value that is not recorded is empty, and tells runs apart from those that record one.
std::vector<model::Dimension> dimensions_of(const model::Run& run, const SaidElsewhere& elsewhere,
                                            const Options& options);

// Fills History::testbeds and Run::testbed from the dimensions of each run (same order as history.runs, which is
// sorted).
void assign_testbeds(model::History& history, const std::vector<std::vector<model::Dimension>>& dimensions,
                     const Options& options);

}  // namespace benchfolio::ingest
