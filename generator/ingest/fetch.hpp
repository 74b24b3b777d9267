// Objects on their way from the store to the threads that read them. A distant store is asked for many at once, by
// threads of their own, so that its answers' delay costs nothing; from a disk the reading threads get for themselves.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "archive/object_store.hpp"

namespace benchfolio::ingest {

struct Fetched {
    archive::Object object;              // as it was when it was got
    std::string bytes;                   // as stored
    std::optional<std::string> refused;  // why there are no bytes: the object alone cannot be read
};

class Fetcher {
  public:
    Fetcher(const archive::ObjectStore& store, std::span<const archive::Object> objects)
        : store_(store), objects_(objects), distant_(store.transfers() > 0) {}

    // How many threads are to call `fetch`; none for a disk.
    unsigned transfers() const;

    // The work of one fetching thread, until nothing is left to fetch. Throws what the store throws.
    void fetch();

    // The next object for a reading thread, into `fetched`, whose memory is reused where that is possible; an object
    // that has been deleted since it was listed is passed over. False when there are no more.
    bool next(Fetched& fetched);

    // Ends the work of all threads; after a failure in one of them.
    void stop();

  private:
    const archive::ObjectStore& store_;
    std::span<const archive::Object> objects_;
    bool distant_;
    std::atomic<std::size_t> next_{0};

    // What stands between fetching and reading threads.
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Fetched> ready_;
    std::size_t settled_ = 0;      // objects that were fetched, or turned out to be deleted
    std::uint64_t in_memory_ = 0;  // bytes of the objects that are being fetched or read
    bool stopped_ = false;

    const archive::Object* claim();
    bool get(const archive::Object& listed, Fetched& fetched) const;
    bool wait_for_room(std::uint64_t bytes);
    bool take_ready(Fetched& fetched);
    void settle(const archive::Object& listed, std::optional<Fetched> fetched);
};

}  // namespace benchfolio::ingest
