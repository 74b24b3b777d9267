#include "ingest/ingest.hpp"

#include <map>

#include "model/digest.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/history_text.hpp"
#include "support/memory_store.hpp"
#include "support/result_files.hpp"

using namespace benchfolio;

namespace {

using namespace support;

model::History ingested(const MemoryStore& store, ingest::Options options = {}) {
    return ingest::ingest(store, options, {}).history;
}

std::vector<std::string> names_of(const model::History& history) {
    std::vector<std::string> names;
    for (const model::Benchmark& each : history.benchmarks) names.push_back(each.name);
    return names;
}

MemoryStore mixed_archive() {
    MemoryStore store;
    for (int day = 10; day < 30; ++day) {
        const std::string samples = R"("data": [)" + std::to_string(day) + ", 1, 2]";
        const std::string body = benchmark("b", reported(day)) + "," +
                                 benchmark("a", samples, "\"" + std::to_string(day) + "\"") + "," +
                                 benchmark("failed" + std::to_string(day % 3), "");
        store.objects["f" + std::to_string(40 - day) + ".json"] =
            run(std::to_string(day), body, day % 3 == 0 ? epyc : xeon);
    }
    store.objects["x-copy.json"] = store.objects["f20.json"];
    store.objects["a-copy.json"] = store.objects["f30.json"];
    store.objects["broken.json"] = "{";
    store.objects["notes.json"] = "{}";
    return store;
}

}  // namespace

TEST_CASE("ingest: an empty archive is an empty history") {
    const auto history = ingested({});
    CHECK(history.runs.empty());
    CHECK(history.testbeds.empty());
    CHECK(history.columns.size() == 0);
    CHECK(history.series.empty());
}

TEST_CASE("ingest: every file is a run, a rejection or a duplicate") {
    const MemoryStore store = mixed_archive();
    const auto history = ingested(store);
    CHECK(history.runs.size() == 20);
    REQUIRE(history.rejections.size() == 2);
    CHECK(history.rejections[0].file == "broken.json");
    CHECK(history.rejections[0].kind == model::RejectionKind::broken);
    CHECK(history.rejections[0].bytes == 1);
    CHECK(history.rejections[1].file == "notes.json");
    CHECK(history.rejections[1].kind == model::RejectionKind::foreign);
    REQUIRE(history.duplicates.size() == 2);
    CHECK(history.duplicates[0].file == "f30.json");  // the first by name is the run
    CHECK(history.duplicates[0].of == "a-copy.json");
    CHECK(history.duplicates[1].file == "x-copy.json");
    CHECK(history.duplicates[1].of == "f20.json");
    CHECK(history.omissions.size() == 20);
}

TEST_CASE("ingest: the result does not depend on the number of threads") {
    const MemoryStore store = mixed_archive();
    ingest::Options options;
    const std::string alone = text_of(ingested(store, options));
    for (options.jobs = 2; options.jobs < 6; ++options.jobs) CHECK(text_of(ingested(store, options)) == alone);
}

TEST_CASE("ingest: rows by benchmark, measure, testbed and time") {
    MemoryStore store;
    store.objects["1.json"] = run("03", benchmark("b", reported(3)) + "," + benchmark("a", reported(30)));
    store.objects["2.json"] = run("01", benchmark("b", reported(1)));
    store.objects["3.json"] = run("02", benchmark("b", reported(2)), epyc);
    const auto history = ingested(store);
    CHECK(names_of(history) == std::vector<std::string>{"a", "b"});
    CHECK(history.runs[0].file == "2.json");
    CHECK(history.runs[2].file == "1.json");
    REQUIRE(history.series.size() == 3);
    CHECK(history.columns.median == std::vector<double>{30, 1, 3, 2});
    CHECK(history.columns.run == std::vector<std::uint32_t>{2, 0, 2, 1});
    CHECK(history.series[1].benchmark == 1);
    CHECK(history.series[1].size() == 2);
    CHECK(history.series[2].testbed == 1);
    CHECK(history.columns.n == std::vector<std::uint32_t>{5, 5, 5, 5});
}

TEST_CASE("ingest: a run's id is its time and the digest of its bytes") {
    MemoryStore store;
    store.objects["1.json"] = run("03", "");
    const auto history = ingested(store);
    CHECK(history.runs.at(0).id == "20220103T000000Z-" + model::hex(model::sha256(store.objects["1.json"]), 8));
    CHECK(history.runs[0].bytes == store.objects["1.json"].size());
}

TEST_CASE("ingest: samples are summarised") {
    MemoryStore store;
    store.objects["1.json"] = run("01", benchmark("a", R"("data": [4, 1, 2, 3, 20])"));
    const auto history = ingested(store);
    const model::Columns& columns = history.columns;
    REQUIRE(columns.size() == 1);
    CHECK(columns.n[0] == 5);
    CHECK(columns.from_samples[0] == 1);
    CHECK(columns.mean[0] == 6);
    CHECK(columns.stddev[0] == Approx(7.905694150420948));  // sqrt(250 / 4)
    CHECK(columns.min[0] == 1);
    CHECK(columns.q1[0] == 2);
    CHECK(columns.median[0] == 3);
    CHECK(columns.q3[0] == 4);
    CHECK(columns.max[0] == 20);
    CHECK(columns.whisker_low[0] == 1);
    CHECK(columns.whisker_high[0] == 4);  // 20 is beyond 4 + 1.5 x 2
}

TEST_CASE("ingest: a single sample has no standard deviation") {
    MemoryStore store;
    store.objects["1.json"] = run("01", benchmark("a", R"("data": [4])"));
    const auto history = ingested(store);
    CHECK_FALSE(model::present(history.columns.stddev.at(0)));
    CHECK(history.columns.q1[0] == 4);
}

