#include "ingest/aside.hpp"

#include <map>
#include <set>

#include "ingest/ingest.hpp"
#include "ingest/join.hpp"
#include "support/catch.hpp"
#include "support/history_text.hpp"
#include "support/memory_store.hpp"
#include "support/result_files.hpp"

using namespace benchfolio;
using namespace support;
using model::Kind;

namespace {

std::string samples(int day) {
    return R"("data": [)" + std::to_string(day) + ", 1, 2]";
}

std::string result(int day, const std::string& cpu = xeon) {
    return run(std::to_string(day), benchmark("b", samples(day), "\"" + std::to_string(day) + "\""), cpu);
}

// Nights with runs of other kinds between them, on two CPUs; the newest run of all is in no trend.
MemoryStore mixed() {
    MemoryStore store;
    for (int day = 10; day < 20; ++day) store.objects["n/" + std::to_string(day) + ".json"] = result(day);
    store.objects["kind=tag/ref=v1/a.json"] = result(20);
    store.objects["kind=branch/ref=jit/start=1ede0b8/b.json"] = result(21);
    store.objects["kind=manual/owner=alice/ref=jit/c.json"] = result(22, epyc);
    store.objects["kind=pull-request/ref=7/broken.json"] = "{";
    store.objects["kind=tag/ref=v1/copy.json"] = store.objects["n/12.json"];
    return store;
}

model::History ingested(const MemoryStore& store, ingest::Options options = {}) {
    return ingest::ingest(store, options, {}).history;
}

}  // namespace

TEST_CASE("aside: nothing where every run is nightly") {
    MemoryStore store;
    CHECK_FALSE(ingested(store).aside);
    store.objects["a.json"] = result(10);
    CHECK_FALSE(ingested(store).aside);
}

TEST_CASE("aside: runs of other kinds have testbeds, benchmarks and series of their own") {
    const model::History history = ingested(mixed());
    REQUIRE(history.aside);
    const model::History& aside = *history.aside;
    CHECK(history.runs.size() == 10);
    REQUIRE(aside.runs.size() == 3);
    CHECK(history.columns.size() == 10);
    CHECK(aside.columns.size() == 3);
    REQUIRE(history.series.size() == 1);
    CHECK(aside.series.size() == 2);
    CHECK(aside.runs[0].purpose == model::Purpose{Kind::tag, "v1", ""});
    CHECK(aside.runs[1].purpose == model::Purpose{Kind::branch, "jit", ""});
    CHECK(aside.runs[1].commit->merge_base == "1ede0b8");
    CHECK(aside.runs[2].purpose == model::Purpose{Kind::manual, "jit", "alice"});
    for (const model::Run& run : history.runs) CHECK(run.purpose == model::Purpose{});
}

TEST_CASE("aside: what a newer run of another kind says is not said of the trends") {
    const model::History history = ingested(mixed());
    REQUIRE(history.benchmarks.size() == 1);
    CHECK(history.benchmarks[0].group == "19");
    CHECK(history.aside->benchmarks[0].group == "22");
    REQUIRE(history.newest_samples.size() == 1);
    CHECK(history.newest_samples[0].values == std::vector<double>{1, 2, 19});
    REQUIRE(history.aside->newest_samples.size() == 2);
    CHECK(history.aside->newest_samples[0].values == std::vector<double>{1, 2, 21});
}

TEST_CASE("aside: files that are not used are listed with the trends") {
    const model::History history = ingested(mixed());
    REQUIRE(history.rejections.size() == 1);
    CHECK(history.rejections[0].file == "kind=pull-request/ref=7/broken.json");
    REQUIRE(history.duplicates.size() == 1);
    CHECK(history.duplicates[0].file == "kind=tag/ref=v1/copy.json");  // the night stays one
    CHECK(history.aside->rejections.empty());
    CHECK(history.aside->duplicates.empty());
}

TEST_CASE("aside: a testbed of both sides has the label and the colour of the trends'") {
    const model::History history = ingested(mixed());
    REQUIRE(history.aside->testbeds.size() == 2);
    CHECK(history.aside->testbeds[0].label == history.testbeds[0].label);
    CHECK(history.aside->testbeds[0].colour == history.testbeds[0].colour);
    CHECK_FALSE(history.aside->testbeds[1].colour);  // no trend has it
}

TEST_CASE("aside: all runs, without trends") {
    MemoryStore store;
    store.objects["kind=tag/ref=v1/a.json"] = result(10);
    const model::History history = ingested(store);
    CHECK(history.runs.empty());
    CHECK(history.series.empty());
    REQUIRE(history.aside);
    CHECK(history.aside->runs.size() == 1);
    CHECK(history.aside->testbeds[0].colour == 1);
}

TEST_CASE("aside: the same whatever the number of threads") {
    const std::string alone = text_of(ingested(mixed()));
    for (unsigned jobs = 2; jobs < 5; ++jobs) {
        ingest::Options options;
        options.jobs = jobs;
        CHECK(text_of(ingested(mixed(), options)) == alone);
    }
}

TEST_CASE("aside: what the runs were taken for is counted, by reason") {
    const auto kinds = ingest::ingest(mixed(), {}, {}).kinds;
    std::map<std::pair<Kind, ingest::Because>, std::size_t> counts;
    for (const auto& each : kinds.counts) counts[{each.kind, each.because}] = each.runs;
    CHECK(counts ==
          std::map<std::pair<Kind, ingest::Because>, std::size_t>{{{Kind::nightly, ingest::Because::no_branch}, 10},
                                                                  {{Kind::tag, ingest::Because::folder}, 1},
                                                                  {{Kind::branch, ingest::Because::folder}, 1},
                                                                  {{Kind::manual, ingest::Because::folder}, 1}});
}
