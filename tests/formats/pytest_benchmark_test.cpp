#include "fixtures.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::formats;

namespace {

struct Case {
    Reader reader;
    ParsedRun run;

    explicit Case(const std::string& name) : run(parsed(reader, fixture("pytest-benchmark/" + name + ".json"))) {}
    const std::string& name(std::size_t row) { return reader.catalog().benchmarks().at(run.rows.at(row).benchmark); }
};

}  // namespace

TEST_CASE("pytest-benchmark: a reported summary is taken as it stands") {
    Case c{"reported_summary"};
    REQUIRE(c.run.rows.size() == 1);
    CHECK(c.name(0) == "bench_math.py::test_add[64-dense]");
    CHECK(c.reader.catalog().measures().at(c.run.rows[0].measure) == model::Measure{"time", "s"});
    const model::Summary& summary = c.run.rows[0].summary;
    CHECK(c.run.rows[0].samples == 0);
    CHECK(summary.n == 9);
    CHECK_FALSE(summary.from_samples);
    CHECK(summary.mean == 4.0);
    CHECK(summary.stddev == 2.5);
    CHECK(summary.min == 1.0);
    CHECK(summary.q1 == 2.0);
    CHECK(summary.median == 3.0);
    CHECK(summary.q3 == 4.0);
    CHECK(summary.max == 20.0);
    CHECK(summary.whisker_low == 1.0);
    CHECK(summary.whisker_high == 7.0);  // the fence 4 + 1.5 x 2; hd15iqr is the outlier 20
}

TEST_CASE("pytest-benchmark: what the file says of machine, commit and environment") {
    Case c{"reported_summary"};
    const model::Run& run = c.run.run;
    CHECK(model::iso8601(run.time) == "2022-09-11T12:44:02Z");
    CHECK(run.format == "pytest-benchmark 4.0.0");
    CHECK(run.machine.cpu_brand == "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz");
    CHECK(run.machine.host == "bench-1");
    CHECK(run.machine.architecture == "x86_64");
    CHECK(run.machine.system == "Linux");
    CHECK(run.machine.release == "5.15.0");
    CHECK(run.machine.cores == 2);
    using Details = std::vector<std::pair<std::string, std::string>>;
    CHECK(run.machine.details == Details{{"flags", "aes avx2"},
                                         {"hz_actual_friendly", "2.5939 GHz"},
                                         {"l2_cache_size", "1048576"},
                                         {"l3_cache_size", "36 MiB"}});
    REQUIRE(run.commit);
    CHECK(run.commit->id == "4b548d57ec9244d894cda41b82c35c8b65d2a761");
    CHECK(run.commit->branch == "main");
    CHECK(run.commit->dirty);
    CHECK(model::iso8601(run.commit->time.value()) == "2022-09-10T20:00:00Z");
    CHECK(run.environment == model::Environment{{"python", "CPython 3.10.5"},
                                                {"compiler", "GCC 11.2.0"},
                                                {"library", "5.0.0.dev0+1ede0b8"},
                                                {"numpy", "1.23.3"}});
    CHECK_FALSE(run.suite);
}

TEST_CASE("pytest-benchmark: group and parameters in their order") {
    Case c{"reported_summary"};
    const Definition& definition = *c.run.rows[0].definition;
    CHECK(definition.group == "math");
    REQUIRE(definition.parameters.size() == 2);
    CHECK(definition.parameters[0] == model::Parameter{"size", std::int64_t{64}});
    CHECK(definition.parameters[1] == model::Parameter{"kind", std::string{"dense"}});
}

TEST_CASE("pytest-benchmark: version 2.5.0 has no CPU, no parameters, no branch") {
    Case c{"version_2_5_0_without_cpu"};
    CHECK(c.run.run.format == "pytest-benchmark 2.5.0");
    CHECK(model::iso8601(c.run.run.time) == "2015-08-14T22:01:46Z");
    CHECK_FALSE(c.run.run.machine.cpu_brand);
    CHECK_FALSE(c.run.run.machine.cores);
    REQUIRE(c.run.run.commit);
    CHECK_FALSE(c.run.run.commit->branch);
    CHECK_FALSE(c.run.run.commit->dirty);
    CHECK(c.run.rows.at(0).definition->parameters.empty());
    CHECK(c.run.rows.at(0).summary.whisker_high == 6.0);  // below the fence of 7: a value
}

