// Objects of a store into blocks, by several threads.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "archive/object_store.hpp"
#include "ingest/block.hpp"
#include "ingest/options.hpp"
#include "ingest/reporter.hpp"

namespace benchfolio::ingest {

// Called by several threads at once, each with what it has read since the last time.
using OnBlocks = std::function<void(std::vector<Block>)>;

// Hands on blocks now and then, and what is left at the end; also when it fails, so that nothing need be fetched twice.
// Throws what the store throws, and what `on_blocks` does.
void read_objects(const archive::ObjectStore& store, std::span<const archive::Object> objects, const Options& options,
                  Reporter& reporter, const OnBlocks& on_blocks);

// Those of `listed` that are no living source of the blocks.
std::vector<archive::Object> not_in(std::span<const Block> blocks, std::span<const archive::Object> listed);

}  // namespace benchfolio::ingest
