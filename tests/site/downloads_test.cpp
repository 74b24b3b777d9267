#include "site/downloads.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>

#include "model/digest.hpp"
#include "site/downloads/number.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using nlohmann::json;

namespace {

std::string number(double value) {
    std::string text;
    site::downloads::append_number(text, value);
    return text;
}

std::string by_to_chars(double value) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 7).ptr;
    return {buffer, end};
}

model::Summary summary(double base, std::uint32_t n) {
    model::Summary s;
    s.n = n;
    s.mean = base * 1.1;
    if (n > 1) s.stddev = base / 10;
    s.min = base * .9;
    s.q1 = base * .95;
    s.median = base;
    s.q3 = base * 1.05;
    s.max = base * 2;
    return s;
}

struct Rendered {
    std::map<std::string, std::string> files;
    std::vector<site::Download> downloads;
    json at(const std::string& path) const { return json::parse(files.at(path)); }
};

Rendered render(const model::History& history, const analysis::Report& report, site::Options options = {}) {
    Rendered rendered;
    std::mutex mutex;
    const analysis::Options analysis_options;
    const site::Content content{history, report, analysis_options, options};
    const site::FileSink sink = [&](const std::string& path, std::string bytes) {
        const std::lock_guard guard{mutex};
        rendered.files[path] = std::move(bytes);
    };
    const auto runs = site::run_texts(history);
    site::Downloads downloads{content, {}, runs, sink};
    for (std::size_t i = 0; i < downloads.pieces(); ++i) downloads.make(i);
    for (std::uint32_t i = 0; i < history.benchmarks.size(); ++i)
        downloads.enter_benchmark(i, downloads.make_benchmark(i, sink));
    rendered.downloads = downloads.index();
    return rendered;
}

// A parameter of every type; the last was too long and is cut.
model::Benchmark with_parameters() {
    model::Benchmark benchmark;
    benchmark.name = "test_b[x]";
    benchmark.group = "g";
    benchmark.parameters = {{"size", std::int64_t{3}},
                            {"f", 0.5},
                            {"none", {}},
                            {"yes", true},
                            {"kind", "csr"},
                            {"list", model::Nested{"[1, {\"a\": 2}]"}},
                            {"cut", model::Nested{"[1, 2…"}}};
    return benchmark;
}

// Two CPUs, two benchmarks, one of them with memory too; the estimates are the medians.
struct Example {
    support::HistoryBuilder builder;
    model::History history;
    analysis::Report report;

    Example() {
        const auto epyc = builder.testbed("AMD EPYC 7763 64-Core Processor"), unknown = builder.testbed("");
        const auto a = builder.run(epyc, 0), b = builder.run(unknown, 1), c = builder.run(epyc, 2);
        builder.benchmark(with_parameters());
        builder.measured("test_a", a, summary(1e-3, 10));
        builder.measured("test_a", b, summary(2e-3, 1));
        builder.measured("test_a", c, summary(1.23456789e-3, 0));
        builder.measured("test_b[x]", a, summary(1, 3));
        builder.measured("test_b[x]", a, summary(1048576, 3), "max_rss");
        history = builder.build();
        report.estimate = history.columns.median;
    }
};

}  // namespace

TEST_CASE("numbers have seven significant digits, as std::to_chars writes them") {
    CHECK(number(0) == "0");
    CHECK(number(-0.0) == "0");
    CHECK(number(1) == "1");
    CHECK(number(0.00139) == "0.00139");
    CHECK(number(1.23456749e-3) == "0.001234567");
    CHECK(number(1.2345675e-3) == by_to_chars(1.2345675e-3));
    CHECK(number(-2.5) == "-2.5");
    CHECK(number(9999999.4) == "9999999");
    CHECK(number(9999999.6) == "1e+07");
    CHECK(number(0.0001) == "0.0001");
    CHECK(number(0.00001) == "1e-05");
    CHECK(number(123456789) == "1.234568e+08");
    CHECK(number(5e-324) == by_to_chars(5e-324));
    CHECK(number(std::numeric_limits<double>::max()) == "1.797693e+308");
}

