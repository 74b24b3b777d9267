#include "cli/findings.hpp"

#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using cli::Finding;
using cli::FindingKind;

namespace {

// One benchmark on one CPU, one run a night.
model::History nights(std::size_t count) {
    support::HistoryBuilder builder;
    const auto cpu = builder.testbed("AMD EPYC 7763 64-Core Processor");
    builder.parameters("bench_a", {{"size", std::int64_t{8}}});
    builder.measured("bench_a", builder.nights(cpu, count), std::vector<double>(count, 1.0));
    return builder.build();
}

void interpreters(model::History& history, const std::vector<std::string>& versions) {
    for (std::size_t i = 0; i < versions.size(); ++i)
        if (!versions[i].empty()) history.runs[i].environment = {{"python", "CPython " + versions[i]}};
}

}  // namespace

TEST_CASE("an archive in order has no findings") {
    CHECK(cli::findings(nights(3), {}).empty());
}

TEST_CASE("an empty archive has no findings, whatever the patterns") {
    config::Config config;
    config.ingest.hidden_cpus = {"*E5*"};
    CHECK(cli::findings({}, config).empty());
}

TEST_CASE("broken files are problems, foreign ones are not") {
    model::History history = nights(1);
    history.rejections = {{"a.json", model::RejectionKind::broken, "it ends early", "line 3", 1},
                          {"b.json", model::RejectionKind::foreign, "no known format", "", 1}};
    const auto all = cli::findings(history, {});
    REQUIRE(all.size() == 1);
    CHECK(all[0] == Finding{FindingKind::problem, "broken", "it ends early", "a.json: line 3", ""});
}

TEST_CASE("each pattern that matches nothing is a problem; one that matches is none") {
    model::History history = nights(2);
    history.benchmarks[0].earlier_names = {"old_a"};
    history.benchmarks[0].group = "group";
    config::Config used;
    used.ingest.hidden_cpus = {"*EPYC*"};
    used.ingest.cpu_colours = {{"*7763*", 1}};
    used.ingest.benchmark_aliases = {{"old_*", "bench_*"}};
    used.ingest.group_aliases = {{"g", "gro*"}};
    used.analysis.sets = {{"all", {"bench_*"}, {}, {{"bench_*", 2}}}};
    used.analysis.parameters = {{"si*"}, {"size"}, {"size=8"}};
    used.analysis.baseline = "100000";
    CHECK(cli::unused_patterns(history, used).empty());

    config::Config unused;
    unused.source = "benchfolio.toml";
    unused.ingest.hidden_cpus = {"*E5-26*"};
    unused.ingest.cpu_colours = {{"*8370*", 1}};
    unused.ingest.benchmark_aliases = {{"older_*", "bench_*"}};
    unused.ingest.group_aliases = {{"g", "other"}};
    unused.ingest.dimensions = {"cpu", "lab"};
    unused.ingest.suite_from = "path.suite";
    unused.analysis.sets = {{"all", {"x*"}, {"tag"}, {{"y*", 2}}}};
    unused.analysis.parameters = {{"type"}, {"density"}, {"size=9"}};
    unused.analysis.baseline = "beef";
    const auto all = cli::unused_patterns(history, unused);
    CHECK(all.size() == 13);
    CHECK(all.front().what == "`cpu.hide`: no CPU matches `*E5-26*`");
    CHECK(all.front().place == "benchfolio.toml");
    for (const Finding& finding : all) CHECK(finding.kind == FindingKind::problem);
}

TEST_CASE("results of one commit from different folders suggest a path pattern") {
    model::History history = nights(4);
    for (std::size_t i = 0; i < 4; ++i) {
        history.runs[i].commit->id = i < 2 ? "aaa" : "bbb";
        history.runs[i].file =
            std::string{"nightly/"} + (i % 2 == 0 ? "fast" : "slow") + "/x/" + std::to_string(i) + ".json";
    }
    const auto all = cli::mixed_series(history, {});
    REQUIRE(all.size() == 1);
    CHECK(all[0].kind == FindingKind::suggestion);
    CHECK(all[0].code == "folders");
    CHECK(all[0].place == "nightly/fast/x/0.json and nightly/slow/x/1.json");
    CHECK(all[0].hint.find("path_pattern = \"{*}/{suite}/{**}\"") != std::string::npos);
}

