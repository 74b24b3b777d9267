#include "ingest/shard.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/history_text.hpp"
#include "support/memory_store.hpp"
#include "support/result_files.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;
using namespace support;
using ingest::Shard;
namespace fs = std::filesystem;

namespace {

// 24 nights, a copy, a file that is broken, and one of another kind.
MemoryStore small_archive() {
    MemoryStore store;
    for (int day = 1; day < 25; ++day) {
        const std::string number = (day < 10 ? "0" : "") + std::to_string(day);
        store.objects["night/" + number + ".json"] =
            run(number, benchmark("reported", reported(day)) + "," +
                            benchmark("sampled", "\"data\": [1, 2, " + std::to_string(day) + "]"));
    }
    store.objects["copy.json"] = store.objects["night/12.json"];
    store.objects["broken.json"] = "{";
    store.objects["notes.json"] = "{}";
    return store;
}

ingest::ShardRead read(const MemoryStore& store, const fs::path& cache, const Shard& shard) {
    ingest::Options options;
    options.cache = cache.string();
    return ingest::read_shard(store, options, shard, {});
}

std::vector<fs::path> blocks_below(const fs::path& folder) {
    std::vector<fs::path> found;
    if (!fs::exists(folder)) return found;
    for (const auto& entry : fs::recursive_directory_iterator{folder})
        if (entry.path().extension() == ".block") found.push_back(entry.path());
    return found;
}

// Lays the caches in one folder, as `cp -r` does.
void lay(const fs::path& from, const fs::path& to) {
    fs::create_directories(to);
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

// What a build with this cache makes of the archive is what one without it makes; returns how many objects it read.
std::size_t build_with(MemoryStore& store, const fs::path& cache) {
    ingest::Options options;
    const std::string expected = text_of(ingest::ingest(store, options, {}).history);
    options.cache = cache.string();
    store.gets = 0;
    const auto found = ingest::ingest(store, options, {});
    CHECK(text_of(found.history) == expected);
    CHECK(found.warnings.empty());
    return store.gets;
}

// A site's data files: there is nothing to share out.
class PublishedSite final : public archive::ObjectStore {
  public:
    archive::Holds holds() const override { return archive::Holds::site; }
    std::vector<archive::Object> list() const override { return {}; }
    bool get(archive::Object&, std::string&) const override { return false; }
    archive::Put put(const std::string&, std::string_view) const override { return archive::Put::created; }
    std::string name() const override { return "https://example.org/site/"; }
    std::string identity() const override { return name(); }
};

}  // namespace

// Computed by: printf '%s' KEY | sha256sum | cut -c1-16, as a number, modulo N, plus 1
TEST_CASE("shard: which one a key is in is the same for ever") {
    struct Known {
        const char* key;
        std::uint32_t of_2, of_4, of_16, of_256;
    };
    for (const Known& known :
         {Known{"0001.json", 2, 4, 12, 12}, Known{"2026/20261121T053012Z-3ab12f09.json.gz", 2, 2, 14, 110},
          Known{"nightly/linux/0042.json", 2, 2, 10, 250}, Known{"café/résultat.json", 2, 2, 2, 210},
          Known{"", 1, 1, 5, 21}}) {
        INFO(known.key);
        CHECK(Shard{known.of_2, 2}.holds(known.key));
        CHECK(Shard{known.of_4, 4}.holds(known.key));
        CHECK(Shard{known.of_16, 16}.holds(known.key));
        CHECK(Shard{known.of_256, 256}.holds(known.key));
        CHECK_FALSE(Shard{known.of_4 % 4 + 1, 4}.holds(known.key));
    }
}

TEST_CASE("shard: each key is in exactly one, and they are of about one size") {
    std::map<std::uint32_t, int> sizes;
    for (int i = 0; i < 1600; ++i) {
        const std::string key = "2026/" + std::to_string(i) + ".json.gz";
        int holding = 0;
        for (std::uint32_t number = 1; number <= 16; ++number)
            if (Shard{number, 16}.holds(key)) {
                ++holding;
                ++sizes[number];
            }
        REQUIRE(holding == 1);
    }
    for (const auto& [number, size] : sizes) {
        INFO(number);
        CHECK(size > 60);  // 100 is even; a standard deviation is 10
        CHECK(size < 140);
    }
}

TEST_CASE("shard: one of one holds everything") {
    CHECK(Shard{}.holds(""));
    CHECK(Shard{}.holds("a.json"));
}

TEST_CASE("shards: the caches of all, laid in one folder in any order, are the archive") {
    MemoryStore store = small_archive();
    const TemporaryFolder folder;
    std::size_t files = 0, broken = 0;
    for (std::uint32_t number = 1; number <= 4; ++number) {
        const auto done = read(store, folder / std::to_string(number), {number, 4});
        CHECK(done.listed == store.objects.size());
        CHECK(done.unkept == 0);
        files += done.files;
        broken += done.broken;
    }
    CHECK(files == store.objects.size());
    CHECK(broken == 1);
    for (const auto& order : {std::vector{1, 2, 3, 4}, std::vector{4, 2, 1, 3}}) {
        const fs::path all = folder / ("all-" + std::to_string(order.front()));
        for (const int number : order) lay(folder / std::to_string(number), all);
        CHECK(build_with(store, all) == 0);
    }
}

TEST_CASE("shards: those that overlap, in other divisions too, do no harm") {
    MemoryStore store = small_archive();
    const TemporaryFolder folder;
    const fs::path all = folder / "all";
    for (const Shard& shard : {Shard{1, 2}, Shard{2, 2}, Shard{2, 3}, Shard{1, 1}}) {
        const fs::path own = folder / (std::to_string(shard.number) + "of" + std::to_string(shard.of));
        read(store, own, shard);
        lay(own, all);
    }
    CHECK(build_with(store, all) == 0);
    CHECK(build_with(store, all) == 0);  // after the dead have been cleared away
}

TEST_CASE("shards: a build reads what is missing, replaced or new since they were") {
    MemoryStore store = small_archive();
    const TemporaryFolder folder;
    const fs::path all = folder / "all";
    for (std::uint32_t number : {1U, 2U, 4U}) read(store, all, {number, 4});
    const auto missing = static_cast<std::size_t>(std::ranges::count_if(store.objects, [](const auto& object) {
        return Shard{3, 4}.holds(object.first);
    }));
    REQUIRE(missing > 0);
    store.objects["new.json"] = run("27", benchmark("reported", reported(27)));
    const auto replaced = std::ranges::find_if(store.objects, [](const auto& object) {
        return object.first.starts_with("night/") && Shard{1, 4}.holds(object.first);
    });
    replaced->second = run("28", benchmark("reported", reported(28)));
    CHECK(build_with(store, all) == missing + 2);
}

TEST_CASE("shards: one that failed goes on where it was") {
    MemoryStore store = small_archive();
    const TemporaryFolder folder;
    store.before_get = [&](const std::string& key) {
        if (store.gets > 10) throw model::Error{model::ExitCode::storage, "storage", "the network is gone", key};
    };
    CHECK_THROWS_AS(read(store, folder / "cache", {}), model::Error);
    store.before_get = {};
    store.gets = 0;
    const auto again = read(store, folder / "cache", {});
    CHECK(store.gets == store.objects.size() - 10);
    CHECK(again.files == store.objects.size());
    CHECK(again.broken == 1);
    CHECK(build_with(store, folder / "cache") == 0);
    CHECK(read(store, folder / "cache", {}).blocks == 0);
}

TEST_CASE("shards: a block is kept as soon as enough was read, not at the end") {
    MemoryStore store;
    const std::string large(std::size_t{100} << 20, ' ');  // of no known format
    for (int i = 0; i < 8; ++i) store.objects["large/" + std::to_string(i) + ".json"] = large;
    const TemporaryFolder folder;
    std::size_t kept = 0;
    store.before_get = [&](const std::string&) { kept = std::max(kept, blocks_below(folder / "cache").size()); };
    CHECK(read(store, folder / "cache", {}).blocks == 2);
    CHECK(kept == 1);
}

TEST_CASE("shards: objects without a version are counted and not kept") {
    MemoryStore store = small_archive();
    store.knows_versions = false;
    const TemporaryFolder folder;
    const auto done = read(store, folder / "cache", {1, 2});
    CHECK(done.unkept == done.files);
    CHECK(done.blocks == 0);
    CHECK(blocks_below(folder / "cache").empty());
}

TEST_CASE("shards: an empty share, and an empty archive") {
    MemoryStore store;
    store.objects["a.json"] = run("01", benchmark("reported", reported(1)));
    const TemporaryFolder folder;
    const Shard other = Shard{1, 2}.holds("a.json") ? Shard{2, 2} : Shard{1, 2};
    const auto done = read(store, folder / "cache", other);
    CHECK(done.listed == 1);
    CHECK(done.files == 0);
    CHECK(done.blocks == 0);
    store.objects.clear();
    CHECK(read(store, folder / "cache", {}).files == 0);
}

TEST_CASE("shards: a disk that refuses is an error, since the cache is all there is to it") {
    MemoryStore store = small_archive();
    const TemporaryFolder folder;
    std::ofstream{folder / "cache"} << "no folder";
    CHECK_THROWS_AS(read(store, folder / "cache", {}), model::Error);
}

TEST_CASE("shards: a published site is refused") {
    const TemporaryFolder folder;
    ingest::Options options;
    options.cache = (folder / "cache").string();
    CHECK_THROWS_AS(ingest::read_shard(PublishedSite{}, options, {1, 4}, {}), model::Error);
}