TEST_CASE("the fast way of writing numbers agrees with std::to_chars, near powers of ten and near ties too") {
    std::mt19937_64 random{1};
    std::uniform_real_distribution<double> exponent{-30, 30}, digit{1, 10};
    for (int i = 0; i < 200000; ++i) {
        const double value = digit(random) * std::pow(10, std::floor(exponent(random)));
        if (number(value) != by_to_chars(value)) FAIL(by_to_chars(value) << " is written " << number(value));
    }
    for (int power = -25; power <= 25; ++power)
        for (const double factor :
             {1., 1.0000005, .99999995, 1.00000049999999, 9.9999995, 9.99999949999, 1.2345675, 2.5000005}) {
            const double exact = factor * std::pow(10, power);
            for (const double value : {exact, std::nextafter(exact, 0), std::nextafter(exact, 1e99)})
                if (number(value) != by_to_chars(value)) FAIL(by_to_chars(value) << " is written " << number(value));
        }
}

TEST_CASE("the index names testbeds, benchmarks and their files") {
    const Example example;
    const json index = render(example.history, example.report).at("data/index.json");
    CHECK(index["schema_version"] == 1);
    CHECK(index["estimate"] == "median");
    REQUIRE(index["testbeds"].size() == 2);
    CHECK(index["testbeds"][0]["brand"] == "AMD EPYC 7763 64-Core Processor");
    CHECK(index["testbeds"][0]["runs"] == 2);
    CHECK(index["testbeds"][0]["hidden"] == false);
    CHECK(index["testbeds"][0]["dimensions"].is_object());
    CHECK(index["testbeds"][1]["brand"].is_null());
    REQUIRE(index["benchmarks"].size() == 2);
    const json& b = index["benchmarks"][1];
    CHECK(b["name"] == "test_b[x]");
    CHECK(b["group"] == "g");
    CHECK(b["measures"] == json({"time", "max_rss"}));
    CHECK(b["data"] == "data/b/" + example.history.benchmarks[1].slug + ".json");
    CHECK(index["benchmarks"][0]["group"].is_null());
}

TEST_CASE("parameters keep their types") {
    const Example example;
    const json index = render(example.history, example.report).at("data/index.json");
    const json expected = {{"size", 3},      {"f", .5},       {"none", nullptr},
                           {"yes", true},    {"kind", "csr"}, {"list", {1, {{"a", 2}}}},
                           {"cut", "[1, 2…"}};
    CHECK(index["benchmarks"][1]["params"] == expected);
}

TEST_CASE("a benchmark's file has parallel arrays in time order, null where not known") {
    const Example example;
    const Rendered rendered = render(example.history, example.report);
    const json data = rendered.at("data/b/" + example.history.benchmarks[0].slug + ".json");
    CHECK(data["schema_version"] == 1);
    CHECK(data["name"] == "test_a");
    CHECK(data["group"].is_null());
    CHECK(data["params"] == json::object());
    REQUIRE(data["series"].size() == 2);
    const json& epyc = data["series"][0];
    CHECK(epyc["testbed"] == example.history.testbeds[0].slug);
    CHECK(epyc["measure"] == "time");
    CHECK(epyc["unit"] == "s");
    CHECK(epyc["direction"] == "lower_is_better");
    CHECK(epyc["run"] == json({example.history.runs[0].id, example.history.runs[2].id}));
    CHECK(epyc["estimate"] == json({0.001, 0.001234568}));
    CHECK(epyc["n"] == json({10, nullptr}));
    CHECK(epyc["stddev"] == json({0.0001, nullptr}));
    CHECK(epyc["median"] == json({0.001, 0.001234568}));
    const json& unknown = data["series"][1];
    CHECK(unknown["n"] == json::array({1}));
    CHECK(unknown["stddev"] == json::array({nullptr}));
    for (const char* column : {"mean", "min", "q1", "q3", "max"}) CHECK(unknown[column].size() == 1);
}

TEST_CASE("of the newest run there is also what its distribution is drawn from") {
    Example example;
    const auto epyc = example.history.runs[0].testbed;
    auto& columns = example.history.columns;
    columns.from_samples[1] = 1;
    columns.whisker_low[1] = 1e-3;
    example.history.newest_samples = {{0, {1e-3, 1.23456789e-3}}};
    const json data =
        render(example.history, example.report).at("data/b/" + example.history.benchmarks[0].slug + ".json");
    const json& series = data["series"][0];
    REQUIRE(series["testbed"] == example.history.testbeds[epyc].slug);
    CHECK(series["from_samples"] == json({0, 1}));
    CHECK(series["newest_whiskers"] == json({0.001, nullptr}));
    CHECK(series["newest_samples"] == json({0.001, 0.001234568}));
    CHECK(data["series"][1]["newest_samples"] == json::array());
}

