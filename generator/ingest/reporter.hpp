// Tells how far the reading is, from several threads.
#pragma once

#include <cstdint>
#include <mutex>

#include "ingest/ingest.hpp"

namespace benchfolio::ingest {

class Reporter {
  public:
    Reporter(const OnProgress& on_progress, std::size_t total) : on_progress_(on_progress) {
        progress_.files_total = total;
    }

    void file_read(std::uint64_t bytes) {
        const std::lock_guard lock{mutex_};
        ++progress_.files_done;
        progress_.bytes_done += bytes;
        tell();
    }

    void files_cached(std::size_t count) {
        progress_.files_done += count;
        progress_.files_cached += count;
        if (count > 0) tell();
    }

    // Files must be read once more, or after all: as many of them had come from the cache.
    void files_lacking(std::size_t count, std::size_t cached) {
        progress_.files_done -= count;
        progress_.files_cached -= cached;
    }

  private:
    const OnProgress& on_progress_;
    std::mutex mutex_;
    Progress progress_;

    void tell() const {
        if (on_progress_) on_progress_(progress_);
    }
};

}  // namespace benchfolio::ingest
