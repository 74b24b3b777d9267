#include "fixtures.hpp"
#include "formats/gzip.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::formats;

namespace {

struct Case {
    Reader reader;
    ParsedRun run;

    explicit Case(const std::string& name) : run(parsed(reader, fixture("pyperf/" + name + ".json"))) {}
    const std::string& name(std::size_t row) { return reader.catalog().benchmarks().at(run.rows.at(row).benchmark); }
    const model::Measure& measure(std::size_t row) { return reader.catalog().measures().at(run.rows.at(row).measure); }
    std::vector<double> samples(std::size_t row) {
        const auto first = run.samples.begin() + static_cast<std::ptrdiff_t>(run.rows.at(row).first_sample);
        return {first, first + static_cast<std::ptrdiff_t>(run.rows[row].samples)};
    }
};

using Samples = std::vector<double>;

}  // namespace

TEST_CASE("pyperf: values are seconds of one loop, never divided; calibration runs have none") {
    Case c{"hoisted_metadata"};
    REQUIRE(c.run.rows.size() == 4);
    CHECK(c.name(0) == "json_dumps");
    CHECK(c.measure(0) == model::Measure{"time", "s"});
    CHECK(c.samples(0) == Samples{1, 2, 3, 10});
    CHECK(c.name(2) == "nbody");
    CHECK(c.samples(2) == Samples{0.5, 0.7});
}

TEST_CASE("pyperf: the memory of every run is a second measure, wherever it stands") {
    Case c{"hoisted_metadata"};
    CHECK(c.measure(1) == model::Measure{"max_rss", "B"});
    CHECK(c.name(1) == "json_dumps");
    CHECK(c.samples(1) == Samples{1000, 3000, 2000});
    CHECK(c.samples(3) == Samples{4096, 4096});
}

TEST_CASE("pyperf: what the file says of machine, commit, suite and environment") {
    Case c{"hoisted_metadata"};
    const model::Run& run = c.run.run;
    CHECK(model::iso8601(run.time) == "2022-11-12T10:00:03Z");  // the earliest date, not the first
    CHECK(run.format == "pyperf 1.0");
    CHECK(run.suite == "1.0.6+5df3b1");
    CHECK(run.machine.cpu_brand == "Intel(R) Xeon(R) W-2255 CPU @ 3.70GHz");
    CHECK(run.machine.host == "pyperf");
    CHECK(run.machine.system == "Linux");
    CHECK(run.machine.release == "5.4.0-131-generic");
    CHECK(run.machine.architecture == "x86_64");
    CHECK(run.machine.cores == 20);
    REQUIRE(run.commit);
    CHECK(run.commit->id == "57be545959");
    CHECK(run.commit->branch == "main");
    CHECK(model::iso8601(run.commit->time.value()) == "2022-11-12T00:00:00Z");
    CHECK(run.environment == model::Environment{{"python", "CPython 3.12.0a0"},
                                                {"compiler", "GCC 9.4.0"},
                                                {"pyperf", "2.4.1"},
                                                {"pyperformance", "1.0.6"}});
    CHECK(c.run.rows[0].definition->tags == std::vector<std::string>{"apps", "serialize"});
    CHECK_FALSE(c.run.rows[0].definition->group);
}

TEST_CASE("pyperf: a file of one benchmark has its name at the top") {
    Case c{"one_benchmark_name_at_top"};
    CHECK(c.name(0) == "[1]*1000");
    CHECK(c.samples(0) == Samples{0.25, 0.5});
    CHECK(model::iso8601(c.run.run.time) == "2017-03-17T12:00:00Z");
    CHECK_FALSE(c.run.run.machine.cpu_brand);
    CHECK(c.run.run.machine.system == "macOS");
    CHECK(c.run.run.machine.release == "14.5");
    CHECK(c.run.run.machine.architecture == "arm64");
    CHECK_FALSE(c.run.run.commit);
    CHECK_FALSE(c.run.run.suite);
}

