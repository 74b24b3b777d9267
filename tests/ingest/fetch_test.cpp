#include "ingest/fetch.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <span>
#include <thread>

#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/memory_store.hpp"
#include "system/parallel.hpp"

using namespace benchfolio;
using namespace benchfolio::ingest;

namespace {

support::MemoryStore archive_of(std::size_t count, unsigned transfers) {
    support::MemoryStore store;
    for (std::size_t i = 0; i < count; ++i) store.objects[std::to_string(i) + ".json"] = std::string(i, 'x');
    store.transfers_wanted = transfers;
    return store;
}

// The keys that `readers` threads get, each of which must come once.
std::set<std::string> fetched(const support::MemoryStore& store, unsigned readers) {
    const auto objects = store.list();
    Fetcher fetcher{store, objects};
    std::set<std::string> keys;
    std::mutex mutex;
    const unsigned threads = readers + fetcher.transfers();
    system::parallel_for(threads, threads, [&](unsigned, std::size_t role) {
        try {
            if (role >= readers) return fetcher.fetch();
            for (Fetched each; fetcher.next(each);) {
                const std::lock_guard lock{mutex};
                CHECK(each.bytes == store.objects.at(each.object.key));
                CHECK(keys.insert(each.object.key).second);
            }
        } catch (...) {
            fetcher.stop();
            throw;
        }
    });
    return keys;
}

}  // namespace

TEST_CASE("fetch: every object comes once, whoever fetches it") {
    for (const unsigned transfers : {0U, 1U, 8U, 32U})
        for (const unsigned readers : {1U, 3U}) CHECK(fetched(archive_of(100, transfers), readers).size() == 100);
}

TEST_CASE("fetch: a disk is told what comes before it is asked for it, a distant store is not") {
    support::MemoryStore disk = archive_of(20, 0);
    std::vector<std::string> announced, got;
    disk.on_announcement = [&](const std::string& key) {
        CHECK(std::ranges::count(got, key) == 0);
        announced.push_back(key);
    };
    disk.before_get = [&](const std::string& key) { got.push_back(key); };
    REQUIRE(fetched(disk, 1).size() == 20);
    REQUIRE(announced.size() > 10);  // all but the first ones
    CHECK(std::ranges::equal(announced, std::span{got}.last(announced.size())));

    support::MemoryStore distant = archive_of(20, 2);
    distant.on_announcement = [](const std::string& key) { FAIL_CHECK(key); };
    CHECK(fetched(distant, 1).size() == 20);
}

TEST_CASE("fetch: many are asked for at once") {
    support::MemoryStore store = archive_of(8, 8);
    std::atomic<int> asking{0};
    // Nobody is answered before all have asked.
    store.before_get = [&](const std::string&) {
        for (++asking; asking < 8;) std::this_thread::yield();
    };
    CHECK(fetched(store, 1).size() == 8);
}

TEST_CASE("fetch: no more threads than objects") {
    const auto store = archive_of(3, 32);
    const auto objects = store.list();
    CHECK(Fetcher{store, objects}.transfers() == 3);
}

TEST_CASE("fetch: an object larger than the room passes alone") {
    auto store = archive_of(4, 4);
    store.knows_versions = false;
    for (auto& [key, bytes] : store.objects) bytes.assign(std::size_t{40} << 20, 'x');
    CHECK(fetched(store, 1).size() == 4);
    store.objects["0.json"].assign(std::size_t{70} << 20, 'x');
    CHECK(fetched(store, 1).size() == 4);
}

TEST_CASE("fetch: a store that fails ends all threads, and is what is thrown") {
    for (const unsigned transfers : {0U, 8U}) {
        auto store = archive_of(100, transfers);
        store.before_get = [](const std::string& key) {
            if (key == "50.json") throw model::Error(model::ExitCode::storage, "storage", "gone");
        };
        CHECK_THROWS_WITH(fetched(store, 2), "gone");
    }
}

TEST_CASE("fetch: what is deleted meanwhile is passed over, what cannot be read says why") {
    for (const unsigned transfers : {0U, 8U}) {
        auto store = archive_of(3, transfers);
        const auto objects = store.list();
        store.objects.erase("1.json");
        store.unreadable = "2.json";
        Fetcher fetcher{store, objects};
        if (transfers > 0) fetcher.fetch();
        std::set<std::string> keys, refused;
        for (Fetched each; fetcher.next(each);) {
            keys.insert(each.object.key);
            if (each.refused) refused.insert(each.object.key + each.object.version);
        }
        CHECK(keys == std::set<std::string>{"0.json", "2.json"});
        CHECK(refused == std::set<std::string>{"2.json"});  // without a version: it is asked for again
    }
}
