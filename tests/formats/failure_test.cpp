#include "fixtures.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::formats;

namespace {

model::Failure failure(const std::string& name) {
    return std::get<model::Failure>(outcome_of(fixture("failure/" + name + ".json")));
}

void refused(const std::string& name, const std::string& reason, const std::string& where) {
    const model::Rejection rejection = rejected(fixture("failure/" + name + ".json"));
    INFO(name << ": " << rejection.reason << " at " << rejection.where);
    CHECK(rejection.kind == model::RejectionKind::broken);
    CHECK(rejection.reason.find(reason) != std::string::npos);
    CHECK(rejection.where == where);
}

}  // namespace

TEST_CASE("failure: a record says when, how, of what, with its log and commit") {
    const model::Failure read = failure("complete");
    CHECK(model::iso8601(read.time) == "2026-11-21T02:00:00Z");
    CHECK(read.outcome == "failure");
    CHECK(read.workflow == "benchmarks");
    CHECK(read.url == "https://ci.example/runs/17");
    CHECK(read.commit == "4b548d57ec9244d894cda41b82c35c8b65d2a761");
}

TEST_CASE("failure: workflow, log and commit may be absent or null") {
    for (const auto& [name, outcome] :
         {std::pair{"only_what_is_needed", "timed_out"}, std::pair{"nulls", "cancelled"}}) {
        const model::Failure read = failure(name);
        CHECK(read.outcome == outcome);
        CHECK_FALSE(read.workflow);
        CHECK_FALSE(read.url);
        CHECK_FALSE(read.commit);
    }
}

TEST_CASE("failure: a member that a later version adds does not spoil the record") {
    CHECK(failure("member_of_a_later_time").workflow == "benchmarks");
}

TEST_CASE("failure: a damaged record is broken, and says where") {
    refused("script_as_url", "http://", "url");
    refused("later_version", "version 1", "benchfolio_failure");
    refused("no_time", "no `time`", "");
    refused("no_outcome", "no `outcome`", "");
    refused("success_is_no_failure", "failure, cancelled or timed_out", "outcome");
    refused("time_is_no_time", "ISO 8601", "time");
    refused("commit_is_a_branch", "hexadecimal", "commit");
    refused("workflow_is_a_number", "a number stands where a string must be", "workflow");
}

TEST_CASE("failure: a record that is cut off, or goes on behind its end, is broken") {
    std::string text = fixture("failure/complete.json");
    CHECK(rejected(text.substr(0, text.size() / 2)).kind == model::RejectionKind::broken);
    CHECK(rejected(text + "{}").kind == model::RejectionKind::broken);
}
