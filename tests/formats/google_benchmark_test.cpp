#include <cmath>

#include "fixtures.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::formats;

namespace {

using Samples = std::vector<double>;
constexpr auto lower = model::Direction::lower_is_better, higher = model::Direction::higher_is_better;

struct Case {
    Reader reader;
    ParsedRun run;

    explicit Case(const std::string& text, std::vector<MeasureRule> rules = {})
        : reader{{.places = {}, .measures = std::move(rules)}}, run(parsed(reader, text)) {}

    // The row of a benchmark and measure; null where there is none.
    const Row* row(const std::string& benchmark, const std::string& measure) {
        for (const Row& each : run.rows)
            if (reader.catalog().benchmarks()[each.benchmark] == benchmark && of(each).name == measure) return &each;
        return nullptr;
    }
    const model::Measure& of(const Row& row) { return reader.catalog().measures()[row.measure]; }
    Samples samples(const std::string& benchmark, const std::string& measure) {
        const Row* found = row(benchmark, measure);
        if (found == nullptr) return {};
        const auto first = run.samples.begin() + static_cast<std::ptrdiff_t>(found->first_sample);
        return {first, first + static_cast<std::ptrdiff_t>(found->samples)};
    }
};

std::string file_of(const std::string& row) {
    return R"({"context": {"date": "2026-01-02 03:04:05"}, "benchmarks": [{"name": "BM", )" + row + "}]}";
}

const std::string copy = "BM_Copy/bytes:512/8/threads:2";

}  // namespace

TEST_CASE("Google Benchmark: repetitions are samples, in seconds; statistics over them are not used") {
    Case c{fixture("google-benchmark/repetitions.json")};
    CHECK(c.samples(copy, "time") == Samples{20 * 1e-6, 10 * 1e-6, 30 * 1e-6});
    CHECK(c.samples(copy, "cpu_time") == Samples{40 * 1e-6, 20 * 1e-6, 60 * 1e-6});
    CHECK(c.samples("BM_NoUnit", "time") == Samples{50 * 1e-9});
    CHECK(c.row("BM_Fit", "time") == nullptr);
    CHECK(c.row("BM_Copy/bytes:512/8/threads:2_mean", "time") == nullptr);
    CHECK(c.run.rows.size() == 6);
}

TEST_CASE("Google Benchmark: every counter is a measure, with the unit and direction that its name says") {
    Case c{fixture("google-benchmark/repetitions.json")};
    CHECK(c.samples(copy, "bytes_per_second") == Samples{25600000, 51200000});
    CHECK(c.of(*c.row(copy, "bytes_per_second")) == model::Measure{"bytes_per_second", "B/s", higher});
    CHECK(c.samples(copy, "cache-misses") == Samples{12, 14, 10});
    CHECK(c.of(*c.row(copy, "cache-misses")) == model::Measure{"cache-misses", "misses", lower});
}

TEST_CASE("Google Benchmark: what is left out is said") {
    Case c{fixture("google-benchmark/repetitions.json")};
    REQUIRE(c.run.omitted.size() == 2);
    CHECK(c.run.omitted[0].benchmark == copy);
    CHECK(c.run.omitted[0].reason == "`bytes_per_second` is not a number");
    CHECK(c.run.omitted[1].benchmark == "BM_Broken");
    CHECK(c.run.omitted[1].reason == "it failed: no file");
}

TEST_CASE("Google Benchmark: what the context says of machine, commit and environment") {
    Case c{fixture("google-benchmark/repetitions.json")};
    const model::Run& run = c.run.run;
    CHECK(model::iso8601(run.time) == "2026-03-02T03:05:06Z");
    CHECK(run.format == "google-benchmark v1.8.3");
    CHECK_FALSE(run.machine.cpu_brand);
    CHECK(run.machine.cores == 8);
    CHECK(run.machine.host == "lab-3");
    CHECK(run.machine.details == std::vector<std::pair<std::string, std::string>>{
                                     {"caches", "L1 Data 32 KiB, L1 Instruction 32 KiB, L3 8 MiB"},
                                     {"clock", "4.5 GHz"},
                                     {"cpu_scaling_enabled", "false"}});
    REQUIRE(run.commit);
    CHECK(run.commit->id == "0123456789abcdef0123456789abcdef01234567");
    CHECK(run.commit->branch == "main");
    CHECK(run.environment == model::Environment{{"compiler", "GCC 12.2.0"}, {"library_build_type", "release"}});
}