TEST_CASE("the index tells size and checksum of every other data file") {
    const Example example;
    const Rendered rendered = render(example.history, example.report);
    const json files = rendered.at("data/index.json")["files"];
    CHECK(files.size() + 1 == rendered.files.size());
    for (const json& file : files) {
        const std::string& text = rendered.files.at(file["path"]);
        CHECK(file["bytes"] == text.size());
        CHECK(file["sha256"] == model::hex(model::sha256(text)));
    }
}

TEST_CASE("a nested parameter stands as it was recorded, to the byte") {
    const Example example;
    const Rendered rendered = render(example.history, example.report);
    const std::string wanted = R"("list":[1, {"a": 2}],"cut":"[1, 2…"})";
    CHECK(rendered.files.at("data/index.json").find(wanted) != std::string::npos);
    CHECK(rendered.files.at("data/b/" + example.history.benchmarks[1].slug + ".json").find(wanted) !=
          std::string::npos);
}

TEST_CASE("the CSV file has the same numbers") {
    const Example example;
    const Rendered rendered = render(example.history, example.report);
    const std::string csv = rendered.files.at("data/b/" + example.history.benchmarks[0].slug + ".csv");
    const auto& runs = example.history.runs;
    CHECK(csv == "testbed,measure,unit,run,time,estimate,n,mean,stddev,min,q1,median,q3,max\n" +
                     example.history.testbeds[0].label + ",time,s," + runs[0].id +
                     ",2024-01-01T00:00:00Z,0.001,10,0.0011,0.0001,0.0009,0.00095,0.001,0.00105,0.002\n" +
                     example.history.testbeds[0].label + ",time,s," + runs[2].id +
                     ",2024-01-03T00:00:00Z,0.001234568,,0.001358025,,0.001111111,0.001172839,0.001234568,0.001296296,"
                     "0.002469136\n" +
                     example.history.testbeds[1].label + ",time,s," + runs[1].id +
                     ",2024-01-02T00:00:00Z,0.002,1,0.0022,,0.0018,0.0019,0.002,0.0021,0.004\n");
}

TEST_CASE("the runs file accounts for every file of the archive") {
    Example example;
    example.history.runs[1].commit.reset();
    example.history.runs[0].environment = {{"numpy", "1.26"}, {"python", "3.10.4"}};
    example.history.runs[0].machine.cores = 4;
    example.history.rejections = {{"a b.json", model::RejectionKind::broken, "it ends early", "line 3", 12},
                                  {"p.json", model::RejectionKind::foreign, "no known format", "", 2}};
    example.history.duplicates = {{"copy.json", "x.json"}};
    example.history.runs[0].time += std::chrono::microseconds{42};
    example.history.failures = {
        {example.history.runs[0].time, "failed.json", "timed_out", "nightly", {}, "1ede0b8", 99}};
    const json runs = render(example.history, example.report).at("data/runs.json");
    CHECK(runs["schema_version"] == 1);
    REQUIRE(runs["runs"].size() == 3);
    CHECK(runs["runs"][0]["commit"] == "1000000");
    CHECK(runs["runs"][0]["commit_dirty"] == false);
    CHECK(runs["runs"][1]["commit"].is_null());
    CHECK(runs["runs"][0]["time"] == "2024-01-01T00:00:00Z");
    CHECK(runs["runs"][0]["microsecond"] == 42);
    CHECK(runs["runs"][1]["microsecond"] == 0);
    CHECK(runs["runs"][0]["testbed"] == example.history.testbeds[0].slug);
    CHECK(runs["runs"][0]["kind"] == "nightly");
    CHECK(runs["runs"][0]["suite"].is_null());
    CHECK(runs["runs"][0]["raw_url"].is_null());
    CHECK(runs["runs"][0]["environment"] == json({{"numpy", "1.26"}, {"python", "3.10.4"}}));
    CHECK(runs["runs"][0]["machine"]["cores"] == 4);
    CHECK(runs["rejected"][0] == json({{"file", "a b.json"},
                                       {"kind", "broken"},
                                       {"reason", "it ends early"},
                                       {"where", "line 3"},
                                       {"bytes", 12}}));
    CHECK(runs["rejected"][1]["where"].is_null());
    CHECK(runs["duplicates"][0] == json({{"file", "copy.json"}, {"of", "x.json"}}));
    CHECK(runs["failures"][0] == json({{"time", "2024-01-01T00:00:00Z"},
                                       {"file", "failed.json"},
                                       {"outcome", "timed_out"},
                                       {"workflow", "nightly"},
                                       {"url", nullptr},
                                       {"commit", "1ede0b8"},
                                       {"bytes", 99}}));
}

TEST_CASE("a file name that is not UTF-8 still gives JSON") {
    Example example;
    example.history.rejections = {{"caf\xE9.json", model::RejectionKind::foreign, "no known format", "", 2}};
    const json runs = render(example.history, example.report).at("data/runs.json");
    CHECK(runs["rejected"][0]["file"] == "caf\uFFFD.json");
}

TEST_CASE("the raw result's address encodes the path segment by segment") {
    model::Run run;
    run.id = "20240101T000000Z-0123abcd";
    run.file = "night ly/a#1?é{id}.json";
    site::Options options;
    CHECK_FALSE(site::raw_url(options, run));
    options.raw_url = "https://bucket.example/{file}?v={id}";
    CHECK(site::raw_url(options, run) ==
          "https://bucket.example/night%20ly/a%231%3F%C3%A9%7Bid%7D.json?v=20240101T000000Z-0123abcd");
}

namespace {

analysis::AggregatePoint point(std::uint32_t run, double ratio) {
    analysis::AggregatePoint all;
    all.run = run;
    all.ratio = all.level = ratio;
    all.n = 1;
    all.complete = true;
    return all;
}

}  // namespace

TEST_CASE("geometric means are published with what they are made of") {
    Example example;
    analysis::Aggregate aggregate;
    aggregate.set = "all";
    aggregate.baseline = "median of the first run";
    aggregate.baseline_runs = {0};
    aggregate.members = {0};
    aggregate.excluded = {1};
    aggregate.bases = {{"1.0", "median of the first run", {0}, {0}, {1}, std::nullopt}};
    aggregate.points = {point(0, 1), point(2, 1.2345678901)};
    aggregate.points[1].interval = analysis::Interval{1.2, 1.3};
    aggregate.points[1].complete = false;
    example.report.aggregates = {aggregate};
    const json document = render(example.history, example.report).at("data/geomean.json");
    REQUIRE(document["sets"].size() == 1);
    CHECK(document["sets"][0]["name"] == "all");
    const json& series = document["sets"][0]["series"][0];
    CHECK(series["testbed"] == example.history.testbeds[0].slug);
    CHECK(series["members"] == json::array({"test_a"}));
    CHECK(series["excluded"] == json::array({"test_b[x]"}));
    CHECK(series["baseline_runs"] == json::array({example.history.runs[0].id}));
    CHECK(series["run"] == json({example.history.runs[0].id, example.history.runs[2].id}));
    CHECK(series["ratio"] == json({1, 1.234568}));
    CHECK(series["low"] == json({nullptr, 1.2}));
    CHECK(series["complete"] == json({true, false}));
    CHECK(series["undefined"].is_null());
    CHECK(series["level"] == series["ratio"]);
    CHECK(series["basis"] == json({0, 0}));
    CHECK(series["bases"][0]["suite"] == "1.0");
    CHECK(series["bases"][0]["members"] == json::array({"test_a"}));
}

TEST_CASE("the list of downloads tells size and digest of each file, the whole archive's first") {
    const Example example;
    const Rendered rendered = render(example.history, example.report);
    REQUIRE(rendered.downloads.size() == 4 + 2 * 2);
    CHECK(rendered.files.size() == rendered.downloads.size());
    CHECK_FALSE(rendered.downloads[3].benchmark);
    CHECK(rendered.downloads[6].benchmark == 1U);
    for (const site::Download& download : rendered.downloads) {
        CHECK(download.bytes == rendered.files.at(download.path).size());
        CHECK(download.sha256 == model::hex(model::sha256(rendered.files.at(download.path))));
    }
}

TEST_CASE("an empty archive has data files too, and the number of threads changes nothing") {
    const json index = render({}, {}).at("data/index.json");
    CHECK(index["benchmarks"] == json::array());
    CHECK(index["newest_run"].is_null());
    const Example example;
    site::Options four;
    four.jobs = 4;
    CHECK(render(example.history, example.report).files == render(example.history, example.report, four).files);
}
