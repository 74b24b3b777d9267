// The tables of what is told across configurations: beside the trends, which none of it enters. Used inside this room
// only.
#pragma once

#include <vector>

#include "exporter/schema.hpp"

namespace benchfolio::exporter {

std::vector<Table> continuity_schema();  // series over declared upgrades (analysis/continuity.hpp)
std::vector<Table> effects_schema();     // what a declared configuration does (analysis/effects.hpp)
std::vector<Table> releases_schema();    // releases against each other (analysis/releases.hpp)

}  // namespace benchfolio::exporter
