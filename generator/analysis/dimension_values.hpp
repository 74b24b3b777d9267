// What an archive ran under: the values of each dimension of its testbeds besides the CPU.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/report.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

struct DimensionValue {
    std::string value;                    // empty: not recorded
    std::vector<std::uint32_t> testbeds;  // indices, in their order
    std::uint32_t runs = 0;               // of all of them
    std::uint32_t benchmarks = 0;         // that some run of them measured
    model::Time first_seen{}, last_seen{};
};

struct DimensionValues {
    std::string name;
    std::vector<DimensionValue> values;  // by first appearance, then value
};

// Every dimension that has at least two values: what has one tells nothing apart. Linear in series and testbeds.
std::vector<DimensionValues> dimension_values(const model::History& history);

// What a benchmark's newest level is on each testbed, by testbed: the median of its newest step, else (where there are
// no steps) its newest estimate; model::absent where it was not measured.
std::vector<double> newest_levels(const model::History& history, const Report& report, std::uint32_t benchmark,
                                  std::uint32_t measure);

}  // namespace benchfolio::analysis
