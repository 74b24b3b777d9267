#include "config/config.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"

using namespace benchfolio;

using Texts = std::vector<std::string>;

TEST_CASE("config: where the kinds of results stand, and which branches are which") {
    const auto config = config::parse(R"(
[kinds]
from = "machine_info.event"
ref_from = "machine_info.ref"
owner_from = "path.owner"
trend_branches = ["main", "release/*"]
archived = ["old-*"]
)",
                                      "benchfolio.toml");
    CHECK(config.ingest.kind_from == "machine_info.event");
    CHECK(config.ingest.ref_from == "machine_info.ref");
    CHECK(config.ingest.owner_from == "path.owner");
    CHECK(config.ingest.trend_branches == Texts{"main", "release/*"});
    CHECK(config.site.archived_branches == Texts{"old-*"});
    CHECK_THROWS_AS(config::parse("[kinds]\narchived = [\"\"]\n", "x"), model::Error);
}

TEST_CASE("config: the gate's branch is the trends' branch, unless others are named") {
    CHECK(config::parse("[gate]\nbase_branch = \"devel\"\n", "x").ingest.trend_branches == Texts{"devel"});
    CHECK(
        config::parse("[gate]\nbase_branch = \"a\"\n[kinds]\ntrend_branches = [\"b\"]\n", "x").ingest.trend_branches ==
        Texts{"b"});
}

TEST_CASE("config: whose the repository is, is whose runs are not manual") {
    const auto owner = [](const std::string& url) {
        return config::parse("[site]\nrepository_url = \"" + url + "\"\n", "x").ingest.repository_owner;
    };
    CHECK(owner("https://github.com/python/cpython") == "python");
    CHECK(owner("https://github.com/python/cpython/") == "python");
    CHECK(owner("https://github.com").empty());
    CHECK(owner("https://github.com/python").empty());
    CHECK(config::parse("", "x").ingest.repository_owner.empty());
}
