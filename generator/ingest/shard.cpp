#include "ingest/shard.hpp"

#include <algorithm>
#include <mutex>

#include "ingest/cache.hpp"
#include "ingest/reading.hpp"
#include "ingest/reporter.hpp"
#include "model/digest.hpp"
#include "model/error.hpp"

namespace benchfolio::ingest {
namespace {

constexpr std::size_t bytes_of_a_number = 8;

std::size_t broken_in(const Block& block) {
    return static_cast<std::size_t>(std::ranges::count_if(block.rejections, [&](const RecordedRejection& each) {
        return block.sources[each.source].alive && each.rejection.kind == model::RejectionKind::broken;
    }));
}

std::size_t unversioned_in(const Block& block) {
    return static_cast<std::size_t>(
        std::ranges::count_if(block.sources, [](const Source& source) { return source.object.version.empty(); }));
}

class ShardReading {
  public:
    ShardReading(const archive::ObjectStore& store, const Options& options, const Shard& shard,
                 const OnProgress& on_progress)
        : store_(store),
          options_(options),
          cache_(options, store),
          listed_(store.list()),
          mine_(share(shard)),
          reporter_(on_progress, mine_.size()) {}

    ShardRead run() {
        result_.listed = listed_.size();
        result_.files = mine_.size();
        const std::vector<Block> known = cache_.load(mine_, Cache::Extent::without_rows);
        for (const Block& block : known) result_.broken += broken_in(block);
        const auto unknown = not_in(known, mine_);
        reporter_.files_cached(mine_.size() - unknown.size());
        read_objects(store_, unknown, options_, reporter_, [&](std::vector<Block> read) { keep(read); });
        result_.blocks = cache_.written().files;
        result_.block_bytes = cache_.written().bytes;
        result_.warnings = cache_.warnings();
        return std::move(result_);
    }

  private:
    const archive::ObjectStore& store_;
    const Options& options_;
    Cache cache_;
    std::vector<archive::Object> listed_, mine_;
    Reporter reporter_;
    std::mutex mutex_;
    ShardRead result_;

    std::vector<archive::Object> share(const Shard& shard) const {
        std::vector<archive::Object> mine;
        std::ranges::copy_if(listed_, std::back_inserter(mine),
                             [&](const archive::Object& object) { return shard.holds(object.key); });
        return mine;
    }

    void keep(const std::vector<Block>& read) {
        for (const Block& block : read) {
            cache_.add(block);
            const std::lock_guard lock{mutex_};
            result_.broken += broken_in(block);
            result_.unkept += unversioned_in(block);
        }
    }
};

}  // namespace

bool Shard::holds(std::string_view key) const {
    const model::Digest digest = model::sha256(key);
    std::uint64_t beginning = 0;
    for (std::size_t i = 0; i < bytes_of_a_number; ++i) beginning = beginning << 8 | digest[i];
    return beginning % of == number - 1;
}

ShardRead read_shard(const archive::ObjectStore& store, const Options& options, const Shard& shard,
                     const OnProgress& on_progress) {
    if (store.holds() == archive::Holds::site)
        throw model::Error{model::ExitCode::usage, "archive", "a published site is read whole, not in shards",
                           store.name(), "name it with --archive of `benchfolio build`; that needs no cache"};
    return ShardReading{store, options, shard, on_progress}.run();
}

}  // namespace benchfolio::ingest
