#include "ingest/ingest.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

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

}  // namespace

model::History ingest(const archive::ObjectStore& store, const Options& options, const OnProgress& on_progress) {
    const std::vector<archive::Object> objects = store.list();
    const unsigned jobs = std::max(options.jobs, 1U);
    std::vector<std::unique_ptr<Worker>> workers;
    for (unsigned i = 0; i < jobs; ++i) workers.push_back(std::make_unique<Worker>(store, options));
    Reporter reporter{on_progress, objects.size()};
    system::parallel_for(jobs, objects.size(), [&](unsigned worker, std::size_t index) {
        reporter.file_done(workers[worker]->read(objects[index]));
    });
    return merge(std::move(workers), options);
}

}  // namespace benchfolio::ingest