TEST_CASE("the same folder, or different commits, suggest nothing") {
    model::History history = nights(4);
    for (model::Run& run : history.runs) run.commit->id = "aaa";
    CHECK(cli::mixed_series(history, {}).empty());
    for (std::size_t i = 0; i < 4; ++i) {
        history.runs[i].commit->id = std::to_string(i);
        history.runs[i].file = std::to_string(i) + "/x.json";
    }
    CHECK(cli::mixed_series(history, {}).empty());
    for (model::Run& run : history.runs) run.commit.reset();
    CHECK(cli::mixed_series(history, {}).empty());
}

TEST_CASE("a folder that appends flags to another suggests these as a dimension") {
    model::History history = nights(2);
    for (model::Run& run : history.runs) run.commit->id = "aaa";
    history.runs[0].file = "results/bm-20250315-3.14.0a6+-e82c2ca/bm-20250315-linux.json";
    history.runs[1].file = "results/bm-20250315-3.14.0a6+-e82c2ca-JIT/bm-20250315-linux.json";
    const auto all = cli::mixed_series(history, {});
    REQUIRE(all.size() == 1);
    CHECK(all[0].hint.find("path_pattern = \"{**}bm-{*}-{*}-{*}-{flags}/{**}\", dimensions = [\"cpu\", \"flags\"]") !=
          std::string::npos);
}

TEST_CASE("operating systems, architectures and compilers that alternate suggest a dimension each") {
    model::History history = nights(4);
    for (std::size_t i = 0; i < 4; ++i) {
        history.runs[i].machine.system = i % 2 == 0 ? "Linux" : "Darwin";
        history.runs[i].machine.architecture = i % 2 == 0 ? "x86_64" : "arm64";
        history.runs[i].environment = {{"compiler", i % 2 == 0 ? "GCC" : "Clang"}};
    }
    const auto all = cli::mixed_series(history, {});
    REQUIRE(all.size() == 3);
    CHECK(all[0].code == "systems");
    CHECK(all[0].what.find("between Linux and Darwin") != std::string::npos);
    CHECK(all[1].hint.find("\"architecture\"") != std::string::npos);
    CHECK(all[2].code == "compilers");
    config::Config told_apart;
    told_apart.ingest.dimensions = {"cpu", "os", "architecture", "compiler"};
    CHECK(cli::mixed_series(history, told_apart).empty());
}

TEST_CASE("an effect between values that nothing has is a problem") {
    model::History history = nights(2);
    history.testbeds[0].dimensions = {{"cpu", "EPYC"}, {"flags", "JIT"}};
    config::Config config;
    config.ingest.dimensions = {"cpu", "flags"};
    config.analysis.effects = {{"JIT", "flags", "", "JIT"}};
    const auto all = cli::unused_patterns(history, config);
    REQUIRE(all.size() == 1);
    CHECK(all[0].what == "`effect.off`: no run with the flags matches ``");
    config.analysis.effects = {{"JIT", "flags", "JIT", "JTI"}};
    CHECK(cli::unused_patterns(history, config).at(0).what == "`effect.on`: no run with the flags matches `JTI`");
}

TEST_CASE("interpreters that alternate suggest a dimension; an upgrade and one relapse do not") {
    model::History history = nights(4);
    interpreters(history, {"3.10.1", "3.12.0", "3.10.1", "3.12.1"});
    const auto all = cli::mixed_series(history, {});
    REQUIRE(all.size() == 1);
    CHECK(all[0].code == "interpreters");
    CHECK(all[0].hint.find("\"python\"") != std::string::npos);
    CHECK(all[0].what.find("between CPython 3.10 and CPython 3.12") != std::string::npos);
    config::Config told_apart;
    told_apart.ingest.dimensions = {"cpu", "python"};
    CHECK(cli::mixed_series(history, told_apart).empty());
    interpreters(history, {"3.10", "3.12", "3.12", "3.12"});
    CHECK(cli::mixed_series(history, {}).empty());
    interpreters(history, {"3.10.8", "3.10.9", "3.10.8", "3.10.9"});
    CHECK(cli::mixed_series(history, {}).empty());
    interpreters(history, {"3.10", "3.12", "3.10", "3.13"});
    CHECK(cli::mixed_series(history, {}).empty());
}
