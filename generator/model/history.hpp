// Everything the archive holds, columnar: what ingest builds, analysis reads and the pages show.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/benchmark.hpp"
#include "model/run.hpp"
#include "model/testbed.hpp"

namespace benchfolio::model {

// How an absent number stands in a column. NaN never enters from an archive (readers turn it into absence), so there is
// no second meaning; everything outside the columns says std::optional.
inline constexpr double absent = std::numeric_limits<double>::quiet_NaN();

inline std::optional<double> present(double cell) {
    return std::isnan(cell) ? std::nullopt : std::optional<double>{cell};
}

// What one benchmark measured in one run, in base units. From the samples where the file has them, else as reported.
struct Summary {
    std::uint32_t n = 0;  // samples, or reported rounds; 0 where not known
    bool from_samples = false;
    double mean = absent, stddev = absent;  // stddev: of a sample (n - 1), absent when n is 1
    double min = absent, q1 = absent, median = absent, q3 = absent, max = absent;
    double whisker_low = absent, whisker_high = absent;  // most distant values within 1.5 IQR of the box (Tukey)
};

// The rows of the whole history, ordered by (benchmark, measure, testbed, time): a series is a contiguous range.
// All vectors have the same length.
struct Columns {
    std::vector<std::uint32_t> run;  // index into History::runs
    std::vector<std::uint32_t> n;
    std::vector<std::uint8_t> from_samples;
    std::vector<double> mean, stddev, min, q1, median, q3, max, whisker_low, whisker_high;

    std::size_t size() const { return run.size(); }
    void append(std::uint32_t of_run, const Summary& summary);
};

// One benchmark x measure x testbed: rows [first, last) of the columns, in time order.
struct Series {
    std::uint32_t benchmark = 0, measure = 0, testbed = 0;  // indices into History
    std::size_t first = 0, last = 0;

    std::size_t size() const { return last - first; }
};

// The raw samples of the newest run of a series, for violins; kept for that run only, and at most
// `newest_samples_kept` of them, so that memory does not grow with the archive.
struct NewestSamples {
    std::uint32_t series = 0;    // index into History::series
    std::vector<double> values;  // ascending
};
inline constexpr std::size_t newest_samples_kept = 2000;

enum class RejectionKind { broken, foreign };  // a damaged result; a file of no known format

std::string_view name_of(RejectionKind kind);

// A file of the archive that is not used.
struct Rejection {
    std::string file;
    RejectionKind kind = RejectionKind::broken;
    std::string reason;  // "the JSON ends in the middle of a string"
    std::string where;   // "line 88214, column 17", "benchmarks[3].stats.mean"; empty where it is the whole file
    std::uint64_t bytes = 0;
};

// A file whose decompressed bytes equal those of another; counted once.
struct Duplicate {
    std::string file, of;
};

// A part of a used file that is not used: a failed benchmark, a value that is no number.
struct Omission {
    std::uint32_t run = 0;
    std::string benchmark;
    std::string reason;
};

// A night whose benchmarks did not finish, as `benchfolio upload --failed` records it: the gap in the history has a
// reason.
struct Failure {
    Time time{};                                       // when the benchmarks ended
    std::string file;                                  // the record in the archive
    std::string outcome;                               // "failure", "cancelled", "timed_out"
    std::optional<std::string> workflow, url, commit;  // which workflow, its log, what it was to measure
    std::uint64_t bytes = 0;
};

struct History {
    std::vector<Run> runs;              // by time, then id, then file
    std::vector<Testbed> testbeds;      // by first appearance, then label
    std::vector<Benchmark> benchmarks;  // by name
    std::vector<Measure> measures;      // by name, "time" first
    Columns columns;
    std::vector<Series> series;                 // by benchmark, measure, testbed
    std::vector<NewestSamples> newest_samples;  // by series
    std::vector<Rejection> rejections;          // by file
    std::vector<Duplicate> duplicates;          // by file
    std::vector<Omission> omissions;            // by run, then benchmark
    std::vector<Failure> failures;              // by time, then file

    // Runs that are in no trend: of tags, branches, pull requests and those asked for by hand, with testbeds,
    // benchmarks and series of their own, so that nothing of them can be joined with the runs above by mistake. Files
    // that are not used are listed above alone. Nothing where there are none.
    std::shared_ptr<const History> aside;

    // The series of one benchmark: adjacent in `series`.
    std::span<const Series> series_of(std::uint32_t benchmark) const;
};

}  // namespace benchfolio::model
