// What the configuration makes of numbers beside the times, in the whole history.
#include "ingest/ingest.hpp"
#include "support/catch.hpp"
#include "support/memory_store.hpp"

using namespace benchfolio;

namespace {

std::string google_file(int day, const std::string& row) {
    return R"({"context": {"date": "2026-01-)" + std::to_string(day) +
           R"( 03:04:05", "num_cpus": 8, "mhz_per_cpu": 2449.9}, "benchmarks": [{"name": "BM", "real_time": 5, )" +
           row + "}]}";
}

model::History ingested(const support::MemoryStore& store, const ingest::Options& options) {
    return ingest::ingest(store, options, {}).history;
}

}  // namespace

TEST_CASE("measures: of one name in two units, each is called by its unit too") {
    support::MemoryStore store;
    store.objects["1.json"] = google_file(10, R"("a": 3)");
    store.objects["2.json"] = google_file(11, R"("b": 4)");
    ingest::Options options;
    options.measures = {{.from = "counter.a", .name = "amount", .unit = "kB", .direction = {}},
                        {.from = "counter.b", .name = "amount", .unit = "objects", .direction = {}}};
    const auto history = ingested(store, options);
    REQUIRE(history.measures.size() == 3);
    CHECK(history.measures[0].name == "time");
    CHECK(history.measures[1].name == "amount [B]");
    CHECK(history.measures[2].name == "amount [objects]");
    CHECK(history.series.size() == 3);
}

TEST_CASE("measures: Google Benchmark without a CPU model goes by what it counts and measures of the machine") {
    support::MemoryStore store;
    store.objects["1.json"] = google_file(10, R"("a": 3)");
    store.objects["2.json"] = google_file(11, R"("a": 3)");
    std::string other = google_file(12, R"("a": 3)");
    store.objects["3.json"] = other.replace(other.find("\"num_cpus\": 8"), 13, "\"num_cpus\": 4");
    const auto history = ingested(store, {});
    REQUIRE(history.testbeds.size() == 2);
    CHECK(history.testbeds[0].label == "CPU not recorded (8 CPUs, 2.4 GHz)");
    CHECK(history.testbeds[1].label == "CPU not recorded (4 CPUs, 2.4 GHz)");
    CHECK_FALSE(history.testbeds[0].comparable());
    CHECK(history.testbeds[0].runs == 2);
}
