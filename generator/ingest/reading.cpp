#include "ingest/reading.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string_view>
#include <unordered_set>

#include "ingest/fetch.hpp"
#include "ingest/worker.hpp"
#include "model/error.hpp"
#include "system/parallel.hpp"

namespace benchfolio::ingest {
namespace {

// A thread hands its blocks on when it has read this much: about what a killed process has to do again for each of its
// threads, some seconds' work, and large enough that blocks of summaries become as large as they may be.
constexpr std::uint64_t enough_bytes = std::uint64_t{512} << 20;

class Reading {
  public:
    Reading(const archive::ObjectStore& store, std::span<const archive::Object> objects, const Options& options,
            Reporter& reporter, const OnBlocks& on_blocks)
        : fetcher_(store, objects), reporter_(reporter), on_blocks_(on_blocks) {
        const std::size_t jobs = std::min<std::size_t>(std::max(options.jobs, 1U), objects.size());
        for (std::size_t i = 0; i < jobs; ++i) workers_.push_back(std::make_unique<Worker>(options));
    }

    // Fetching and reading threads side by side; the first failure ends them all.
    void run() {
        const auto threads = static_cast<unsigned>(fetcher_.transfers() + workers_.size());
        system::parallel_for(threads, threads, [&](unsigned, std::size_t role) {
            try {
                if (role < workers_.size()) return read(*workers_[role]);
                fetcher_.fetch();
            } catch (...) {
                fetcher_.stop();
                throw;
            }
        });
    }

    // What was read before a failure.
    void save() {
        for (const auto& worker : workers_) hand_on(*worker);
    }

  private:
    Fetcher fetcher_;
    Reporter& reporter_;
    const OnBlocks& on_blocks_;
    std::vector<std::unique_ptr<Worker>> workers_;

    void read(Worker& worker) {
        std::uint64_t since = 0;
        for (Fetched fetched; fetcher_.next(fetched);) {
            const std::uint64_t bytes = fetched.bytes.size();
            worker.read(fetched);
            reporter_.file_read(bytes);
            since += bytes;
            if (since < enough_bytes) continue;
            hand_on(worker);
            since = 0;
        }
        hand_on(worker);
    }

    void hand_on(Worker& worker) const {
        std::vector<Block> blocks = worker.take();
        if (!blocks.empty()) on_blocks_(std::move(blocks));
    }
};

}  // namespace

void read_objects(const archive::ObjectStore& store, std::span<const archive::Object> objects, const Options& options,
                  Reporter& reporter, const OnBlocks& on_blocks) {
    if (objects.empty()) return;
    Reading reading{store, objects, options, reporter, on_blocks};
    try {
        reading.run();
    } catch (const model::Error&) {
        reading.save();
        throw;
    }
}

std::vector<archive::Object> not_in(std::span<const Block> blocks, std::span<const archive::Object> listed) {
    std::unordered_set<std::string_view> known;
    for (const Block& block : blocks)
        for (const Source& source : block.sources)
            if (source.alive) known.insert(source.object.key);
    std::vector<archive::Object> unknown;
    std::ranges::remove_copy_if(listed, std::back_inserter(unknown),
                                [&](const archive::Object& object) { return known.contains(object.key); });
    return unknown;
}

}  // namespace benchfolio::ingest
