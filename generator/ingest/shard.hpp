// A share of an archive, so that several machines read it at once: each reads its own into a cache, and a build that
// has all of their caches in one folder reads nothing again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/object_store.hpp"
#include "ingest/ingest.hpp"
#include "ingest/options.hpp"

namespace benchfolio::ingest {

struct Shard {
    std::uint32_t number = 1, of = 1;  // 1 <= number <= of

    // The first eight bytes of the key's SHA-256, as one big-endian number, modulo `of`, are number - 1. So an object
    // is in one shard, which depends on nothing but its key and on how many shards there are.
    bool holds(std::string_view key) const;
};

// What is in the cache once a shard has been read.
struct ShardRead {
    std::size_t listed = 0;         // files of the whole archive
    std::size_t files = 0;          // of those, in the shard
    std::size_t broken = 0;         // of those, damaged results
    std::size_t unkept = 0;         // of those, without a version (archive/object_store.hpp): nothing is kept of them
    std::size_t blocks = 0;         // written now
    std::uint64_t block_bytes = 0;  // of these
    std::vector<std::string> warnings;  // as in Ingested
};

// Reads what the cache that `options` names does not know of the shard yet, and keeps it there, block by block as it is
// read: what a killed process had finished is not read again. Takes no more memory than the blocks being filled. Throws
// model::Error when the store cannot be read, or the disk refuses (storage), or the store is a site (usage): a site is
// read whole.
ShardRead read_shard(const archive::ObjectStore& store, const Options& options, const Shard& shard,
                     const OnProgress& on_progress);

}  // namespace benchfolio::ingest
