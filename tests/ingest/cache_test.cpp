#include <algorithm>
#include <filesystem>
#include <thread>

#include "ingest/ingest.hpp"
#include "model/error.hpp"
#include "stats/random.hpp"
#include "support/catch.hpp"
#include "support/history_text.hpp"
#include "support/memory_store.hpp"
#include "support/result_files.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;
using namespace support;
namespace fs = std::filesystem;

namespace {

std::string sampled(const std::string& values) {
    return "\"data\": [" + values + "]";
}

const std::string failure = R"({"benchfolio_failure": 1, "time": "2022-01-28T00:00:00Z", "outcome": "cancelled"})";

// Two machines, samples and summaries, groups that change, and every kind of file that is no run.
MemoryStore mixed_archive() {
    MemoryStore store;
    for (int day = 10; day < 22; ++day) {
        const std::string number = std::to_string(day);
        const std::string body = benchmark("reported", reported(day)) + "," +
                                 benchmark("sampled", sampled(number + ", 1, 2"), "\"group " + number + "\"") + "," +
                                 benchmark("failed", "");
        store.objects["linux/" + number + ".json"] = run(number, body, day % 3 == 0 ? epyc : xeon);
    }
    store.objects["copy.json"] = store.objects["linux/12.json"];
    store.objects["broken.json"] = "{";
    store.objects["notes.json"] = "{}";
    store.objects["failed.json"] = failure;
    return store;
}

struct Outcome {
    std::string history;
    std::size_t gets = 0, cached = 0;
    std::vector<std::string> warnings;
};

// Ingests, and holds the history against the one that is read without a cache.
class CachedArchive {
  public:
    MemoryStore store = mixed_archive();
    ingest::Options options;
    TemporaryFolder folder;

    CachedArchive() { options.cache = (folder / "cache").string(); }

    Outcome ingest() {
        ingest::Progress last;
        store.gets = 0;
        auto found = ingest::ingest(store, options, [&](const ingest::Progress& now) { last = now; });
        const Outcome outcome{text_of(found.history), store.gets, last.files_cached, found.warnings};
        ingest::Options without = options;
        without.cache.clear();
        CHECK(outcome.history == text_of(ingest::ingest(store, without, {}).history));
        return outcome;
    }

    std::vector<fs::path> blocks() const { return files_ending(".block"); }

    std::vector<fs::path> files_ending(const std::string& suffix) const {
        std::vector<fs::path> found;
        for (const auto& entry : fs::recursive_directory_iterator{options.cache})
            if (entry.path().native().ends_with(suffix)) found.push_back(entry.path());
        std::ranges::sort(found);
        return found;
    }
};

}  // namespace

TEST_CASE("cache: what was read is not read again") {
    CachedArchive archive;
    CHECK(archive.ingest().gets == archive.store.objects.size());
    const Outcome warm = archive.ingest();
    CHECK(warm.gets == 0);
    CHECK(warm.cached == archive.store.objects.size());
    CHECK(warm.warnings.empty());
}

TEST_CASE("cache: one new object is one that is read") {
    CachedArchive archive;
    archive.ingest();
    archive.store.objects["linux/25.json"] = run("25", benchmark("sampled", sampled("5, 6")));
    CHECK(archive.ingest().gets == 1);
    CHECK(archive.ingest().gets == 0);
}

TEST_CASE("cache: a replaced object is read anew, a deleted one leaves the history") {
    CachedArchive archive;
    archive.ingest();
    archive.store.objects["linux/11.json"] = run("11", benchmark("reported", reported(1000)));
    CHECK(archive.ingest().gets == 1);
    archive.store.objects.erase("linux/13.json");
    const Outcome after = archive.ingest();
    CHECK(after.gets == 0);
    CHECK(after.history.find("linux/13.json") == std::string::npos);
}

TEST_CASE("cache: an object that comes back as it was is there again") {
    CachedArchive archive;
    archive.ingest();
    const std::string bytes = archive.store.objects["linux/13.json"];
    archive.store.objects.erase("linux/13.json");
    archive.ingest();
    archive.store.objects["linux/13.json"] = bytes;
    archive.ingest();
}

