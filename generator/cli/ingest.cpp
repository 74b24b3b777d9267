#include <fmt/format.h>

#include <chrono>
#include <thread>
#include <utility>

#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/reading.hpp"
#include "cli/stages.hpp"

namespace benchfolio::cli {
namespace {

// Longer than a file system needs to tell two changes of a file apart; see archive/directory_store.cpp.
constexpr std::chrono::milliseconds until_settled{1100};

std::string unkept_text(const ingest::ShardRead& done) {
    if (done.unkept == 0) return "";
    return fmt::format("not kept   {}, changed just now or unreadable: a build reads them itself\n",
                       counted(done.unkept, "file", "files"));
}

// The times of a folder's files are part of what tells whether they have changed.
std::string validity_text(const archive::ObjectStore& store) {
    if (!store.identity().starts_with("file://")) return "";
    return "good for   builds from this very folder; those of a copy of it read everything again\n";
}

// What a person, or the log of one job of many, wants to know of a shard.
std::string account(const ingest::Shard& shard, const std::string& cache, const ingest::ShardRead& done) {
    std::string text = fmt::format("shard      {}/{}: {} of {}\n", shard.number, shard.of, grouped(done.files),
                                   counted(done.listed, "file", "files"));
    if (done.broken > 0) text += fmt::format("broken     {}\n", counted(done.broken, "file", "files"));
    return text + unkept_text(done) +
           fmt::format("cache      {} ({} more, {})\n", cache, counted(done.blocks, "block", "blocks"),
                       size_text(done.block_bytes));
}

ingest::ShardRead read(const archive::ObjectStore& store, const config::Config& config, const ingest::Shard& shard,
                       Progress& progress) {
    return told_reading(progress, [&](const ingest::OnProgress& tell) {
        return ingest::read_shard(store, config.ingest, shard, tell);
    });
}

}  // namespace

model::ExitCode ingest(const Ingest& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    const config::Config config = configure(arguments.source, progress);
    const auto store = open(arguments.source, config);
    ingest::ShardRead done = read(*store, config, arguments.shard, progress);
    if (done.unkept > 0) {
        std::this_thread::sleep_for(until_settled);
        const ingest::ShardRead before = std::exchange(done, read(*store, config, arguments.shard, progress));
        done.blocks += before.blocks;
        done.block_bytes += before.block_bytes;
    }
    print_result(account(arguments.shard, config.ingest.cache, done) + validity_text(*store));
    return model::ExitCode::ok;
}

}  // namespace benchfolio::cli
