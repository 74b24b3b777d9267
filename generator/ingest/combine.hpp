// Several blocks as one.
#pragma once

#include <span>

#include "ingest/block.hpp"
#include "ingest/options.hpp"

namespace benchfolio::ingest {

// What is alive and has a version in the blocks, in their order: what is to be remembered of them. Definitions and
// samples are those of the newest runs of the whole.
Block combined(std::span<const Block* const> blocks, const Options& options);

}  // namespace benchfolio::ingest
