// What was read, as one history that does not depend on which thread read what, or when.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "ingest/block.hpp"
#include "ingest/options.hpp"
#include "ingest/roll.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

// A source of a block.
struct Place {
    std::uint32_t block = 0, source = 0;
    auto operator<=>(const Place&) const = default;
};

class Merge {
  public:
    // Finds the place of everything in `blocks`, which stay as they are until `finish`.
    Merge(std::span<Block> blocks, const Options& options);
    ~Merge();
    Merge(Merge&&) noexcept;

    // The sources that must be read again, in order: the newest runs of a series or a benchmark without the samples or
    // the definition that the history needs of them. That is so where a block was written when its newest run was
    // another, one that has been deleted since, or when testbeds were configured otherwise.
    std::vector<Place> lacking() const;

    // The trends, and beside them, as History::aside, the runs of other kinds where there are some: laid out each by
    // itself from the blocks, so that no row of the one can come into the other. The blocks give up their columns and
    // samples for it. Once.
    model::History finish();

    // What each run was taken to be, and why.
    const KindsFound& kinds() const;

  private:
    class Arrangement;
    std::span<Block> blocks_;
    std::unique_ptr<Roll> roll_;
    std::unique_ptr<Arrangement> trends_, aside_;  // aside_: null where there are no such runs
};

}  // namespace benchfolio::ingest
