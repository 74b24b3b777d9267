#include "ingest/ingest.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <mutex>

#include "ingest/fetch.hpp"
#include "ingest/merge.hpp"
#include "ingest/worker.hpp"
#include "system/parallel.hpp"

namespace benchfolio::ingest {
namespace {

class Reporter {
  public:
    Reporter(const OnProgress& on_progress, std::size_t total) : on_progress_(on_progress) {
        progress_.files_total = total;
    }

    void file_done(std::uint64_t bytes) {
        const std::lock_guard lock{mutex_};
        ++progress_.files_done;
        progress_.bytes_done += bytes;
        if (on_progress_) on_progress_(progress_);
    }

  private:
    const OnProgress& on_progress_;
    std::mutex mutex_;
    Progress progress_;
};

void read_all(Fetcher& fetcher, Worker& worker, Reporter& reporter) {
    for (Fetched fetched; fetcher.next(fetched);) {
        const std::uint64_t bytes = fetched.bytes.size();
        worker.read(fetched);
        reporter.file_done(bytes);
    }
}

// Fetching and reading threads side by side; the first failure ends them all.
void read(const archive::ObjectStore& store, std::span<const archive::Object> objects,
          std::vector<std::unique_ptr<Worker>>& workers, Reporter& reporter) {
    Fetcher fetcher{store, objects};
    const auto threads = static_cast<unsigned>(fetcher.transfers() + workers.size());
    system::parallel_for(threads, threads, [&](unsigned, std::size_t role) {
        try {
            if (role < workers.size()) return read_all(fetcher, *workers[role], reporter);
            fetcher.fetch();
        } catch (...) {
            fetcher.stop();
            throw;
        }
    });
}

}  // namespace

model::History ingest(const archive::ObjectStore& store, const Options& options, const OnProgress& on_progress) {
    const std::vector<archive::Object> objects = store.list();
    std::vector<std::unique_ptr<Worker>> workers;
    for (unsigned i = 0; i < std::max(options.jobs, 1U); ++i) workers.push_back(std::make_unique<Worker>(options));
    Reporter reporter{on_progress, objects.size()};
    read(store, objects, workers, reporter);
    std::vector<Block> blocks;
    for (const auto& worker : workers) std::ranges::move(worker->take(), std::back_inserter(blocks));
    return Merge{blocks, options}.finish();
}

}  // namespace benchfolio::ingest