TEST_CASE("cache: without the newest run, the samples and the definition of the next are read again") {
    CachedArchive archive;
    archive.ingest();
    archive.store.objects.erase("linux/20.json");
    archive.store.objects.erase("linux/21.json");
    const Outcome after = archive.ingest();
    CHECK(after.gets == 2);  // the newest of each machine, which are 18 and 19
    CHECK(after.history.find("group 19") != std::string::npos);
    CHECK(archive.ingest().gets == 0);  // and are known from now on
}

TEST_CASE("cache: without the original, its copy is the run") {
    CachedArchive archive;
    archive.ingest();
    archive.store.objects.erase("copy.json");
    CHECK(archive.ingest().gets == 0);
    archive.store.objects["z.json"] = archive.store.objects["linux/12.json"];
    CHECK(archive.ingest().gets == 1);
    archive.store.objects.erase("linux/12.json");
    CHECK(archive.ingest().gets == 0);
}

TEST_CASE("cache: a copy of the newest run, in another block, goes again") {
    CachedArchive archive;
    archive.ingest();
    archive.store.objects["a-copy.json"] = archive.store.objects["linux/21.json"];
    CHECK(archive.ingest().gets == 1);
    archive.store.objects.erase("a-copy.json");
    CHECK(archive.ingest().gets == 0);
}

TEST_CASE("cache: a changed configuration reads no more than samples that it lacks") {
    CachedArchive archive;
    archive.ingest();
    archive.options.benchmark_aliases = {{"reported", "renamed"}};
    archive.options.group_aliases = {{"group *", "* group"}};
    CHECK(archive.ingest().gets == 0);
    archive.options.path_pattern = "{os}/{day}.json";
    archive.options.suite_from = "path.day";
    archive.options.hidden_cpus = {"EPYC"};
    CHECK(archive.ingest().gets == 0);
    archive.options.dimensions = {"cpu", "day"};  // each run is a testbed of its own, whose newest run it is
    CHECK(archive.ingest().gets == 10);
    CHECK(archive.ingest().gets == 0);
    archive.options.dimensions = {"cpu"};
    CHECK(archive.ingest().gets == 0);
}

TEST_CASE("cache: an alias that joins two sampled benchmarks of one run") {
    CachedArchive archive;
    archive.store.objects["linux/26.json"] =
        run("26", benchmark("one", sampled("1, 2")) + "," + benchmark("two", sampled("3, 4")));
    archive.ingest();
    archive.options.benchmark_aliases = {{"one", "both"}, {"two", "both"}};
    CHECK(archive.ingest().gets == 0);
}

TEST_CASE("cache: what another place in the files says must be read") {
    CachedArchive archive;
    archive.ingest();
    archive.options.commit_from = "package_versions.lib";
    const Outcome other = archive.ingest();
    CHECK(other.gets == archive.store.objects.size());
    CHECK(other.warnings.empty());
    CHECK(archive.ingest().gets == 0);
    archive.options.commit_from.clear();  // two configurations take turns without reading
    CHECK(archive.ingest().gets == 0);
}

TEST_CASE("cache: objects without a version, or that cannot be read, are read each time") {
    CachedArchive archive;
    archive.store.unreadable = "broken.json";
    CHECK(archive.ingest().gets == archive.store.objects.size());
    CHECK(archive.ingest().gets == 1);
    CachedArchive nameless;
    nameless.store.knows_versions = false;
    nameless.ingest();
    CHECK(nameless.ingest().gets == nameless.store.objects.size());
    CHECK_FALSE(fs::exists(nameless.options.cache));
}

TEST_CASE("cache: neither threads nor transfers change the result") {
    CachedArchive archive;
    archive.options.jobs = 3;
    const std::string cold = archive.ingest().history;
    archive.options.jobs = 1;
    CHECK(archive.ingest().history == cold);
    archive.options.jobs = 2;
    archive.store.transfers_wanted = 8;
    archive.store.objects["linux/25.json"] = run("25", benchmark("sampled", sampled("5, 6")));
    CHECK(archive.ingest().gets == 1);
}

TEST_CASE("cache: another archive has a cache of its own") {
    CachedArchive archive;
    archive.ingest();
    archive.store.identity_text = "another";
    CHECK(archive.ingest().gets == archive.store.objects.size());
    archive.store.identity_text = "memory";
    CHECK(archive.ingest().gets == 0);
}

