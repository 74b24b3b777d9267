// The runs of an archive in the order of its history, each once, and what each was made for.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "ingest/block.hpp"
#include "ingest/interpreter.hpp"
#include "ingest/options.hpp"
#include "ingest/purpose.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

class Roll {
  public:
    static constexpr std::uint32_t unused = std::numeric_limits<std::uint32_t>::max();

    struct Entry {
        std::uint32_t block = 0, run = 0;  // where it stands; its number in the block
        Interpreter::Interpreted is;       // with its purpose
        bool is_aside() const { return is.run.purpose.kind != model::Kind::nightly; }
    };

    Roll(std::span<const Block> blocks, const Options& options);

    std::vector<Entry> entries;  // by time, then id, then file
    // By block, then by its own number: the entry; of a duplicate that which it equals, of a dead source's `unused`.
    std::vector<std::vector<std::uint32_t>> numbers;
    std::vector<model::Duplicate> duplicates;  // by file
    KindsFound kinds;

    bool has_aside() const;

  private:
    void place(std::span<const Block> blocks, const Interpreter& interpreter);
    void decide(const Options& options);
    void count(const Entry& entry, Because because);
};

}  // namespace benchfolio::ingest
