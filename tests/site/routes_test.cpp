#include "site/routes.hpp"

#include "model/slug.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using site::routes::relative;

TEST_CASE("a link goes up as many folders as it has to") {
    CHECK(relative("index.html", "index.html") == "index.html");
    CHECK(relative("index.html", "b/x.html") == "b/x.html");
    CHECK(relative("b/x.html", "index.html") == "../index.html");
    CHECK(relative("b/x.html", "b/y.html") == "y.html");
    CHECK(relative("b/x.html", "g/y.html") == "../g/y.html");
    CHECK(relative("data/index.html", "data/b/x.json") == "b/x.json");
    CHECK(relative("data/b/x.json", "data/index.html") == "../index.html");
    CHECK(relative("ab/x.html", "a/x.html") == "../a/x.html");
}

TEST_CASE("an address is continued after one slash, and only if there is one") {
    CHECK(site::routes::below("https://x.org/a", "b/y.html") == "https://x.org/a/b/y.html");
    CHECK(site::routes::below("https://x.org/a/", "b/y.html") == "https://x.org/a/b/y.html");
    CHECK(site::routes::below("https://x.org/a", "") == "https://x.org/a/");
    CHECK(site::routes::below("", "b/y.html").empty());
}

TEST_CASE("addresses depend on names alone") {
    model::Benchmark benchmark;
    benchmark.name = "tests/a.py::test_b[1]";
    benchmark.slug = model::slug(benchmark.name);
    CHECK(site::routes::benchmark(benchmark) == "b/" + benchmark.slug + ".html");
    CHECK(site::routes::benchmark_data(benchmark) == "data/b/" + benchmark.slug + ".json");
    CHECK(site::routes::group("math:add") == "g/" + model::slug("math:add") + ".html");
    CHECK(site::routes::comparison("a..b") == "compare/a..b.html");
    CHECK(site::routes::comparison_data("a..b") == "data/compare/a..b.json");
    CHECK(site::routes::plot("recent", "x-1") == "plots/recent/x-1.svg");
}

TEST_CASE("the root of a site is the path of its address, with both slashes") {
    CHECK(site::routes::root("https://example.org/a/b") == "/a/b/");
    CHECK(site::routes::root("https://example.org/a/?x=/y#z") == "/a/");
    CHECK(site::routes::root("https://example.org") == "/");
    CHECK(site::routes::root("https://example.org?x=/y") == "/");
    CHECK(site::routes::root("").empty());
}
