// The names that bench_runner gives pyperf's files:
// bm-DATE-MACHINE-ARCHITECTURE-FORK-REF-VERSION-HASH.json, as in https://github.com/faster-cpython/bench_runner. Its
// older files say nowhere else of which repository and ref they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace benchfolio::ingest {

struct BenchRunnerName {
    std::string fork, ref;  // "python"; "main", a tag, a branch or the beginning of a commit, cut to 20 characters
};

// Of a path whose last part is such a name; nothing for any other. A hyphen within a part stands there as %2d.
std::optional<BenchRunnerName> bench_runner_name(std::string_view path);

}  // namespace benchfolio::ingest
