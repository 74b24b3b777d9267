// A benchmark that a file names more than once.
#pragma once

#include "formats/parsed_run.hpp"

namespace benchfolio::formats {

// Makes one row of all rows with samples of the same benchmark and measure: their samples in the order of the file.
// Rows with a reported summary stay as they are, since summaries cannot be pooled.
void pool_repeated(ParsedRun& run);

}  // namespace benchfolio::formats
