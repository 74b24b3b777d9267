// The rows of what declared configurations do (analysis/effects.hpp). Used inside this room only.
#pragma once

#include "exporter/exporter.hpp"
#include "exporter/numbering.hpp"
#include "exporter/tables.hpp"

namespace benchfolio::exporter {

void write_effects(const Content& content, const Numbering& numbers, Tables& to);

}  // namespace benchfolio::exporter
