#include "site/issue_link.hpp"

#include <algorithm>

#include "analysis/analysis.hpp"
#include "model/percent.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using site::Issue;

namespace {

site::Options at_github() {
    site::Options options;
    options.repository_url = "https://github.com/o/r";
    return options;
}

std::string title_of(const std::string& url) {
    const auto begin = url.find("?title=") + 7;
    return model::percent_decoded(url.substr(begin, url.find("&body=") - begin));
}

std::string body_of(const std::string& url) {
    return model::percent_decoded(url.substr(url.find("&body=") + 6));
}

// Nothing that could end the address, or an attribute it stands in.
bool is_plain_address(const std::string& url) {
    return url.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%:/?&=") ==
           url.npos;
}

const std::string hostile{
    "</code>\n```\n@everyone #1 &body=x\r\n# big\x1b[31m\0"
    "[a](javascript:x) \"'<script>",
    76};

}  // namespace

TEST_CASE("an issue's form is filled in by its address") {
    const auto url = site::issue_url(at_github(), {"a & b", "It changed:", {"benchmark x"}, {"https://b.example/"}});
    CHECK(url ==
          "https://github.com/o/r/issues/new?title=a%20%26%20b&body=It%20changed%3A%0A%0A%20%20%20%20benchmark%20x"
          "%0A%0Ahttps%3A%2F%2Fb.example%2F%0A");
}

TEST_CASE("without a repository there is nowhere to file an issue") {
    CHECK_FALSE(site::issue_url({}, {"a", "b", {}, {}}));
    CHECK_FALSE(site::commits_url({}, "a", "b"));
}

TEST_CASE("the slash after the repository's address is written once") {
    site::Options options = at_github();
    CHECK(site::commits_url(options, "a1", "b2") == "https://github.com/o/r/compare/a1...b2");
    options.repository_url += "/";
    CHECK(site::commits_url(options, "a1", "b2") == "https://github.com/o/r/compare/a1...b2");
}

TEST_CASE("whatever a name holds stays one indented line") {
    const auto url = site::issue_url(at_github(), {hostile, "It changed:", {"benchmark " + hostile}, {}});
    REQUIRE(url);
    CHECK(is_plain_address(*url));
    CHECK(title_of(*url).find_first_of("\n\r\x1b") == std::string::npos);
    const std::string body = body_of(*url);
    CHECK(body.starts_with("It changed:\n\n    benchmark </code> ``` @everyone"));
    CHECK(std::count(body.begin(), body.end(), '\n') == 3);
}

TEST_CASE("an address is never too long, and cut between characters") {
    std::string euros;
    for (int i = 0; i < 4000; ++i) euros += "€";
    const std::vector<std::string> facts(60, euros);
    const auto url = site::issue_url(at_github(), {euros, "It changed:", facts, {"https://b.example/" + euros}});
    REQUIRE(url);
    CHECK(url->size() < 8000);
    const std::string title = title_of(*url);
    CHECK(title.size() <= 200);
    CHECK(title.size() % 3 == 0);  // whole characters of three bytes, the ellipsis among them
    CHECK(title.ends_with("€…"));
    const std::string body = body_of(*url);
    CHECK(body.find("    €€€") != std::string::npos);
    CHECK(body.ends_with("…\n"));
}

TEST_CASE("a text that just fits is not cut") {
    const std::string fits(200, 'x');
    CHECK(title_of(*site::issue_url(at_github(), {fits, "", {}, {}})) == fits);
    CHECK(title_of(*site::issue_url(at_github(), {fits + "x", "", {}, {}})) == std::string(197, 'x') + "…");
}

TEST_CASE("the issue about a change says what, how much and between which commits") {
    support::HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 4);
    archive.measured("bench.py::add", runs, {1e-3, 1e-3, 1.25e-3, 1.25e-3});
    const model::History history = archive.build();
    analysis::Report report;
    analysis::Change change;
    change.id = "0123456789";
    change.before = 1e-3;
    change.after = 1.25e-3;
    change.ratio = 1.25;
    change.interval = stats::Interval{1.2, 1.3};
    change.last_run_before = 1;
    change.first_run_after = 2;
    change.suspects = {{"python", "3.12", "3.13"}};
    report.changes.push_back(change);
    const analysis::Options analysis_options;
    site::Options options = at_github();
    options.base_url = "https://o.example/r";
    const Issue issue = site::issue_about({history, report, analysis_options, options}, 0);
    CHECK(issue.title == "add: +25.0 % slower on EPYC 7763");
    REQUIRE(issue.facts.size() == 8);
    CHECK(issue.facts[3] == "change            1.00 ms to 1.25 ms, +25.0 % slower (+20.0 % to +30.0 %, 95 % interval)");
    CHECK(issue.facts[4].ends_with(", commit 1000001"));
    CHECK(issue.facts[6] == "also different    python 3.12 to 3.13");
    REQUIRE(issue.links.size() == 2);
    CHECK(issue.links[0] == "https://github.com/o/r/compare/1000001...1000002");
    CHECK(issue.links[1] == "https://o.example/r/b/" + history.benchmarks[0].slug + ".html");
}