TEST_CASE("Google Benchmark: arguments in the name are parameters, but not how long was measured") {
    Case c{fixture("google-benchmark/repetitions.json")};
    CHECK(c.row(copy, "time")->definition->parameters == std::vector<model::Parameter>{{"bytes", std::int64_t{512}},
                                                                                       {"arg", std::int64_t{8}},
                                                                                       {"threads", std::int64_t{2}}});
    Case d{R"({"context": {"date": "2026-01-02 03:04:05"}, "benchmarks": [
        {"name": "Fix/BM<std::map<int, int>>/2/-3/mode:fast/ratio:0.5/iterations:100/real_time", "real_time": 1}]})"};
    const auto& parameters = d.run.rows.at(0).definition->parameters;
    CHECK(parameters ==
          std::vector<model::Parameter>{
              {"arg 1", std::int64_t{2}}, {"arg 2", std::int64_t{-3}}, {"mode", std::string{"fast"}}, {"ratio", 0.5}});
}

TEST_CASE("Google Benchmark: where a file has statistics alone, they are what is reported") {
    Case c{fixture("google-benchmark/aggregates_only.json")};
    REQUIRE(c.run.rows.size() == 3);
    const Row* time = c.row("BM_Sum", "time");
    REQUIRE(time != nullptr);
    CHECK(time->samples == 0);
    CHECK(time->summary.n == 5);
    CHECK(time->summary.mean == Approx(4e-3));
    CHECK(time->summary.median == Approx(3.5e-3));
    CHECK(time->summary.stddev == Approx(0.5e-3));
    CHECK(std::isnan(time->summary.min));
    CHECK(c.row("BM_Sum", "items_per_second")->summary.median == 260);
    CHECK(c.of(*c.row("BM_Sum", "items_per_second")) == model::Measure{"items_per_second", "items/s", higher});
    CHECK(c.run.run.machine.cpu_brand == "AMD EPYC 7763 64-Core Processor");
}

TEST_CASE("Google Benchmark: early versions say what is a statistic by the name alone") {
    Case c{fixture("google-benchmark/early_version.json")};
    CHECK(c.samples("BM_Sort/16", "time") == Samples{10 * 1e-9, 12 * 1e-9});
    CHECK(c.row("BM_Sort/16_mean", "time") == nullptr);
    CHECK(c.row("BM_Sort", "time") == nullptr);
    CHECK(c.samples("BM_of_mean", "time") == Samples{2});
    CHECK(c.run.omitted.empty());
}

TEST_CASE("Google Benchmark: a rule says what a counter is called, its unit and what is better") {
    const std::string text = file_of(R"("real_time": 1, "speed": 3, "peak_a": 2, "peak_b": 5, "time": 9)");
    Case c{text,
           {{.from = "counter.speed", .name = "km", .unit = "km/h", .direction = higher},
            {.from = "counter.peak_*", .name = "peak", .unit = "KiB", .direction = {}}}};
    CHECK(c.of(*c.row("BM", "km")) == model::Measure{"km", "km/h", higher});
    CHECK(c.samples("BM", "peak") == Samples{7 * 1024});
    CHECK(c.of(*c.row("BM", "peak")) == model::Measure{"peak", "B", lower});
    CHECK(c.samples("BM", "counter.time") == Samples{9});  // never the time itself
    CHECK(c.samples("BM", "time") == Samples{1e-9});
}

TEST_CASE("Google Benchmark: zero, negative and huge counters; numbers that are none") {
    Case c{file_of(R"("real_time": 1, "zero": 0, "debt": -4.5, "large": 123456789012345678901234567890, "beyond": 1e200,
                      "nan": NaN, "infinite": -Infinity, "said": "NaN")")};
    CHECK(c.samples("BM", "zero") == Samples{0});
    CHECK(c.samples("BM", "debt") == Samples{-4.5});
    CHECK(c.samples("BM", "large") == Samples{123456789012345678901234567890.0});
    for (const auto* none : {"beyond", "nan", "infinite", "said"}) CHECK(c.row("BM", none) == nullptr);
    REQUIRE(c.run.omitted.size() == 3);
    CHECK(c.run.omitted[0].reason == "`beyond` is not a number");
    CHECK(parsed(c.reader, file_of(R"("real_time": NaN, "cpu_time": 2)")).omitted.at(0).reason ==
          "`real_time` is not a number");
}

TEST_CASE("Google Benchmark: damaged files are broken, and the place is said") {
    CHECK(rejected(file_of(R"("real_time": "fast")")).where == "benchmarks[0].real_time");
    CHECK(rejected(file_of(R"("real_time": 1, "time_unit": "fortnight")")).where == "benchmarks[0].time_unit");
    CHECK(rejected(R"({"context": {}, "benchmarks": [{"name": "x", "real_time": 1}]})").reason ==
          "no `context.date`: a run without a time has no place in the history");
    CHECK(rejected(R"({"context": {"date": 7}, "benchmarks": []})").where == "context.date");
    const std::string whole = fixture("google-benchmark/early_version.json");
    for (std::size_t length = 1; length + 2 < whole.size(); length += 7)
        CHECK(rejected(whole.substr(0, length)).kind == model::RejectionKind::broken);
}
