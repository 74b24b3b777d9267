// The results that are in no trend, as JSON: a file a run, so that two runs, of two kinds or refs perhaps, stand in one
// series nowhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "site/site.hpp"

namespace benchfolio::site::downloads {

// By run of History::aside: its rows, in the order of benchmark and measure.
using RowsOfRuns = std::vector<std::vector<std::uint32_t>>;
RowsOfRuns rows_of_runs(const model::History& aside);

// data/aside.json: testbeds, measures and benchmarks of those runs, and where the results of each run are.
std::string aside_document(const model::History& aside);

// data/aside/<id>.json: all that one of them measured. `rows` are those of this run.
std::string aside_run_document(const Content& content, std::uint32_t run, const std::vector<std::uint32_t>& rows);

}  // namespace benchfolio::site::downloads
