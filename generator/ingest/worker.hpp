// One thread's share of the reading: keeps what files say in columns, samples summarised at once.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "formats/reader.hpp"
#include "ingest/block.hpp"
#include "ingest/fetch.hpp"
#include "ingest/interpreter.hpp"
#include "ingest/newest.hpp"
#include "stats/sorting.hpp"

namespace benchfolio::ingest {

class Worker {
  public:
    explicit Worker(const Options& options);

    // Keeps what one object says. Its bytes keep their content, but may move.
    void read(Fetched& fetched);

    // All that was kept, in blocks that are not too large to be stored and loaded at once.
    std::vector<Block> take();

  private:
    Interpreter interpreter_;
    formats::Reader reader_;
    std::string inflated_;
    stats::Sorter sort_;
    Block block_;  // the one that is being filled
    Newest newest_;
    std::vector<Block> full_;
    std::map<Comparable, std::uint32_t> testbeds_;

    std::uint32_t source() const { return static_cast<std::uint32_t>(block_.sources.size() - 1); }
    const archive::Object& object() const { return block_.sources.back().object; }
    void read_stored(std::string& stored);
    void reject(model::Rejection rejection);
    void keep_failure(model::Failure failure);
    void keep(const std::string& text, std::vector<formats::ParsedRun> parsed);
    void keep_run(RecordedRun recorded, formats::ParsedRun& parsed);
    // What the rows of a run have in common.
    struct Belonging {
        bool seems_aside = false;
        std::uint32_t testbed = 0;
    };
    void keep_row(const formats::Row& row, std::span<double> samples, const Belonging& belonging);
    void finish_block();
};

// A name as it can be written anywhere: bytes that are no UTF-8 as `\xff`.
std::string printable(std::string_view name);

}  // namespace benchfolio::ingest