TEST_CASE("cache: caches combine by laying their files in one folder") {
    CachedArchive whole, half;
    std::erase_if(half.store.objects, [](const auto& object) { return object.first < "linux/15"; });
    half.ingest();
    std::erase_if(whole.store.objects, [](const auto& object) { return object.first >= "linux/15"; });
    whole.ingest();
    fs::copy(half.options.cache, whole.options.cache, fs::copy_options::recursive | fs::copy_options::skip_existing);
    whole.store.objects = mixed_archive().objects;
    CHECK(whole.ingest().gets == 0);
}

TEST_CASE("cache: damaged, foreign and misplaced files are read anew, with a warning") {
    CachedArchive archive;
    archive.ingest();
    REQUIRE(archive.blocks().size() == 1);
    const fs::path block = archive.blocks().front();
    const std::string sound = file_text(block);
    archive.store.identity_text = "another";
    archive.ingest();
    archive.store.identity_text = "memory";
    const fs::path others = archive.blocks()[archive.blocks().front() == block ? 1 : 0];
    std::string flipped = sound;
    flipped[sound.size() / 2] = static_cast<char>(flipped[sound.size() / 2] ^ 1);
    for (const std::string& bytes : {flipped, sound.substr(0, sound.size() - 1), sound + "\n", std::string{},
                                     std::string{"foreign"}, file_text(others)}) {
        for (const fs::path& old : archive.blocks()) fs::remove(old);
        write_file(block, bytes);
        const Outcome outcome = archive.ingest();
        CHECK(outcome.gets == archive.store.objects.size());
        REQUIRE(outcome.warnings.size() == 1);
        CHECK(outcome.warnings[0].find("damaged") != std::string::npos);
        const Outcome next = archive.ingest();
        CHECK(next.gets == 0);
        CHECK(next.warnings.empty());
    }
}

TEST_CASE("cache: files that are none of ours stay") {
    CachedArchive archive;
    archive.ingest();
    const fs::path own = archive.blocks().front().parent_path();
    write_file(own / "notes.txt", "mine");
    fs::create_directory(own / "folder.block");
    CHECK(archive.ingest().gets == 0);
    CHECK(fs::exists(own / "notes.txt"));
    CHECK(fs::exists(own / "folder.block"));
    CHECK(file_text(fs::path{archive.options.cache} / "CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f"));
}

TEST_CASE("cache: a file that cannot be read is a warning") {
    CachedArchive archive;
    archive.ingest();
    fs::create_symlink("nowhere", archive.blocks().front().parent_path() / "0.block");
    const Outcome outcome = archive.ingest();
    CHECK(outcome.gets == 0);
    REQUIRE(outcome.warnings.size() == 1);
    CHECK(outcome.warnings[0].find("1 of 2 files of the cache damaged, unreadable") == 0);
}

TEST_CASE("cache: a folder that cannot be written is a warning, and the history is whole") {
    CachedArchive archive;
    write_file(archive.folder / "file", "");
    archive.options.cache = (archive.folder / "file/cache").string();
    const Outcome outcome = archive.ingest();
    CHECK(outcome.gets == archive.store.objects.size());
    REQUIRE(outcome.warnings.size() == 1);
    CHECK(outcome.warnings[0].find("cannot write") != std::string::npos);
}

TEST_CASE("cache: what was fetched before a failure is not fetched again") {
    CachedArchive archive;
    archive.options.jobs = 2;
    for (const unsigned transfers : {0U, 8U}) {
        archive.store.transfers_wanted = transfers;
        archive.store.objects["linux/2" + std::to_string(transfers) + ".json"] = run("22", "");
        archive.store.before_get = [](const std::string& key) {
            if (key == "notes.json") throw model::Error(model::ExitCode::storage, "storage", "the store is gone");
        };
        archive.store.objects["notes.json"] += " ";
        CHECK_THROWS_AS(ingest::ingest(archive.store, archive.options, {}), model::Error);
        archive.store.before_get = nullptr;
        CHECK(archive.ingest().gets < archive.store.objects.size());
        CHECK(archive.ingest().gets == 0);
    }
}

