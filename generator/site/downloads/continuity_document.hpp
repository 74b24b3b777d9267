// data/continuity.json: declared upgrades, the factors of each benchmark and what is not joined; and of each benchmark
// its continuous series, point by point.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "site/site.hpp"

namespace benchfolio::site::downloads {

// The same as `benchfolio continuity --format json` prints. One factor a line.
std::string continuity_document(const Content& content);

// The series of one benchmark: indices into Continuity::series. The raw value stands beside each rescaled one.
std::string continuity_document(const Content& content, const std::vector<std::uint32_t>& series);

// The continuous series of each benchmark that has any: benchmark, then indices into Continuity::series.
std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> continuous_benchmarks(const Content& content);

}  // namespace benchfolio::site::downloads
