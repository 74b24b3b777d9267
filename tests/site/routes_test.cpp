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

TEST_CASE("the page of results asked for by hand is known from owner and ref alone") {
    CHECK(site::routes::manual("python", "3.14") == "manual/python/3.14/index.html");
    CHECK(site::routes::manual("", "v2_x") == "manual/v2_x/index.html");
    const std::string commit = "1ede0b8f";
    CHECK(site::routes::manual("Owner-1", commit) == "manual/Owner-1/1ede0b8f/index.html");
    CHECK(site::routes::manual("o", "feature/jit") == "manual/o/" + model::slug("feature/jit") + "/index.html");
}

TEST_CASE("no name makes a folder that leaves the site, is hidden, is a page or that another name makes") {
    const auto folder = [](const std::string& ref) {
        const std::string path = site::routes::manual("o", ref);
        return path.substr(9, path.size() - 9 - std::string{"/index.html"}.size());
    };
    for (const std::string ref : {"..", ".", ".git", "a/../b", "index.html", "a.", "", "ä", "a b", "x\"onload=\""}) {
        CAPTURE(ref);
        CHECK(folder(ref) != ref);
        CHECK(folder(ref).find_first_of("/\\ \".") == std::string::npos);
    }
    const std::string slug = folder("feature/jit");
    CHECK(folder(slug) != slug);
    CHECK(folder(std::string(81, 'a')) != std::string(81, 'a'));
    CHECK(folder(std::string(80, 'a')) == std::string(80, 'a'));
    CHECK(folder("///") == "-" + model::slug("///"));
    CHECK(folder("-" + model::slug("///")) != folder("///"));
}

TEST_CASE("what is in no trend has a page for each purpose") {
    using model::Kind;
    CHECK(site::routes::aside({Kind::tag, "v5.1", ""}) == "tag/v5.1/index.html");
    CHECK(site::routes::aside({Kind::branch, "jit", ""}) == "branch/jit/index.html");
    CHECK(site::routes::aside({Kind::branch, "jit", "somebody"}) == "branch/somebody/jit/index.html");
    CHECK(site::routes::aside({Kind::pull_request, "12", ""}) == "pull/12/index.html");
    CHECK(site::routes::aside({Kind::manual, "main", "python"}) == site::routes::manual("python", "main"));
}
