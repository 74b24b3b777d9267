#include "ingest/fetch.hpp"

#include <algorithm>

#include "archive/unreadable.hpp"
#include "formats/reader.hpp"

namespace benchfolio::ingest {
namespace {

// Fetched bytes that wait for a reading thread, at most; a single larger object passes alone.
constexpr std::uint64_t most_in_memory = std::uint64_t{64} << 20;

// How far ahead of the reading a disk is told what comes. It then reads while the processor reads what it gave before.
constexpr std::size_t announced_ahead = 4;

}  // namespace

unsigned Fetcher::transfers() const {
    return static_cast<unsigned>(std::min<std::size_t>(store_.transfers(), objects_.size()));
}

const archive::Object* Fetcher::claim() {
    const std::size_t index = next_++;
    if (!distant_ && index + announced_ahead < objects_.size()) store_.announce(objects_[index + announced_ahead]);
    return index < objects_.size() ? &objects_[index] : nullptr;
}

bool Fetcher::get(const archive::Object& listed, Fetched& fetched) const {
    fetched.object = listed;
    fetched.refused.reset();
    if (listed.bytes > formats::largest_file) {
        fetched.bytes.clear();
        fetched.refused = "the file is larger than 2 GiB";
        return true;
    }
    try {
        return store_.get(fetched.object, fetched.bytes);
    } catch (const archive::Unreadable& error) {
        fetched.object.version.clear();  // it may be readable tomorrow, and be the same
        fetched.refused = error.what();
        fetched.bytes.clear();
        return true;
    }
}

void Fetcher::fetch() {
    while (const archive::Object* listed = claim()) {
        if (!wait_for_room(listed->bytes)) return;
        Fetched fetched;
        const bool exists = get(*listed, fetched);
        settle(*listed, exists ? std::optional{std::move(fetched)} : std::nullopt);
    }
}

bool Fetcher::wait_for_room(std::uint64_t bytes) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return stopped_ || in_memory_ == 0 || in_memory_ + bytes <= most_in_memory; });
    in_memory_ += bytes;
    return !stopped_;
}

void Fetcher::settle(const archive::Object& listed, std::optional<Fetched> fetched) {
    const std::lock_guard lock{mutex_};
    ++settled_;
    in_memory_ -= listed.bytes;
    if (fetched) {
        in_memory_ += fetched->bytes.size();
        ready_.push_back(std::move(*fetched));
    }
    changed_.notify_all();
}

bool Fetcher::next(Fetched& fetched) {
    if (distant_) return take_ready(fetched);
    while (const archive::Object* listed = claim())
        if (get(*listed, fetched)) return true;
    return false;
}

bool Fetcher::take_ready(Fetched& fetched) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return stopped_ || !ready_.empty() || settled_ == objects_.size(); });
    if (stopped_ || ready_.empty()) return false;
    fetched = std::move(ready_.front());
    ready_.pop_front();
    in_memory_ -= fetched.bytes.size();
    changed_.notify_all();
    return true;
}

void Fetcher::stop() {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    next_ = objects_.size();
    changed_.notify_all();
}

}  // namespace benchfolio::ingest
