// What is to be measured, for a workflow that measures it: the same for `plan` and `bisect`.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "cli/progress.hpp"

namespace benchfolio::cli {

// One job. How its result is uploaded follows from the first three: `upload --kind KIND --ref REF --owner OWNER`.
struct Measurement {
    std::string kind, ref, owner;
    std::string commit;  // what to check out; empty: the ref
    std::string testbed, label, host;
    std::string suite;   // empty: whatever there is
    std::string reason;  // in words
};

nlohmann::ordered_json json_of(const Measurement& measurement);

// What GitHub makes of one matrix: docs.github.com, "Running variations of jobs in a workflow".
inline constexpr std::size_t most_jobs = 256;

// {"include": [...]} on one line, as `fromJSON` wants it. Says how many there was no room for.
std::string matrix_of(std::span<const Measurement> measurements, Progress& progress);

}  // namespace benchfolio::cli