TEST_CASE("cache: an object that is deleted while others are read is no part of the archive") {
    CachedArchive archive;
    archive.ingest();
    archive.store.objects.erase("linux/21.json");
    archive.store.objects.erase("linux/20.json");
    // 19 is listed, and its samples are needed now; it goes before they are read, so 17 is the newest.
    archive.store.before_get = [&](const std::string& key) {
        if (key == "linux/19.json") archive.store.objects.erase(key);
    };
    const Outcome outcome = archive.ingest();
    CHECK(outcome.history.find("linux/19.json") == std::string::npos);
    CHECK(outcome.gets == 3);  // 18 of one machine, 19 and then 17 of the other
}

TEST_CASE("cache: leftovers of killed processes and archives that nobody asks for are cleared") {
    CachedArchive archive;
    archive.ingest();
    const fs::path left = archive.blocks().front().native() + "-abcdef.unfinished";
    const fs::path fresh = archive.blocks().front().native() + "-ghijkl.unfinished";
    const fs::path unused = fs::path{archive.options.cache} / std::string(32, 'a');
    const fs::path others = fs::path{archive.options.cache} / "notes";
    for (const fs::path& file : {left, fresh, unused / "1.block", others / "1.block"}) write_file(file, "half");
    const auto now = fs::file_time_type::clock::now();
    fs::last_write_time(left, now - std::chrono::hours{2});
    fs::last_write_time(unused, now - std::chrono::hours{24 * 91});
    fs::last_write_time(others, now - std::chrono::hours{24 * 91});
    archive.ingest();
    CHECK_FALSE(fs::exists(left));
    CHECK(fs::exists(fresh));
    CHECK_FALSE(fs::exists(unused));
    CHECK(fs::exists(others / "1.block"));
}

TEST_CASE("cache: several at once do no harm") {
    CachedArchive archive;
    const std::string expected = text_of(ingest::ingest(archive.store, {}, {}).history);
    for (int round = 0; round < 10; ++round) {
        std::vector<std::string> found(4);
        std::vector<std::thread> threads;
        for (std::string& text : found)
            threads.emplace_back([&] { text = text_of(ingest::ingest(archive.store, archive.options, {}).history); });
        for (std::thread& thread : threads) thread.join();
        for (const std::string& text : found) CHECK(text == expected);
        for (const fs::path& block : archive.blocks()) fs::resize_file(block, fs::file_size(block) / 2);
    }
    archive.ingest();
    CHECK(archive.ingest().gets == 0);
}

namespace {

// Nights as they come: mostly a new file, now and then one that is replaced, deleted, copied, or broken.
void change(MemoryStore& store, int night, stats::SplitMix64& random) {
    const auto any = [&] {
        auto at = store.objects.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(random.next() % store.objects.size()));
        return at;
    };
    const std::string key = std::to_string(night) + ".json";
    const std::string body = benchmark("a", sampled(std::to_string(random.next() % 100) + ", 3, 4")) + "," +
                             benchmark("b" + std::to_string(night % 4), reported(night), "\"" + key + "\"");
    store.objects[key] = run(std::to_string(10 + random.next() % 20), body, random.next() % 3 == 0 ? epyc : xeon);
    switch (random.next() % 6) {
        case 0:
            store.objects.erase(any());
            break;
        case 1:
            any()->second = run("15", benchmark("a", sampled(std::to_string(night))));
            break;
        case 2:
            store.objects["copy-" + key] = any()->second;
            break;
        case 3:
            store.objects["broken-" + key] = "{";
            break;
        default:
            break;
    }
}

}  // namespace

TEST_CASE("cache: a hundred nights, each as if read anew, and few files") {
    CachedArchive archive;
    stats::SplitMix64 random{20261121};
    std::size_t gets = 0, most_files = 0;
    for (int night = 100; night < 200; ++night) {
        change(archive.store, night, random);
        archive.options.jobs = 1 + static_cast<unsigned>(night % 3);
        archive.options.benchmark_aliases.clear();
        if (night % 5 == 0) archive.options.benchmark_aliases = {{"b*", "b"}};
        gets += archive.ingest().gets;
        most_files = std::max(most_files, archive.blocks().size());
    }
    CHECK(gets < 300);
    CHECK(most_files < 24);
}