TEST_CASE("pytest-benchmark: the CPU stands under brand_raw or, before, under brand") {
    Case earlier{"brand_instead_of_brand_raw"};
    CHECK(earlier.run.run.machine.cpu_brand == "Intel(R) Core(TM) i7-6800K CPU @ 3.40GHz");
    CHECK(earlier.run.run.machine.details ==
          std::vector<std::pair<std::string, std::string>>{{"vendor_id", "GenuineIntel"}});
    Case unknown{"brand_unknown"};
    CHECK_FALSE(unknown.run.run.machine.cpu_brand);
}

TEST_CASE("pytest-benchmark: samples count where the file has them") {
    Case c{"samples_in_data"};
    REQUIRE(c.run.rows.size() == 1);
    CHECK(c.run.rows[0].samples == 5);
    CHECK(c.run.samples == std::vector<double>{4, 1, 2, 3, 20});
}

TEST_CASE("pytest-benchmark: one round has no standard deviation") {
    Case c{"one_round_has_no_deviation"};
    CHECK(c.run.rows.at(0).summary.n == 1);
    CHECK_FALSE(model::present(c.run.rows.at(0).summary.stddev));
}

TEST_CASE("pytest-benchmark: bare NaN is a value that is not known, and is reported") {
    Case c{"bare_nan"};
    REQUIRE(c.run.rows.size() == 2);
    CHECK(c.name(0) == "bench_math.py::test_deviation");
    CHECK_FALSE(model::present(c.run.rows[0].summary.stddev));
    CHECK(c.run.rows[0].summary.mean == 4.0);
    CHECK(c.name(1) == "bench_math.py::test_sound");
    REQUIRE(c.run.omitted.size() == 3);
    CHECK(c.run.omitted[0].reason == "`stddev` is not a number");
    CHECK(c.run.omitted[1].benchmark == "bench_math.py::test_mean");
    CHECK(c.run.omitted[1].reason == "its mean is not a number");
    CHECK(c.run.omitted[2].reason == "a value among the samples is not a number");
    CHECK(c.run.samples.empty());
}

TEST_CASE("pytest-benchmark: null group and parameters, a tree that is no repository") {
    Case c{"unversioned_null_group_and_params"};
    CHECK_FALSE(c.run.run.commit);
    CHECK_FALSE(c.run.rows.at(0).definition->group);
    CHECK(c.run.rows.at(0).definition->parameters.empty());
}

TEST_CASE("pytest-benchmark: parameters of every type") {
    Case c{"parameters_of_every_type"};
    const auto& parameters = c.run.rows.at(0).definition->parameters;
    REQUIRE(parameters.size() == 9);
    CHECK(parameters[0] == model::Parameter{"zeta", std::int64_t{1}});
    CHECK(parameters[1] == model::Parameter{"alpha", 2.5});
    CHECK(parameters[2] == model::Parameter{"flag", true});
    CHECK(parameters[3] == model::Parameter{"none", std::monostate{}});
    CHECK(parameters[4] == model::Parameter{"text", std::string{"µ-§"}});
    CHECK(parameters[5] == model::Parameter{"big", 12345678901234567890.0});
    CHECK(parameters[6] == model::Parameter{"list", model::Nested{R"([1,{"a":"b c"}])"}});
    CHECK(parameters[7] == model::Parameter{"object", std::string{"UNSERIALIZABLE[<Grid object>]"}});
    CHECK(parameters[8] == model::Parameter{"nested", model::Nested{R"({"f":"<fn>"})"}});
}

TEST_CASE("pytest-benchmark: a benchmark that stands twice") {
    Case samples{"named_twice_with_samples"};
    REQUIRE(samples.run.rows.size() == 2);
    const Row& pooled = samples.run.rows[0];
    CHECK(samples.name(0) == "bench_math.py::test_add");
    REQUIRE(pooled.samples == 3);
    CHECK(samples.run.samples[pooled.first_sample] == 1.0);
    CHECK(samples.run.samples[pooled.first_sample + 2] == 6.0);
    CHECK(samples.run.rows[1].samples == 1);
    Case summaries{"named_twice_with_summaries"};
    REQUIRE(summaries.run.rows.size() == 2);
    CHECK(summaries.run.rows[0].summary.median == 3.0);
    CHECK(summaries.run.rows[1].summary.median == 3.5);
    CHECK(summaries.run.rows[0].benchmark == summaries.run.rows[1].benchmark);
}

