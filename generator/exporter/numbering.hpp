// The numbers that things of the two parts of a history have in an export: what is the same has one. Used inside this
// room only.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/history.hpp"

namespace benchfolio::exporter {

// A part of the history, and by its own indices the numbers of the whole.
struct Part {
    const model::History* history = nullptr;
    bool in_trend = true;
    std::uint32_t first_run = 0;
    std::vector<std::uint32_t> testbeds, benchmarks, measures;
};

struct Numbering {
    std::vector<Part> parts;  // the trends, then the runs beside them where there are some
    // Each thing once, as the first part that has it describes it.
    std::vector<const model::Testbed*> testbeds;
    std::vector<const model::Benchmark*> benchmarks;
    std::vector<const model::Measure*> measures;
};

// Testbeds are the same where all dimensions are, benchmarks where their names are, measures where all of them is.
Numbering numbering_of(const model::History& history);

}  // namespace benchfolio::exporter
