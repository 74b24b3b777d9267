#include "ingest/join.hpp"

#include "ingest/ingest.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/history_text.hpp"
#include "support/memory_store.hpp"
#include "support/result_files.hpp"

using namespace benchfolio;

namespace {

using namespace support;

using Indices = std::vector<std::uint32_t>;

model::History ingested(const MemoryStore& store, const ingest::Options& options = {}) {
    return ingest::ingest(store, options, {}).history;
}

ingest::GivenFile given(const std::string& key, const std::string& bytes) {
    return {"/somewhere/" + key, key, bytes};
}

// A night with samples, with something left out, and with a definition that differs from night to night.
std::string night(int day, const std::string& more = {}, const std::string& cpu = xeon) {
    const std::string text = std::to_string(day);
    const std::string samples = R"("data": [)" + text + ", 1, 2]";
    return run(text,
               benchmark("b", reported(day)) + "," + benchmark("a", samples, "\"" + text + "\"") + "," +
                   benchmark("failed", "") + more,
               cpu);
}

MemoryStore archive_of(std::initializer_list<int> days) {
    MemoryStore store;
    for (const int day : days)
        store.objects["night" + std::to_string(day) + ".json"] = night(day, {}, day % 3 == 0 ? epyc : xeon);
    store.objects["notes.json"] = "{}";
    return store;
}

// The history of the archive with the files in it: what joining must give.
std::string stored_text(MemoryStore store, const std::vector<ingest::GivenFile>& files,
                        const ingest::Options& options = {}) {
    for (const ingest::GivenFile& file : files) store.objects[file.key] = file.bytes;
    return text_of(ingested(store, options));
}

std::string joined_text(const MemoryStore& store, const std::vector<ingest::GivenFile>& files,
                        const ingest::Options& options = {}) {
    return text_of(ingest::with_files(ingested(store, options), files, options).history);
}

}  // namespace

TEST_CASE("join: files beside the archive make the history that they would make in it") {
    const MemoryStore store = archive_of({12, 13, 15, 18});
    const std::vector<ingest::GivenFile> newest{given("new.json", night(20)), given("z.json", night(21, {}, epyc))};
    CHECK(joined_text(store, newest) == stored_text(store, newest));
    const std::vector<ingest::GivenFile> between{given("m.json", night(14)), given("o.json", night(10, {}, epyc))};
    CHECK(joined_text(store, between) == stored_text(store, between));
    const std::string other = R"("cpu": {"brand_raw": "Neoverse-N2"})";
    const std::vector<ingest::GivenFile> strange{
        given("n.json", night(22, "," + benchmark("new", R"("data": [1, 2])"), other))};
    CHECK(joined_text(store, strange) == stored_text(store, strange));
}

TEST_CASE("join: an empty archive, and no files") {
    const std::vector<ingest::GivenFile> files{given("a.json", night(11))};
    CHECK(joined_text({}, files) == stored_text({}, files));
    const MemoryStore store = archive_of({12, 13});
    CHECK(joined_text(store, {}) == stored_text(store, {}));
}

TEST_CASE("join: says which run each file became") {
    const auto both =
        ingest::with_files(ingested(archive_of({12, 14, 16})),
                           std::vector{given("late.json", night(17)), given("early.json", night(13))}, {});
    REQUIRE(both.runs_of_files.size() == 2);
    CHECK(both.runs_of_files[0] == Indices{4});
    CHECK(both.runs_of_files[1] == Indices{1});
    CHECK(both.history.runs[1].file == "early.json");
}

TEST_CASE("join: a file that the archive has counts once, under the archive's name") {
    const MemoryStore store = archive_of({12, 14, 16});
    const std::vector<ingest::GivenFile> files{given("zz-again.json", night(14)), given("zz-twice.json", night(14))};
    const auto both = ingest::with_files(ingested(store), files, {});
    CHECK(both.history.runs.size() == 3);
    CHECK(both.runs_of_files == std::vector<Indices>{{1}, {1}});
    CHECK(text_of(both.history) == stored_text(store, files));
    const std::vector<ingest::GivenFile> itself{given("night14.json", night(14))};
    CHECK(joined_text(store, itself) == text_of(ingested(store)));
}

TEST_CASE("join: two files of one name are two files") {
    const std::vector<ingest::GivenFile> files{{"before/r.json", "r.json", night(12)},
                                               {"after/r.json", "r.json", night(14)},
                                               {"copy/r.json", "r.json", night(12)}};
    const auto both = ingest::with_files({}, files, {});
    CHECK(both.history.runs.size() == 2);
    CHECK(both.runs_of_files == std::vector<Indices>{{0}, {1}, {0}});
}

TEST_CASE("join: the place below the archive makes dimensions; names and commits are the configured ones") {
    ingest::Options options;
    options.path_pattern = "{compiler}/{**}";
    options.dimensions = {"cpu", "compiler"};
    options.benchmark_aliases = {{"b", "renamed"}};
    options.commit_from = "package_versions.lib";
    MemoryStore store;
    store.objects["gcc/1.json"] = night(12);
    store.objects["clang/1.json"] = night(13);
    const std::vector<ingest::GivenFile> files{given("clang/new.json", night(14))};
    const auto both = ingest::with_files(ingested(store, options), files, options);
    CHECK(text_of(both.history) == stored_text(store, files, options));
    REQUIRE(both.history.runs.size() == 3);
    CHECK(both.history.runs[2].testbed == both.history.runs[1].testbed);  // clang's
    CHECK(both.history.runs[2].commit->id == "1ede0b8");
    CHECK(both.history.benchmarks[1].name == "renamed");
    CHECK(both.history.benchmarks[1].earlier_names == std::vector<std::string>{"b"});
}

TEST_CASE("join: a site's testbeds are told apart as when it was built") {
    ingest::Options as_built;
    as_built.dimensions = {"cpu", "os"};
    const auto both = ingest::with_files(ingested(archive_of({12, 13}), as_built),
                                         std::vector{given("n.json", night(14))}, ingest::Options{});
    CHECK(both.history.testbeds.size() == 2);
    CHECK(both.history.runs[2].testbed == both.history.runs[1].testbed);
}

TEST_CASE("join: a broken, foreign or empty-handed file is an error with its place") {
    const auto error_of = [](const std::string& bytes) {
        try {
            ingest::with_files(ingested(archive_of({12})), std::vector{given("n.json", bytes)}, {});
        } catch (const model::Error& error) {
            CHECK(error.exit_code() == model::ExitCode::broken_files);
            return error.code() + " " + error.place();
        }
        return std::string{"no error"};
    };
    CHECK(error_of("{").starts_with("broken /somewhere/n.json"));
    CHECK(error_of("{}") == "foreign /somewhere/n.json");
    CHECK(error_of(R"({"benchfolio_failure": 1, "time": "2022-01-03T00:00:00Z", "outcome": "failure",)"
                   R"("workflow": null, "url": null, "commit": null})") == "foreign /somewhere/n.json");
    CHECK(error_of("\x1f\x8b broken").starts_with("broken /somewhere/n.json"));
}

TEST_CASE("join: two archives") {
    const MemoryStore first = archive_of({12, 15}), second = archive_of({13, 14});
    MemoryStore all = first;
    all.objects.insert(second.objects.begin(), second.objects.end());
    model::History other = ingested(second);
    other.rejections.clear();
    const auto both = ingest::joined(ingested(first), other, {});
    CHECK(text_of(both.history) == text_of(ingested(all)));
    CHECK(both.added_runs == Indices{1, 2});
}
