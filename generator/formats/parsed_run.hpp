// What a reader makes of one result file, flat: rows that refer to names by number, and all samples in one vector.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/benchmark.hpp"
#include "model/history.hpp"
#include "model/run.hpp"

namespace benchfolio::formats {

// What a file says of a benchmark besides its name and its numbers.
struct Definition {
    std::optional<std::string> group;
    std::vector<model::Parameter> parameters;
    std::vector<std::string> tags;  // sorted
    bool operator==(const Definition&) const = default;
};

// One benchmark x measure of the run.
struct Row {
    std::uint32_t benchmark = 0, measure = 0;  // numbers of the Catalog
    std::shared_ptr<const Definition> definition;
    // As reported. Where there are samples only they count, and this is empty.
    model::Summary summary;
    std::size_t first_sample = 0, samples = 0;  // in ParsedRun::samples; 0 samples: the file has a summary only
};

// A part of the file that is not used.
struct Omitted {
    std::string benchmark, reason;
};

struct ParsedRun {
    model::Run run;  // all but id, file, bytes and testbed, which the file's content does not say
    std::vector<Row> rows;
    std::vector<double> samples;
    std::vector<Omitted> omitted;
    std::vector<std::optional<std::string>> texts;  // what stands at the places that were asked for, in their order
};

}  // namespace benchfolio::formats
