// The rows of what is told over declared upgrades (analysis/continuity.hpp). Used inside this room only.
#pragma once

#include "exporter/exporter.hpp"
#include "exporter/numbering.hpp"
#include "exporter/tables.hpp"

namespace benchfolio::exporter {

void write_continuity(const Content& content, const Numbering& numbers, Tables& to);

}  // namespace benchfolio::exporter
