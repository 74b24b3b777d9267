// One run: one result file, one execution of a suite on one machine. What it measured stands in History's columns.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/time.hpp"

namespace benchfolio::model {

// The commit of the measured project.
struct Commit {
    std::string id;  // hexadecimal, as long as recorded
    std::optional<std::string> branch;
    std::optional<Time> time;
    bool dirty = false;                          // measured with uncommitted changes
    std::optional<std::string> merge_base = {};  // where its branch left the one it is to go into, if recorded
    std::optional<std::string> fork = {};        // whose repository it is of, "python", if recorded
    bool operator==(const Commit&) const = default;
};

struct Machine {
    std::optional<std::string>
        cpu_brand;  // raw, only trimmed; nothing where the file does not say ("unknown" is nothing)
    std::optional<std::string> host;
    std::optional<std::string> architecture;  // x86_64
    std::optional<std::string> system;        // Linux
    std::optional<std::string> release;       // kernel or OS release
    std::optional<std::int64_t> cores;
    std::optional<std::int64_t> memory_bytes;
    // Anything else of the hardware as recorded, for the CPU's page: cache sizes, clock, flags. Sorted by name.
    std::vector<std::pair<std::string, std::string>> details;
    bool operator==(const Machine&) const = default;
};

// Name and value of what the results were measured with, sorted by name: "python", "compiler", then one entry a
// package.
using Environment = std::vector<std::pair<std::string, std::string>>;

// The version of the benchmark suite: results of different suites are never compared. pyperf's performance_version and
// benchmark_hash; nothing for pytest-benchmark, unless configured.
using Suite = std::optional<std::string>;

// What a run was made for. Only nightly runs are in the trends: what another kind measured is shown by itself.
enum class Kind { nightly, tag, manual, branch, pull_request };

std::string_view name_of(Kind kind);  // "nightly", "tag", "manual", "branch", "pull-request"
std::optional<Kind> kind_of(std::string_view name);

struct Purpose {
    Kind kind = Kind::nightly;
    std::string ref;    // the tag, the branch, the number of the pull request; manual: what was asked for. Else empty
    std::string owner;  // of the fork, for manual runs and branches of others; else empty
    bool operator==(const Purpose&) const = default;
    auto operator<=>(const Purpose&) const = default;
};

struct Run {
    std::string id;           // YYYYMMDDTHHMMSSZ- of its time, then 8 hex digits of SHA-256 of the decompressed file
    Time time;                // end of the run; pyperf: its earliest date
    std::string file;         // relative to the archive, with forward slashes
    std::uint64_t bytes = 0;  // size of the decompressed file
    std::string format;       // "pytest-benchmark 4.0.0", "pyperf 1.0"
    std::optional<Commit> commit;
    Machine machine;
    Environment environment;
    Suite suite;
    Purpose purpose;
    std::uint32_t testbed = 0;  // index into History::testbeds
};

}  // namespace benchfolio::model
