#include "ingest/ingest.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <string_view>

#include "ingest/cache.hpp"
#include "ingest/fetch.hpp"
#include "ingest/merge.hpp"
#include "ingest/published.hpp"
#include "ingest/reporter.hpp"
#include "ingest/worker.hpp"
#include "model/error.hpp"
#include "system/parallel.hpp"

namespace benchfolio::ingest {
namespace {

void read_all(Fetcher& fetcher, Worker& worker, Reporter& reporter) {
    for (Fetched fetched; fetcher.next(fetched);) {
        const std::uint64_t bytes = fetched.bytes.size();
        worker.read(fetched);
        reporter.file_read(bytes);
    }
}

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
        try {
            read_what_is_new();
            Merge merge = complete();
            cache_.store(blocks_);
            return {merge.finish(), cache_.warnings()};
        } catch (const model::Error&) {
            cache_.store(blocks_);  // what has been fetched need not be fetched again
            throw;
        }
    }

  private:
    const archive::ObjectStore& store_;
    const Options& options_;
    Cache cache_;
    std::vector<archive::Object> listed_;
    Reporter reporter_;
    std::vector<Block> blocks_;  // first those of the cache

    void read_what_is_new() {
        std::set<std::string_view> known;
        for (const Block& block : blocks_)
            for (const Source& source : block.sources)
                if (source.alive) known.insert(source.object.key);
        std::vector<archive::Object> unknown;
        std::ranges::remove_copy_if(listed_, std::back_inserter(unknown),
                                    [&](const archive::Object& object) { return known.contains(object.key); });
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
            reporter_.files_lacking(objects.size());
            read(objects);
        }
    }

    void read(std::span<const archive::Object> objects) {
        if (objects.empty()) return;
        const std::size_t jobs = std::min<std::size_t>(std::max(options_.jobs, 1U), objects.size());
        std::vector<std::unique_ptr<Worker>> workers;
        for (std::size_t i = 0; i < jobs; ++i) workers.push_back(std::make_unique<Worker>(options_));
        try {
            read(objects, workers);
        } catch (const model::Error&) {
            take(workers);
            throw;
        }
        take(workers);
    }

    // Fetching and reading threads side by side; the first failure ends them all.
    void read(std::span<const archive::Object> objects, std::vector<std::unique_ptr<Worker>>& workers) {
        Fetcher fetcher{store_, objects};
        const auto threads = static_cast<unsigned>(fetcher.transfers() + workers.size());
        system::parallel_for(threads, threads, [&](unsigned, std::size_t role) {
            try {
                if (role < workers.size()) return read_all(fetcher, *workers[role], reporter_);
                fetcher.fetch();
            } catch (...) {
                fetcher.stop();
                throw;
            }
        });
    }

    void take(std::vector<std::unique_ptr<Worker>>& workers) {
        for (const auto& worker : workers) std::ranges::move(worker->take(), std::back_inserter(blocks_));
    }
};

}  // namespace

Ingested ingest(const archive::ObjectStore& store, const Options& options, const OnProgress& on_progress) {
    if (store.holds() == archive::Holds::site) return {published_history(store, options, on_progress), {}};
    return Ingest{store, options, on_progress}.run();
}

}  // namespace benchfolio::ingest
