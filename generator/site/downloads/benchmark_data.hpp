// Every result of one benchmark, as JSON with parallel arrays and as CSV.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "site/run_texts.hpp"
#include "site/site.hpp"

namespace benchfolio::site::downloads {

// The CSV has one row a result, with a heading; empty where not known; lines end in LF, quotes as in RFC 4180. The
// testbed stands by its label, which is unique too: a slug in every row would make up a fifth of the largest files of a
// site.
struct BenchmarkData {
    std::string json, csv;
};

// Both at once, since they carry the same numbers. `runs` are the texts of every run of the history.
BenchmarkData benchmark_data(const Content& content, std::uint32_t benchmark, std::span<const RunText> runs);

}  // namespace benchfolio::site::downloads