TEST_CASE("pyperf: version 5 says samples and common_metadata") {
    Case c{"version_5_samples"};
    CHECK(c.run.run.format == "pyperf 5");
    CHECK(c.samples(0) == Samples{0.02, 0.03});
    CHECK(c.run.run.machine.cores == 4);
    CHECK(model::iso8601(c.run.run.time) == "2016-10-21T03:14:19Z");
}

TEST_CASE("pyperf: version 3 has the time of all loops, warmups among it, and benchmarks under their names") {
    Case c{"version_3_raw_samples_under_names"};
    CHECK(c.name(0) == "telco");
    CHECK(c.samples(0) == Samples{1.0, 2.0, 1.0});  // 8/(4x2), 16/(4x2); 4/(2x2) where the run has loops of its own
}

TEST_CASE("pyperf: a single benchmark of version 4, in bytes") {
    Case c{"version_4_single_benchmark"};
    CHECK(c.name(0) == "call_simple");
    CHECK(c.measure(0) == model::Measure{"memory", "B"});
    CHECK(c.samples(0) == Samples{104857600});
}

TEST_CASE("pyperf: units") {
    Case c{"units"};
    REQUIRE(c.run.rows.size() == 2);
    CHECK(c.measure(0) == model::Measure{"memory", "B"});
    CHECK(c.measure(1) == model::Measure{"count", ""});
    REQUIRE(c.run.omitted.size() == 1);
    CHECK(c.run.omitted[0].reason == "the unit `parsec` is not known");
}

TEST_CASE("pyperf: the memory of the measured command rather than of the process that starts it") {
    Case c{"command_max_rss"};
    CHECK(c.samples(1) == Samples{700});
}

TEST_CASE("pyperf: a benchmark that was only calibrated is left out and named") {
    Case c{"only_calibration"};
    REQUIRE(c.run.rows.size() == 1);
    REQUIRE(c.run.omitted.size() == 1);
    CHECK(c.run.omitted[0].benchmark == "a");
    CHECK(c.run.omitted[0].reason == "no run of it has values");
}

TEST_CASE("pyperf: a benchmark that stands twice is pooled, its memory too") {
    Case c{"named_twice"};
    REQUIRE(c.run.rows.size() == 2);
    CHECK(c.samples(0) == Samples{1, 2, 3});
    CHECK(c.samples(1) == Samples{10, 20});
}

TEST_CASE("pyperf: what makes a file unusable") {
    const auto no_date = rejected(fixture("pyperf/no_date.json"));
    CHECK(no_date.kind == model::RejectionKind::broken);
    CHECK(no_date.reason.find("`date`") != std::string::npos);
    const auto no_name = rejected(fixture("pyperf/no_name.json"));
    CHECK(no_name.reason == "the benchmark has no name");
    CHECK(no_name.where == "benchmarks[0]");
    CHECK(rejected(fixture("pyperf/two_cpus_in_one_file.json")).reason == "benchmarks of two CPUs in one file");
    const auto no_loop = rejected(fixture("pyperf/raw_samples_of_no_loop.json"));
    CHECK(no_loop.reason == "a run of less than one loop");
    CHECK(no_loop.where == "benchmarks.telco.runs[0]");
    const auto version_1 = rejected(fixture("pyperf/version_1.json"));
    CHECK(version_1.kind == model::RejectionKind::foreign);
    CHECK(version_1.reason == "version 1 of pyperf's files; 3 to 6 and 1.0 are read");
}

TEST_CASE("pyperf: a compressed file inflates to the same text") {
    const std::string bytes = fixture("pyperf/compressed.json.gz");
    REQUIRE(is_gzip(bytes));
    std::string text;
    CHECK_FALSE(gunzip(bytes, text, 1000));
    CHECK(text == fixture("pyperf/one_benchmark_name_at_top.json"));
}
