// Numbers besides the times that become measures by a rule of the configuration.
#include "fixtures.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::formats;

namespace {

constexpr auto lower = model::Direction::lower_is_better, higher = model::Direction::higher_is_better;

MeasureRule rule(std::string from, std::string name = {}, std::optional<std::string> unit = {},
                 std::optional<model::Direction> direction = {}) {
    return {std::move(from), std::move(name), std::move(unit), direction};
}

// "test_a peak B lower 2097152" for each row that is not the time, in the order of the file.
std::vector<std::string> extras(Reader& reader, const ParsedRun& run) {
    std::vector<std::string> lines;
    for (const Row& row : run.rows) {
        const model::Measure& measure = reader.catalog().measures()[row.measure];
        if (measure.name == "time") continue;
        std::string line = reader.catalog().benchmarks()[row.benchmark] + " " + measure.name + " [" + measure.unit +
                           "] " + (measure.direction == lower ? "lower" : "higher");
        for (std::size_t i = 0; i < row.samples; ++i)
            line += " " + std::to_string(static_cast<long long>(run.samples[row.first_sample + i]));
        lines.push_back(std::move(line));
    }
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("extra_info: nothing is read of it without a rule") {
    Reader reader;
    const ParsedRun run = parsed(reader, fixture("pytest-benchmark/extra_info.json"));
    CHECK(extras(reader, run).empty());
    CHECK(run.omitted.empty());
    CHECK(reader.offers().empty());
}

TEST_CASE("extra_info: numbers by rule, also from objects, in base units") {
    Reader reader{
        {.places = {},
         .measures = {rule("extra_info.peak_kib", "peak"), rule("extra_info.nested.*"),
                      rule("extra_info.throughput", {}, "MB/s"), rule("extra_info.debt", {}, "euro", higher)}}};
    const ParsedRun run = parsed(reader, fixture("pytest-benchmark/extra_info.json"));
    CHECK(extras(reader, run) == Lines{"tests/a.py::test_a peak [B] lower 2097152",
                                       "tests/a.py::test_a nested.allocations [allocations] lower 12",
                                       "tests/a.py::test_a nested.deep.objects [objects] lower 3",
                                       "tests/a.py::test_a throughput [B/s] higher 1500000000000",
                                       "tests/a.py::test_a debt [euro] higher -4"});
    REQUIRE(run.omitted.size() == 2);
    CHECK(run.omitted[0].reason == "`extra_info.peak_kib` is not a number");
    CHECK(run.omitted[1].reason == "`nested.allocations` is beyond what can be a measurement");
}

TEST_CASE("extra_info: several numbers under one name are added up") {
    Reader reader{{.places = {}, .measures = {rule("extra_info.nested.*", "counted", "things")}}};
    CHECK(extras(reader, parsed(reader, fixture("pytest-benchmark/extra_info.json"))) ==
          Lines{"tests/a.py::test_a counted [things] lower 15"});
}

TEST_CASE("extra_info: where a number is expected and none stands, it is said") {
    Reader reader{{.places = {}, .measures = {rule("extra_info.label"), rule("extra_info.list")}}};
    const ParsedRun run = parsed(reader, fixture("pytest-benchmark/extra_info.json"));
    CHECK(extras(reader, run).empty());
    REQUIRE(run.omitted.size() == 2);
    CHECK(run.omitted[0].reason == "`extra_info.label` is not a number");
    CHECK(run.omitted[1].reason == "`extra_info.list` is not a number");
}

TEST_CASE("extra_info: a benchmark that is recognised has the numbers of the file at hand") {
    Reader reader{
        {.places = {}, .measures = {rule("extra_info.peak_kib", "peak"), rule("extra_info.nested.*", "counted")}}};
    const std::string first = fixture("pytest-benchmark/extra_info.json");
    std::string second = first;
    second.replace(second.find("2048"), 4, "4096");
    second.replace(second.find("\"mean\": 0.002"), 13, "\"mean\": 0.007");
    second.replace(second.find("\"objects\": 3"), 12, "\"objects\": 8");
    for (const std::string& text : {first, second, second, first}) {
        Reader alone{
            {.places = {}, .measures = {rule("extra_info.peak_kib", "peak"), rule("extra_info.nested.*", "counted")}}};
        const ParsedRun again = parsed(reader, text), once = parsed(alone, text);
        CHECK(extras(reader, again) == extras(alone, once));
        CHECK(again.rows.at(0).summary.mean == once.rows.at(0).summary.mean);
        CHECK(again.omitted.size() == once.omitted.size());
    }
    CHECK(extras(reader, parsed(reader, second)) ==
          Lines{"tests/a.py::test_a peak [B] lower 4194304", "tests/a.py::test_a counted [] lower 20"});
}

TEST_CASE("offers: the numbers that no rule takes, where somebody asks") {
    Reader reader{{.places = {}, .measures = {rule("extra_info.peak_kib")}, .offers = true}};
    static_cast<void>(parsed(reader, fixture("pytest-benchmark/extra_info.json")));
    CHECK(std::vector<std::string>(reader.offers().begin(), reader.offers().end()) ==
          Lines{"extra_info.debt", "extra_info.nested.allocations", "extra_info.nested.deep.objects",
                "extra_info.nothing", "extra_info.throughput"});
}

TEST_CASE("pyperf: a metadata number by rule is one sample a process") {
    const std::string text = R"({"version": "1.0", "metadata": {"name": "nbody", "unit": "second", "gc_count": 5},
        "benchmarks": [{"runs": [
            {"metadata": {"date": "2026-01-02 03:04:05", "mem_max_rss": 10, "cache_misses": 100}, "values": [1, 2]},
            {"metadata": {"date": "2026-01-02 03:04:06", "mem_max_rss": 20, "cache_misses": 300}, "values": [3]}]}]})";
    Reader reader{{.places = {}, .measures = {rule("metadata.cache_misses"), rule("metadata.gc_count", "max_rss")}}};
    const ParsedRun run = parsed(reader, text);
    CHECK(extras(reader, run) == Lines{"nbody max_rss [B] lower 10 20", "nbody cache_misses [misses] lower 100 300"});
    REQUIRE(run.omitted.size() == 1);
    CHECK(run.omitted[0].reason == "a rule of the configuration calls a number as the measure it has: `max_rss`");
}

