// Every result of one benchmark, as JSON with parallel arrays and as CSV.
#pragma once

#include <cstdint>
#include <string>

#include "site/site.hpp"

namespace benchfolio::site::downloads {

std::string benchmark_json(const Content& content, std::uint32_t benchmark);

// One row a result, with a heading; empty where not known; lines end in LF, quotes as in RFC 4180. The testbed stands
// by its label, which is unique too: a slug in every row would make up a fifth of the largest files of a site.
std::string benchmark_csv(const Content& content, std::uint32_t benchmark);

}  // namespace benchfolio::site::downloads
