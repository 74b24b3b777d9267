#include "ingest/aliases.hpp"
#include "ingest/measured_commit.hpp"
#include "ingest/path_pattern.hpp"
#include "ingest/worker.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::ingest;

using Fields = std::map<std::string, std::string>;

TEST_CASE("path pattern: names for parts of a path") {
    CHECK(PathPattern{"{suite}/{*}.json"}.match("fast/a.json") == Fields{{"suite", "fast"}});
    CHECK(PathPattern{"{suite}/{*}.json"}.match("a/b/c.json").empty());
    CHECK(PathPattern{"{**}/{os}-{python}/{*}"}.match("x/y/Linux-3.10/a.json") ==
          Fields{{"os", "Linux"}, {"python", "3.10"}});
    CHECK(PathPattern{"{**}{suite}/{*}"}.match("deep/er/fast/a.json") == Fields{{"suite", "fast"}});
    CHECK(PathPattern{"plain.json"}.match("plain.json").empty());
    CHECK(PathPattern{""}.match("a.json").empty());
    CHECK(PathPattern{"{a}{b}"}.match("xyz") == Fields{{"a", "x"}, {"b", "yz"}});
    CHECK(PathPattern{"{a}x"}.match("x").empty());  // at least one character
}

TEST_CASE("path pattern: an open brace is a mistake") {
    CHECK_THROWS_AS(PathPattern{"{suite/a.json"}, model::Error);
}

TEST_CASE("aliases: the first match counts") {
    const std::vector<std::pair<std::string, std::string>> aliases{{"test_*.py::test_*", "bench_*.py::bench_*"},
                                                                   {"*", "other *"}};
    CHECK(renamed(aliases, "test_a.py::test_b[1]") == "bench_a.py::bench_b[1]");
    CHECK(renamed(aliases, "x") == "other x");
    CHECK(renamed({}, "x") == "x");
}

TEST_CASE("measured commit: a hash, or the local part of a version") {
    CHECK(commit_of_version("4b548d57ec9244d894cda41b82c35c8b65d2a761")->id ==
          "4b548d57ec9244d894cda41b82c35c8b65d2a761");
    CHECK(commit_of_version("5.0.0.dev0+1ede0b8")->id == "1ede0b8");
    CHECK_FALSE(commit_of_version("5.0.0.dev0+1ede0b8")->dirty);
    CHECK(commit_of_version("1.2.dev3+g1ede0b8")->id == "1ede0b8");
    CHECK(commit_of_version("1.2.dev3+g1ede0b8.d20220911")->dirty);
    CHECK(commit_of_version("1.0+5.g1ede0b8.dirty")->id == "1ede0b8");
    CHECK(commit_of_version("1.0+5.g1ede0b8.dirty")->dirty);
}

TEST_CASE("measured commit: a release names none") {
    for (const char* version : {"", "5.0.0", "5.0.0+local", "5.0.0+", "abc", "unknown"})
        CHECK_FALSE(commit_of_version(version));
}

TEST_CASE("printable: bytes that are no UTF-8 are written out") {
    CHECK(printable("a/é.json") == "a/é.json");
    CHECK(printable("a\xff"
                    "b\x80.json") == "a\\xffb\\x80.json");
    CHECK(printable("").empty());
}
