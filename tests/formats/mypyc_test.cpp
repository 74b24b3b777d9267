#include "formats/mypyc.hpp"

#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace benchfolio;
using formats::NamedText;

namespace {

const std::string header =
    "Timestamp,Runtime (s),Runtime (stddev),Mypy commit,Benchmark commit,Python version,Hardware,OS,C compiler\n";

std::string row(const std::string& time, const std::string& runtime, const std::string& commit = "aaaa",
                const std::string& hardware = "Core i7") {
    return time + "," + runtime + ",2.5," + commit + ",bbbb,3.8.2," + hardware + ",Ubuntu 20.04 LTS,clang 10\n";
}

nlohmann::json document(const formats::MypycHistory& history, std::size_t run) {
    return nlohmann::json::parse(history.runs.at(run).text);
}

}  // namespace

TEST_CASE("what was measured of one commit on one configuration within a day is one run") {
    const auto history = formats::mypyc_history(
        {{"a.csv", header + row("2021-01-01 10:00:00.303924", "0.5") + row("2021-01-03 10:00:00", "0.25")},
         {"b.csv",
          header + row("2021-01-01 11:00:00+00:00", "2") + row("2021-01-01 11:30:00", "2", "aaaa", "Core i5")}});
    CHECK(history.results == 4);
    CHECK(history.failed == 0);
    REQUIRE(history.runs.size() == 3);
    const auto first = document(history, 0);
    REQUIRE(first["benchmarks"].size() == 2);
    CHECK(first["benchmarks"][0]["fullname"] == "a");
    CHECK(first["benchmarks"][0]["stats"]["mean"] == 0.5);
    CHECK(first["benchmarks"][0]["stats"]["stddev"].get<double>() == Approx(0.0125));  // percent of the runtime
    CHECK(first["commit_info"]["id"] == "aaaa");
    CHECK(first["machine_info"]["python_compiler"] == "clang 10");
    CHECK(first["datetime"] == "2021-01-01T10:00:00Z");
    CHECK(history.runs[0].name.starts_with("2021/20210101T100000Z-"));
}

TEST_CASE("a benchmark that was measured again that day is another run; a failed one keeps its place") {
    const auto history = formats::mypyc_history(
        {{"a.csv", header + row("2021-01-01 12:00:00", "0.000000") + row("2021-01-01 10:00:00", "0.5")}});
    CHECK(history.failed == 1);
    REQUIRE(history.runs.size() == 2);
    CHECK(document(history, 0)["benchmarks"][0].contains("stats"));
    CHECK_FALSE(document(history, 1)["benchmarks"][0].contains("stats"));
}

TEST_CASE("interpreted ones have no commit") {
    const auto history = formats::mypyc_history({{"a-cpython.csv", header + row("2021-01-01 12:00:00", "1", "")}});
    CHECK_FALSE(document(history, 0).contains("commit_info"));
    CHECK(document(history, 0)["benchmarks"][0]["fullname"] == "a-cpython");
}

TEST_CASE("a history that grows gives the old runs their old names") {
    const std::string old = header + row("2021-01-01 10:00:00", "0.5");
    const auto before = formats::mypyc_history({{"a.csv", old}});
    const auto after = formats::mypyc_history({{"a.csv", old + row("2021-01-02 10:00:00", "0.5", "cccc")}});
    REQUIRE(after.runs.size() == 2);
    CHECK(after.runs[0].name == before.runs[0].name);
    CHECK(after.runs[0].text == before.runs[0].text);
}

TEST_CASE("the scaling file becomes transitions, one a pair of configurations") {
    const auto history = formats::mypyc_history({{"scaling.csv",
                                                  "a,1.25,Core i7,3.8,Core i5,3.8.5\n"
                                                  "b,0.5,Core i7,3.8,Core i5,3.8\n"
                                                  "a,2,Core i5,3.8,Core i5,3.13.1\n"}});
    const std::string& text = history.configuration;
    CHECK(text.find("from = {testbed = \"Core i7\", python = \"CPython 3.8.*\"}\n"
                    "to = {testbed = \"Core i5\", python = \"CPython 3.8.*\"}\n"
                    "reason = \"Core i5, Python 3.8\"\n[transition.relative_factors]\n\"a\" = 1.25\n\"b\" = 0.5\n") !=
          std::string::npos);
    CHECK(text.find("python = \"CPython 3.13.*\"}\nreason = \"Core i5, Python 3.13\"\n[transition.relative_factors]\n"
                    "\"a\" = 2.0\n") != std::string::npos);
    CHECK(text.find("scope = \"configuration\"") != std::string::npos);
}

TEST_CASE("what cannot be read is named, and the rest is read") {
    const auto history = formats::mypyc_history(
        {{"a.csv", header + "1,2\n" + row("yesterday", "1") + row("2021-01-01 10:00:00", "fast") + "\n" +
                       row("2021-01-01 10:00:00", "-1") + row("2021-01-01 10:00:00", "nan") +
                       row("2021-01-01 10:00:00", "1")},
         {"scaling.csv", "a,0,x,3.8,y,3.8\nb,1\n"},
         {"empty.csv", ""}});
    CHECK(history.unreadable ==
          std::vector<std::string>{"a.csv:2: fewer than nine columns", "a.csv:3: the timestamp is none",
                                   "a.csv:4: the runtime is no number", "a.csv:6: the runtime is no number",
                                   "a.csv:7: the runtime is no number",
                                   "scaling.csv:1: no factor between two configurations",
                                   "scaling.csv:2: no factor between two configurations"});
    CHECK(history.runs.size() == 1);
}
