// The rows of releases against each other (analysis/releases.hpp). Used inside this room only.
#pragma once

#include "analysis/report.hpp"
#include "exporter/numbering.hpp"
#include "exporter/tables.hpp"

namespace benchfolio::exporter {

void write_releases(const analysis::Releases& releases, const Numbering& numbers, Tables& to);

}  // namespace benchfolio::exporter