TEST_CASE("pystats: foreign without a rule, a run of declared counters with one") {
    const std::string name = "results/bm-20260421-azure-x86_64-python-main-3.15.0a8+-09233bd-pystats-nbody.json";
    const std::string text = fixture("pystats/" + name.substr(8));
    const auto without = rejected(text);
    CHECK(without.kind == model::RejectionKind::foreign);
    CHECK(without.reason.find("[[measure]]") != std::string::npos);

    Reader reader{{.places = {},
                   .measures = {rule("pystats.opcode[*].execution_count", "bytecodes", "instructions"),
                                rule("pystats.Object allocations"), rule("pystats.GC[0] collections")}}};
    std::string copy = text;
    auto outcome = reader.read(copy, name);
    REQUIRE(std::holds_alternative<std::vector<ParsedRun>>(outcome));
    const ParsedRun run = std::get<std::vector<ParsedRun>>(outcome).at(0);
    CHECK(extras(reader, run) == Lines{"nbody bytecodes [instructions] lower 2345678902234",
                                       "nbody Object allocations [allocations] lower 512",
                                       "nbody GC[0] collections [] lower 3"});
    CHECK(model::iso8601(run.run.time) == "2026-04-21T19:49:44Z");
    CHECK(run.run.commit->id == "09233bd");
    CHECK(run.run.suite == "ac5fd1");
    CHECK(run.run.machine.cpu_brand == "interpreter statistics");
    copy = text;
    outcome = reader.read(copy, "elsewhere.json");
    CHECK(reader.catalog().benchmarks().back() == "all benchmarks");
}

TEST_CASE("units as people write them, and what names say") {
    CHECK(base_unit("ms").unit == "s");
    CHECK(base_unit("ms").factor == 1e-3);
    CHECK(base_unit("MiB/s").unit == "B/s");
    CHECK(base_unit("MiB/s").factor == 1048576);
    CHECK(base_unit("/s").unit == "/s");
    CHECK(base_unit("instructions").unit == "instructions");
    CHECK(base_unit("").unit.empty());
    CHECK(usual("counter.items_per_second").measure == model::Measure{"items_per_second", "items/s", higher});
    CHECK(usual("counter.L1-dcache-load-misses").measure.unit == "misses");
    CHECK(usual("counter.INSTRUCTIONS").measure == model::Measure{"INSTRUCTIONS", "instructions", lower});
    CHECK(usual("counter.max_bytes_used").measure.unit == "B");
    CHECK(usual("extra_info.peak_kb").factor == 1000);
    CHECK(usual("extra_info.anything").measure == model::Measure{"anything", "", lower});
    CHECK(MeasureRules{{rule("extra_info.x")}}.any_below("extra_info."));
    CHECK_FALSE(MeasureRules{{rule("counter.x")}}.any_below("extra_info."));
    CHECK(MeasureRules{{rule("*")}}.any_below("extra_info."));
}
