// What was read of some objects of an archive, as they say it: before aliases, testbeds and whatever else the
// configuration makes of it. Plain data: what a thread has just read and what the cache has kept look the same.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "archive/object_store.hpp"
#include "formats/parsed_run.hpp"
#include "ingest/column_view.hpp"
#include "model/digest.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

// An object that was read. One without a version is not remembered beyond this build.
struct Source {
    archive::Object object;
    bool alive = true;  // false: no longer in the archive, or read again since; all of it is passed over
};

// A run as its file says it: the machine is the recorded one, `testbed` is not set.
struct RecordedRun {
    std::uint32_t source = 0;
    model::Run run;
    model::Digest digest{};                         // of the decompressed file
    std::uint32_t ordinal = 0;                      // of the run in the file, for formats that keep several in one
    std::vector<std::optional<std::string>> texts;  // what stands at the places that were asked for
    std::vector<formats::Omitted> omitted;

    auto age() const { return std::tie(run.time, run.id, run.file); }  // the order of runs in the history
};

struct RecordedRejection {
    std::uint32_t source = 0;
    model::Rejection rejection;
};

struct RecordedFailure {
    std::uint32_t source = 0;
    model::Failure failure;
};

// The columns but `run`, to go through all of them.
template <typename Columns>
auto cells(Columns& columns) {
    return std::tie(columns.n, columns.from_samples, columns.mean, columns.stddev, columns.min, columns.q1,
                    columns.median, columns.q3, columns.max, columns.whisker_low, columns.whisker_high);
}

// The same, seen where they are.
struct ColumnViews {
    ColumnView<std::uint32_t> n;
    ColumnView<std::uint8_t> from_samples;
    ColumnView<double> mean, stddev, min, q1, median, q3, max, whisker_low, whisker_high;
};

// Columns that stay in the file of the cache that they were read from: the history is made of them at once, so to copy
// them before would be half of the work.
struct PackedColumns {
    std::shared_ptr<const void> file;  // keeps what is seen
    ColumnViews columns;
};

// Numbers are the block's own: `columns.run` indexes Block::runs, the others the names. Rows of one run are adjacent,
// runs in order. The other columns are by benchmark, as those of a history, which is made by going through them once.
struct Points {
    std::vector<std::uint32_t> benchmark, measure;
    std::vector<std::uint32_t> places;    // by row: where its numbers are in the columns
    model::Columns columns;               // `run` alone where the others are packed
    std::optional<PackedColumns> packed;  // of a block of the cache

    std::size_t size() const { return columns.run.size(); }
    ColumnViews views() const;
    // From the benchmarks of all rows, which are less than `count`.
    void find_places(std::size_t count);
    // Brings the columns, which are by row as they are filled, into their order. Once.
    void arrange(std::size_t count);
};

// What a run says of a benchmark.
struct RecordedDefinition {
    std::uint32_t benchmark = 0, run = 0;
    std::shared_ptr<const formats::Definition> definition;
};

// Samples of some rows, ascending, at most model::newest_samples_kept of each.
struct KeptSamples {
    std::vector<std::uint32_t> rows;
    std::vector<std::uint64_t> ends;  // those of rows[i] end before values[ends[i]]
    std::vector<double> values;

    std::size_t size() const { return rows.size(); }
    std::span<const double> operator[](std::size_t i) const;
    void append(std::uint32_t row, std::span<const double> ascending);
};

struct Block {
    std::vector<Source> sources;
    std::vector<RecordedRun> runs;
    std::vector<RecordedRejection> rejections;
    std::vector<RecordedFailure> failures;
    std::vector<std::string> benchmarks;  // names as recorded
    std::vector<model::Measure> measures;
    Points points;
    // Of the newest run only, among those of the block: so memory does not grow with the archive. One for the trends
    // and one for runs that seem to be in none.
    std::vector<RecordedDefinition> definitions;  // of a benchmark
    KeptSamples samples;                          // a row of a benchmark, measure and testbed

    bool is_alive(const RecordedRun& run) const { return sources[run.source].alive; }
    bool is_empty() const { return sources.empty(); }
    std::size_t alive() const;  // how many of the sources are
};

}  // namespace benchfolio::ingest
