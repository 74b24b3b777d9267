// The history of mypyc's benchmarks, as its results repository keeps it: data/NAME.csv a benchmark,
// data/NAME-cpython.csv the same benchmark interpreted, and data/scaling.csv, by how much results of one configuration
// are scaled to another (github.com/mypyc/mypyc-benchmarks, reporting/data.py and reporting/scaling.py).
//
// A row is one benchmark: Timestamp (UTC), Runtime (s), Runtime (stddev) in percent of the runtime, Mypy commit (empty
// for the interpreted ones), Benchmark commit, Python version, Hardware, OS, C compiler. A runtime of 0 is a failed
// run. Rows are in no order of commits. A row of scaling.csv: benchmark, factor, old hardware, old Python (3.8), new
// hardware, new Python; the factor is of how many times faster than interpreted the benchmark is, new over old.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace benchfolio::formats {

struct NamedText {
    std::string name, text;
};

struct MypycHistory {
    std::vector<NamedText> runs;          // result files in the form of pytest-benchmark, by name
    std::string configuration;            // for benchfolio.toml: the transitions with their factors, and the baselines
    std::size_t results = 0, failed = 0;  // rows; of these without a result
    std::vector<std::string> unreadable;  // "nbody.csv:7: the runtime is no number"
};

// Rows of one commit and configuration measured within a day are one run; what was measured again is another one. A
// run's name follows from what it measured, so that a history that has grown gives the old runs their old names.
// `files` are those of data/, by name.
MypycHistory mypyc_history(const std::vector<NamedText>& files);

}  // namespace benchfolio::formats
