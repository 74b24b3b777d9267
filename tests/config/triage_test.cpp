#include "config/triage.hpp"

#include <sstream>

#include "model/error.hpp"
#include "support/catch.hpp"

namespace benchfolio::config {
namespace {

using analysis::ReviewKind;

analysis::Triage parsed(const std::string& text, const std::string& repository = "https://example.org/lattice") {
    return parse_triage(text, "conf/triage.toml", repository);
}

void refused(const std::string& text, const std::string& place, const std::string& what, const std::string& hint = {},
             const std::string& repository = "") {
    try {
        parsed(text, repository);
    } catch (const model::Error& error) {
        INFO(text << " -> " << error.what() << " at " << error.place() << ", " << error.hint());
        CHECK(error.code() == "config");
        CHECK(error.exit_code() == model::ExitCode::usage);
        CHECK(error.place() == "conf/triage.toml:" + place);
        CHECK(std::string{error.what()}.find(what) != std::string::npos);
        CHECK(error.hint().find(hint) != std::string::npos);
        return;
    }
    FAIL("accepted: " << text);
}

// A review that lacks nothing, from its third line on.
const std::string sound = "[[review]]\nchange = \"0a1b2c3d4e\"\nstate = \"explained\"\nreason = \"exact now\"\n";

TEST_CASE("an empty file decides nothing") {
    CHECK(parsed("").reviews.empty());
    CHECK(parsed("").outliers.empty());
    CHECK(parsed("").source == "conf/triage.toml");
}

TEST_CASE("a review has changes, patterns, commit, state, reason, issue, end and place") {
    const auto triage = parsed(R"(
[[review]]
change = ["0a1b2c3d4e", "5f6a7b8c9d"]
benchmarks = ["*solve*", "add"]
testbeds = "*8370C*"
commit = "1ede0b8"
state = "ignored"
reason = "cold cache"
issue = "https://example.org/issues/7"
until = 2027-03-01
)");
    REQUIRE(triage.reviews.size() == 1);
    const analysis::ReviewRule& rule = triage.reviews[0];
    CHECK(rule.changes == std::vector<std::string>{"0a1b2c3d4e", "5f6a7b8c9d"});
    CHECK(rule.benchmarks == std::vector<std::string>{"*solve*", "add"});
    CHECK(rule.testbeds == std::vector<std::string>{"*8370C*"});
    CHECK(rule.commit == "1ede0b8");
    CHECK(rule.review.kind == ReviewKind::ignored);
    CHECK(rule.review.reason == "cold cache");
    CHECK(rule.review.issue == "https://example.org/issues/7");
    CHECK(rule.review.until == model::parse_time("2027-03-01T00:00:00Z"));
    CHECK(rule.review.place == "triage.toml:2");
    CHECK_FALSE(rule.review.expired);
}

TEST_CASE("an id alone is enough of a condition, a number enough of an issue") {
    const auto triage = parsed(sound + "issue = \"#123\"\n");
    CHECK(triage.reviews[0].changes == std::vector<std::string>{"0a1b2c3d4e"});
    CHECK(triage.reviews[0].review.kind == ReviewKind::explained);
    CHECK(triage.reviews[0].review.issue == "https://example.org/lattice/issues/123");
    CHECK(parsed(sound + "issue = \"#1\"\n", "https://example.org/lattice/").reviews[0].review.issue ==
          "https://example.org/lattice/issues/1");
    CHECK_FALSE(triage.reviews[0].review.until);
}

TEST_CASE("an outlier has a run, patterns, a reason and a place") {
    const auto triage = parsed(R"([[outlier]]
run = "20261120T021400Z-1f2e3d4c"
benchmarks = "add*"
reason = "busy"

[[outlier]]
run = "20261121"
reason = "busy again"
)");
    REQUIRE(triage.outliers.size() == 2);
    CHECK(triage.outliers[0].run == "20261120T021400Z-1f2e3d4c");
    CHECK(triage.outliers[0].benchmarks == std::vector<std::string>{"add*"});
    CHECK(triage.outliers[0].reason == "busy");
    CHECK(triage.outliers[0].place == "triage.toml:1");
    CHECK(triage.outliers[1].benchmarks.empty());
    CHECK(triage.outliers[1].place == "triage.toml:6");
}

TEST_CASE("unknown keys are told with their place and the nearest known one") {
    refused("[[reviews]]\n", "1:3", "unknown key `reviews`", "`review`");
    refused("[[review]]\nbenchmark = [\"a\"]\n", "2:1", "unknown key `review[0].benchmark`", "`benchmarks`");
    refused("[[outlier]]\nreasons = \"a\"\n", "2:1", "unknown key `outlier[0].reasons`", "`reason`");
    refused("colours = 1\n", "1:1", "unknown key `colours`", "known are review, outlier");
    refused("review = 1\n", "1:10", "`review` must be an array");
}

TEST_CASE("what a review must say is asked for") {
    refused("[[review]]\nstate = \"explained\"\nreason = \"a\"\n", "1:1", "does not say of which change", "change =");
    refused("[[review]]\nchange = \"0a1b2c3d4e\"\nreason = \"a\"\n", "1:1", "needs `state`", "acknowledged");
    refused("[[review]]\nchange = \"0a1b2c3d4e\"\nstate = \"explained\"\n", "1:1", "needs `reason`");
    refused("[[review]]\nchange = \"0a1b2c3d4e\"\nstate = \"ignored\"\nreason = \"a\"\n", "1:1", "needs `until`",
            "until = ");
    refused(sound + "[[review]]\ncommit = \"1ede\"\nstate = \"explained\"\n", "5:1", "needs `reason`");
    refused("[[outlier]]\nreason = \"a\"\n", "1:1", "needs `run`");
    refused("[[outlier]]\nrun = \"20261120\"\n", "1:1", "needs `reason`");
}

TEST_CASE("values that cannot be are told with their place") {
    refused("[[review]]\nchange = \"0a1b2c\"\n", "2:10", "10 hexadecimal digits");
    refused("[[review]]\nchange = [\"0a1b2c3d4e\", \"0A1B2C3D4E\"]\n", "2:25", "10 hexadecimal digits");
    refused("[[review]]\nchange = []\n", "2:10", "must not be empty");
    refused("[[review]]\nbenchmarks = [\"\"]\n", "2:15", "must not be empty");
    refused("[[review]]\ncommit = \"main\"\n", "2:10", "4 to 64 hexadecimal digits");
    refused("[[review]]\nstate = \"explaind\"\n", "2:9", "acknowledged, explained or ignored", "`explained`");
    refused("[[review]]\nreason = \"\"\n", "2:10", "must not be empty");
    refused("[[review]]\nreason = 3\n", "2:10", "must be a string");
    refused("[[review]]\nissue = \"http://example.org/1\"\n", "2:9", "must begin with https://");
    refused("[[review]]\nissue = \"javascript:alert(1)\"\n", "2:9", "must begin with https://");
    refused("[[review]]\nissue = \"#12x\"\n", "2:9", "must begin with https://");
    refused("[[review]]\nissue = \"#12\"\n", "2:9", "configuration does not name", "site.repository_url");
    refused("[[review]]\nuntil = \"soon\"\n", "2:9", "must be a date");
    refused("[[outlier]]\nrun = \"latest\"\n", "2:7", "a run's id or its beginning");
    refused("[[outlier]]\nrun = \"2026\"\n", "2:7", "a run's id or its beginning");
    refused("[[review]\n", "1:10", "this is not TOML");
}

// "#key = value" without its "#"; prose has a space after it.
std::string switched_on(std::string_view reference) {
    std::istringstream lines{std::string{reference}};
    std::string text;
    for (std::string line; std::getline(lines, line);)
        text += (line.size() > 1 && line[0] == '#' && line[1] != ' ' ? line.substr(1) : line) + "\n";
    return text;
}

TEST_CASE("the reference decides nothing, and every key of it is one") {
    CHECK(parsed(std::string{triage_reference()}).reviews.empty());
    const auto triage = parsed(switched_on(triage_reference()));
    REQUIRE(triage.reviews.size() == 1);
    CHECK(triage.reviews[0].changes.size() == 2);
    CHECK(triage.reviews[0].commit);
    CHECK(triage.reviews[0].review.until);
    CHECK_FALSE(triage.reviews[0].testbeds.empty());
    CHECK_FALSE(triage.reviews[0].review.issue.empty());
    REQUIRE(triage.outliers.size() == 1);
    CHECK_FALSE(triage.outliers[0].benchmarks.empty());
}

}  // namespace
}  // namespace benchfolio::config
