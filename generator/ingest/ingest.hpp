// From an archive of result files to one History. Reads every object, in parallel; keeps summaries, not samples.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "archive/object_store.hpp"
#include "ingest/options.hpp"
#include "ingest/purpose.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

// Called from one thread at a time, now and then, with what is done so far.
struct Progress {
    std::size_t files_done = 0, files_total = 0;
    std::size_t files_cached = 0;  // of those done: not read, since the cache has what they say
    std::uint64_t bytes_done = 0;  // that were read
};
using OnProgress = std::function<void(const Progress&)>;

struct Ingested {
    model::History history;
    std::vector<std::string> warnings;  // of the cache, for the person: files that were damaged, a disk that refuses
    KindsFound kinds;                   // what the runs were made for, and how that is known
};

// Everything in the store ends up in exactly one of History's runs, those of its `aside`, rejections, failures and
// duplicates. The result is
// a function of the store's contents and the options alone: not of `jobs`, not of the order of listing, not of the
// cache. Numbers are kept to the digits that are published (model/significant.hpp). Throws model::Error when the store
// itself cannot be read; what was read until then is in the cache.
Ingested ingest(const archive::ObjectStore& store, const Options& options, const OnProgress& on_progress);

}  // namespace benchfolio::ingest
