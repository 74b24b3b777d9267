#include "ingest/ingest.hpp"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <span>

#include "ingest/aside.hpp"
#include "ingest/cache.hpp"
#include "ingest/merge.hpp"
#include "ingest/published.hpp"
#include "ingest/reading.hpp"
#include "ingest/reporter.hpp"

namespace benchfolio::ingest {
namespace {

class Ingest {
  public:
    Ingest(const archive::ObjectStore& store, const Options& options, const OnProgress& on_progress)
        : store_(store),
          options_(options),
          cache_(options, store),
          listed_(store.list()),
          reporter_(on_progress, listed_.size()) {}

    Ingested run() {
        blocks_ = cache_.load(listed_);
        loaded_ = blocks_.size();
        read_what_is_new();
        Merge merge = complete();
        cache_.tidy(std::span{blocks_}.first(loaded_));
        return {merge.finish(), cache_.warnings(), merge.kinds()};
    }

  private:
    const archive::ObjectStore& store_;
    const Options& options_;
    Cache cache_;
    std::vector<archive::Object> listed_;
    Reporter reporter_;
    std::vector<Block> blocks_;  // first those of the cache
    std::size_t loaded_ = 0;     // as many

    void read_what_is_new() {
        const std::vector<archive::Object> unknown = not_in(blocks_, listed_);
        reporter_.files_cached(listed_.size() - unknown.size());
        read(unknown);
    }

    // What is read again may have been deleted, so that another run is the newest. Each round has fewer sources of the
    // cache, so there is an end.
    Merge complete() {
        for (;;) {
            Merge merge{blocks_, options_};
            const std::vector<Place> lacking = merge.lacking();
            if (lacking.empty()) return merge;
            std::vector<archive::Object> objects;
            for (const Place& place : lacking) {
                Source& source = blocks_[place.block].sources[place.source];
                source.alive = false;
                objects.push_back(source.object);
            }
            reporter_.files_lacking(objects.size(), from_cache(lacking));
            read(objects);
        }
    }

    std::size_t from_cache(std::span<const Place> places) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(places, [&](const Place& place) { return place.block < loaded_; }));
    }

    // Each block is stored as soon as it is full, so that what has been fetched need not be fetched again, however
    // this ends.
    void read(std::span<const archive::Object> objects) {
        std::mutex mutex;
        read_objects(store_, objects, options_, reporter_, [&](std::vector<Block> read) {
            for (const Block& block : read) cache_.add_if_possible(block);
            const std::lock_guard lock{mutex};
            std::ranges::move(read, std::back_inserter(blocks_));
        });
    }
};

}  // namespace

Ingested ingest(const archive::ObjectStore& store, const Options& options, const OnProgress& on_progress) {
    if (store.holds() == archive::Holds::site) {
        model::History history = published_history(store, options, on_progress);
        KindsFound kinds = kinds_of(history);
        return {std::move(history), {}, std::move(kinds)};
    }
    return Ingest{store, options, on_progress}.run();
}

}  // namespace benchfolio::ingest
