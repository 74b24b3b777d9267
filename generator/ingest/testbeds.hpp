// Which testbed a run belongs to, and what each is called.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ingest/options.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

// The values of the configured dimensions for one run, "cpu" always first: runs of two CPUs are never one testbed.
std::vector<model::Dimension> dimensions_of(const model::Run& run,
                                            const std::map<std::string, std::string>& path_fields,
                                            const Options& options);

// Fills History::testbeds and Run::testbed from the dimensions of each run (same order as history.runs, which is
// sorted).
void assign_testbeds(model::History& history, const std::vector<std::vector<model::Dimension>>& dimensions,
                     const Options& options);

}  // namespace benchfolio::ingest
