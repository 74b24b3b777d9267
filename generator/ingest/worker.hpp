// One thread's share of an archive: reads files and keeps what they say in columns, samples summarised at once.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "archive/object_store.hpp"
#include "formats/reader.hpp"
#include "ingest/options.hpp"
#include "ingest/path_pattern.hpp"
#include "model/digest.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

// A run as one worker met it; it may turn out to be a duplicate of one that another worker met.
struct FoundRun {
    model::Run run;
    model::Digest digest{};     // of the file
    std::uint32_t ordinal = 0;  // of the run in the file, for formats that keep several in one
    std::vector<model::Dimension> dimensions;
    std::vector<formats::Omitted> omitted;

    auto age() const { return std::tie(run.time, run.id, run.file); }  // the order of runs in the history
};

// Rows in the order of reading. Numbers are the worker's own: `columns.run` indexes Worker::runs, the others its
// catalog.
struct Points {
    std::vector<std::uint32_t> benchmark, measure;
    model::Columns columns;
};

// What the newest run so far says of a benchmark.
struct NewestDefinition {
    std::uint32_t run = 0;
    std::shared_ptr<const formats::Definition> definition;  // null: no run yet
};

// The samples of the newest run so far, ascending, at most model::newest_samples_kept.
struct NewestValues {
    std::uint32_t run = 0;
    std::vector<double> values;
};

class Worker {
  public:
    Worker(const archive::ObjectStore& store, const Options& options);

    // Reads one object and keeps what it says. Returns the number of bytes read.
    std::uint64_t read(const archive::Object& object);

    std::vector<FoundRun> runs;
    std::vector<model::Rejection> rejections;
    std::vector<model::Failure> failures;
    Points points;
    std::vector<NewestDefinition> definitions;                                  // by benchmark
    using SeriesKey = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;  // benchmark, measure, testbed
    std::map<SeriesKey, NewestValues> newest;

    const formats::Catalog& catalog() { return reader_.catalog(); }

  private:
    const archive::ObjectStore& store_;
    const Options& options_;
    PathPattern paths_;
    formats::Reader reader_;
    std::string stored_, inflated_;
    std::map<std::vector<model::Dimension>, std::uint32_t> testbeds_;

    void read_stored(const archive::Object& object);
    void reject(const archive::Object& object, model::Rejection rejection);
    void keep_failure(const archive::Object& object, model::Failure failure);
    void keep(const archive::Object& object, const std::string& text, std::vector<formats::ParsedRun> parsed);
    void keep_run(FoundRun found, formats::ParsedRun parsed);
    void keep_row(const formats::Row& row, std::vector<double>& samples, std::uint32_t run);
    void keep_newest(const formats::Row& row, std::span<const double> ascending, std::uint32_t run);
    void keep_definition(const formats::Row& row, std::uint32_t run);
    std::uint32_t testbed_of(const FoundRun& run);
};

// A name as it can be written anywhere: bytes that are no UTF-8 as `\xff`.
std::string printable(std::string_view name);

}  // namespace benchfolio::ingest