TEST_CASE("pytest-benchmark: names are taken byte for byte") {
    Case c{"name_with_everything"};
    CHECK(c.name(0) == "bench dir/b é.py::TestÄ::test[a/b-1@2-日本 \"q\"]");
}

TEST_CASE("pytest-benchmark: a benchmark without statistics is left out and named") {
    Case c{"without_statistics"};
    REQUIRE(c.run.rows.size() == 1);
    REQUIRE(c.run.omitted.size() == 1);
    CHECK(c.run.omitted[0].benchmark == "bench_math.py::test_failed");
    CHECK(c.run.omitted[0].reason == "it has no statistics: it may have failed");
}

TEST_CASE("pytest-benchmark: a run without benchmarks is a run") {
    Case c{"no_benchmarks_at_all"};
    CHECK(c.run.rows.empty());
    CHECK(c.run.run.machine.cpu_brand);
}

TEST_CASE("pytest-benchmark: text where a number must be breaks the file, and the place is named") {
    const auto rejection = rejected(fixture("pytest-benchmark/mean_is_text.json"));
    CHECK(rejection.kind == model::RejectionKind::broken);
    CHECK(rejection.reason == "a string stands where a number must be");
    CHECK(rejection.where == "benchmarks[1].stats.mean");
}

TEST_CASE("pytest-benchmark: a run without a time has no place") {
    const auto rejection = rejected(fixture("pytest-benchmark/no_datetime.json"));
    CHECK(rejection.kind == model::RejectionKind::broken);
    CHECK(rejection.reason.find("datetime") != std::string::npos);
}

TEST_CASE("pytest-benchmark: a byte order mark and CRLF change nothing") {
    const std::string plain = fixture("pytest-benchmark/reported_summary.json");
    std::string other = "\xEF\xBB\xBF";
    for (const char c : plain) other += c == '\n' ? "\r\n" : std::string(1, c);
    Reader reader;
    const ParsedRun run = parsed(reader, other);
    REQUIRE(run.rows.size() == 1);
    CHECK(run.rows[0].summary.median == 3.0);
    CHECK(run.rows[0].definition->parameters.size() == 2);
}

TEST_CASE("pytest-benchmark: a definition seen before is shared, a changed one is read anew") {
    Reader reader;
    const std::string text = fixture("pytest-benchmark/reported_summary.json");
    const auto first = parsed(reader, text).rows[0].definition;
    CHECK(parsed(reader, text).rows[0].definition == first);
    std::string changed = text;
    changed.replace(changed.find("\"math\""), 6, "\"moth\"");
    CHECK(parsed(reader, changed).rows[0].definition->group == "moth");
}

TEST_CASE("pytest-benchmark: a list at a place of the file is its members") {
    Reader reader{Wanted{{"flags", "none"}}};
    std::string text = fixture("pytest-benchmark/reported_summary.json");
    text.insert(text.find('{') + 1, R"("flags": ["JIT", true, ["x"], 3], "none": [],)");
    const ParsedRun run = parsed(reader, text);
    CHECK(run.texts.at(0) == "JIT, true, 3");
    CHECK(run.texts.at(1)->empty());
}

TEST_CASE("pytest-benchmark: the text at a place of the file") {
    Reader reader{Wanted{{"package_versions.library", "commit_info.project"}}};
    const ParsedRun run = parsed(reader, fixture("pytest-benchmark/reported_summary.json"));
    CHECK(run.texts.at(0) == "5.0.0.dev0+1ede0b8");
    CHECK(run.texts.at(1) == "suite");
    Reader elsewhere{Wanted{{"package_versions.absent", "version.deeper"}}};
    const ParsedRun none = parsed(elsewhere, fixture("pytest-benchmark/reported_summary.json"));
    CHECK_FALSE(none.texts.at(0));
    CHECK_FALSE(none.texts.at(1));
}