TEST_CASE("ingest: the samples of the newest run of each series are kept, evenly thinned") {
    MemoryStore store;
    std::string many = "0";
    for (int i = 1; i <= 3998; ++i) many += "," + std::to_string(i);
    store.objects["1.json"] = run("02", benchmark("a", "\"data\": [" + many + "]"));
    store.objects["2.json"] = run("01", benchmark("a", R"("data": [7, 8])"));
    store.objects["3.json"] = run("03", benchmark("a", R"("data": [9, 5])"), epyc);
    const auto history = ingested(store);
    REQUIRE(history.newest_samples.size() == 2);
    const auto& kept = history.newest_samples[0].values;
    CHECK(kept.size() == model::newest_samples_kept);
    CHECK(kept.front() == 0);
    CHECK(kept[1] == 2);  // 3999 values in 1999 steps of 2
    CHECK(kept.back() == 3998);
    CHECK(history.newest_samples[1].values == std::vector<double>{5, 9});
}

TEST_CASE("ingest: no samples are kept where the newest run has none") {
    MemoryStore store;
    store.objects["1.json"] = run("01", benchmark("a", R"("data": [7, 8])"));
    store.objects["2.json"] = run("02", benchmark("a", reported(3)));
    CHECK(ingested(store).newest_samples.empty());
}

TEST_CASE("ingest: the newest run says what a benchmark's group is, also where it is a duplicate's") {
    MemoryStore store;
    store.objects["1.json"] = run("02", benchmark("a", reported(1), "\"new\""));
    store.objects["2.json"] = run("01", benchmark("a", reported(1), "\"old\""));
    store.objects["3.json"] = store.objects["1.json"];
    CHECK(ingested(store).benchmarks.at(0).group == "new");
}

TEST_CASE("ingest: aliases join histories") {
    MemoryStore store;
    store.objects["1.json"] = run("01", benchmark("test_a[1]", reported(1), "\"Math-1\""));
    store.objects["2.json"] = run("02", benchmark("bench_a[1]", reported(2), "\"math-1\""));
    store.objects["3.json"] = run("03", benchmark("test_failed", ""));
    ingest::Options options;
    options.benchmark_aliases = {{"test_*", "bench_*"}};
    options.group_aliases = {{"math-*", "math"}};
    const auto history = ingested(store, options);
    REQUIRE(history.benchmarks.size() == 1);
    CHECK(history.benchmarks[0].name == "bench_a[1]");
    CHECK(history.benchmarks[0].group == "math");
    CHECK(history.benchmarks[0].earlier_names == std::vector<std::string>{"test_a[1]"});
    CHECK(history.columns.median == std::vector<double>{1, 2});
    CHECK(history.omissions.at(0).benchmark == "bench_failed");
}

TEST_CASE("ingest: an alias that joins two benchmarks of one run gives two points") {
    MemoryStore store;
    store.objects["1.json"] = run("01", benchmark("a1", reported(1)) + "," + benchmark("a2", reported(2)));
    ingest::Options options;
    options.benchmark_aliases = {{"a?", "a"}};
    const auto history = ingested(store, options);
    REQUIRE(history.series.size() == 1);
    CHECK(history.series[0].size() == 2);
    CHECK(history.benchmarks[0].earlier_names == std::vector<std::string>{"a1", "a2"});
}

TEST_CASE("ingest: the measured commit stands where the configuration says") {
    MemoryStore store;
    store.objects["1.json"] = run("01", "");
    CHECK(ingested(store).runs.at(0).commit->id == "4b548d57ec9244d894cda41b82c35c8b65d2a761");
    ingest::Options options;
    options.commit_from = "package_versions.lib";
    CHECK(ingested(store, options).runs.at(0).commit->id == "1ede0b8");
    options.commit_from = "package_versions.none";
    CHECK_FALSE(ingested(store, options).runs.at(0).commit);  // another repository's would be wrong
}

TEST_CASE("ingest: the suite stands in the file or in the path") {
    MemoryStore store;
    store.objects["fast/1.json"] = run("01", "");
    ingest::Options options;
    CHECK_FALSE(ingested(store, options).runs.at(0).suite);
    options.suite_from = "version";
    CHECK(ingested(store, options).runs.at(0).suite == "4.0.0");
    options.suite_from = "path.suite";
    options.path_pattern = "{suite}/{*}.json";
    CHECK(ingested(store, options).runs.at(0).suite == "fast");
}

TEST_CASE("ingest: an object that cannot be read is a rejection with the reason") {
    MemoryStore store;
    store.objects["1.json"] = run("01", benchmark("a", reported(1)));
    store.objects["2.json"] = "";
    store.unreadable = "2.json";
    const auto history = ingested(store);
    CHECK(history.runs.size() == 1);
    REQUIRE(history.rejections.size() == 1);
    CHECK(history.rejections[0].kind == model::RejectionKind::broken);
    CHECK(history.rejections[0].reason == "cannot read: no such file");
}

TEST_CASE("ingest: a name that is no UTF-8 is written out") {
    MemoryStore store;
    store.objects["a\xff.json"] = run("01", "");
    CHECK(ingested(store).runs.at(0).file == "a\\xff.json");
}

TEST_CASE("ingest: progress counts every file once") {
    const MemoryStore store = mixed_archive();
    ingest::Options options;
    options.jobs = 3;
    std::size_t calls = 0;
    ingest::Progress last;
    ingest::ingest(store, options, [&](const ingest::Progress& progress) {
        ++calls;
        last = progress;
    });
    CHECK(calls == store.objects.size());
    CHECK(last.files_done == last.files_total);
    CHECK(last.bytes_done > 0);
}
