// Which files of the cache are to be joined, so that ten years of nights are not as many files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace benchfolio::ingest {

struct Stored {
    std::uint64_t bytes = 0;
    std::size_t sources = 0, alive = 0;
};

// The files to be written anew as one; empty where all is well. Either those of which more than half is dead, or eight
// or more of about one size (within a factor of eight), the smallest first: so a result is written again once for each
// power of eight that its archive grows by, and there are at most seven files of each size. As in the log-structured
// merge-tree (O'Neil and others, Acta Informatica 33 (1996)), in tiers. Large files are never joined.
std::vector<std::size_t> to_be_joined(std::span<const Stored> files);

}  // namespace benchfolio::ingest
