#include "ingest/purpose.hpp"

#include <algorithm>
#include <deque>

#include "ingest/bench_runner_name.hpp"
#include "ingest/partitions.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::ingest;
using model::Kind;

namespace {

// An archive of runs, one a day, of which only the commit and the path are told.
class Archive {
  public:
    Options options;

    Archive& add(const std::string& branch, const std::string& fork = "", const std::string& path = "x.json",
                 const std::string& format = "pyperf 1.0") {
        model::Run& run = next(path);
        run.format = format;
        run.commit = model::Commit{.id = "1ede0b8", .branch = branch, .time = {}, .fork = fork};
        stated_.push_back(stated_of(run, {}, hints(partitions_of(path)), {}));
        return *this;
    }
    Archive& add(int times, const std::string& branch, const std::string& fork = "") {
        for (int i = 0; i < times; ++i) add(branch, fork);
        return *this;
    }

    // "nightly", "branch jit", "manual main of alice"
    std::vector<std::string> purposes() const {
        std::vector<std::string> all;
        for (const Decided& decided : decisions()) {
            const model::Purpose& purpose = decided.purpose;
            all.push_back(std::string{model::name_of(purpose.kind)} + (purpose.ref.empty() ? "" : " " + purpose.ref) +
                          (purpose.owner.empty() ? "" : " of " + purpose.owner));
        }
        return all;
    }
    std::string newest() const { return purposes().back(); }

    std::vector<Decided> decisions() const {
        std::vector<Purposes::Candidate> candidates;
        for (std::size_t i = 0; i < runs_.size(); ++i) candidates.push_back({runs_[i], stated_[i]});
        const Purposes purposes{candidates, options};
        std::vector<Decided> all;
        for (const auto& candidate : candidates) all.push_back(purposes(candidate));
        return all;
    }

  private:
    std::deque<model::Run> runs_;
    std::deque<Stated> stated_;

    model::Run& next(const std::string& path) {
        model::Run& run = runs_.emplace_back();
        run.time = model::Time{std::chrono::days{static_cast<int>(runs_.size())}};
        run.id = "run-" + std::to_string(runs_.size());
        run.file = path;
        return run;
    }

    static Hints hints(const std::map<std::string, std::string, std::less<>>& folders) {
        const auto at = [&](const char* name) {
            const auto found = folders.find(name);
            return found == folders.end() ? std::nullopt : std::optional{found->second};
        };
        return {at("kind"), at("ref"), at("owner")};
    }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("purposes: no run, one run, and runs that record nothing") {
    CHECK(Archive{}.purposes().empty());
    CHECK(Archive{}.add("").purposes() == Names{"nightly"});
    CHECK(Archive{}.add("jit").purposes() == Names{"nightly"});  // the only branch there is
    CHECK(Archive{}.add("HEAD").add("(detached head)").add("(unknown)").purposes() ==
          Names{"nightly", "nightly", "nightly"});
}

TEST_CASE("purposes: main's runs are the trends, another branch's are its own") {
    CHECK(Archive{}.add("main").add("jit").add("").add("main").purposes() ==
          Names{"nightly", "branch jit", "nightly", "nightly"});
    // However many there are: what everything goes into is known by its name.
    CHECK(Archive{}.add("main").add(5, "jit").newest() == "branch jit");
    CHECK(Archive{}.add("main").add("refs/heads/jit").newest() == "branch jit");
    CHECK(Archive{}.add("main").add("refs/heads/main").newest() == "nightly");
}

TEST_CASE("purposes: where no branch is called main, that with most runs is") {
    CHECK(Archive{}.add(3, "stable").add(2, "jit").add("stable").purposes() ==
          Names{"nightly", "nightly", "nightly", "branch jit", "branch jit", "nightly"});
    CHECK(Archive{}.add(5, "a").add(5, "b").newest() == "branch b");  // as many: the first
}

TEST_CASE(
    "purposes: where main is nearly absent and no branch has many runs, those that follow each other are one history") {
    const auto all_nightly = [](const Archive& archive) {
        const Names purposes = archive.purposes();
        return std::count(purposes.begin(), purposes.end(), "nightly") == static_cast<int>(purposes.size());
    };
    CHECK(all_nightly(Archive{}.add(2, "stop-on-failure").add("feature/runner")));
    Archive with_main;  // as where a pull request's branch is checked out now and then
    with_main.add(5, "").add(3, "benchmarking").add("master").add("bump").add(2, "partials");
    CHECK(all_nightly(with_main));

    CHECK(Archive{}.add(4, "a").add("main").add(3, "b").newest() == "nightly");
    CHECK(Archive{}.add(3, "a").add("main").add(1, "b").newest() == "branch b");  // main is a fifth
    CHECK(Archive{}.add(5, "a").add("main").add(2, "b").newest() == "branch b");  // one branch is measured often
    CHECK(Archive{}.add(2, "a").add("b").add("a").purposes()[2] == "branch b");   // at the same time
    CHECK(Archive{}.add(4, "").add(2, "a").add(1, "b").newest() == "branch b");   // most record no branch
}

TEST_CASE("purposes: where nights record no branch, one that is recorded is another, unless it took over") {
    CHECK(Archive{}.add(9, "").add(2, "jit").add(9, "").purposes()[9] == "branch jit");
    CHECK(Archive{}.add(9, "").add(2, "jit").newest() == "branch jit");
    CHECK(Archive{}.add(9, "").add(2, "main").newest() == "nightly");
    CHECK(Archive{}.add(9, "").add(5, "stable").newest() == "nightly");
    CHECK(Archive{}.add(2, "").add(5, "stable").add("").purposes()[3] == "nightly");
    Archive stated;  // nights that a folder says to be such
    for (int night = 0; night < 4; ++night) stated.add("", "", "kind=nightly/x.json");
    CHECK(stated.add(3, "jit").newest() == "branch jit");
}

TEST_CASE("purposes: a branch that is renamed goes on, two at a time do not") {
    CHECK(Archive{}.add(6, "master").add(2, "main").newest() == "nightly");
    CHECK(Archive{}.add(9, "master").add("main").add("master").add(9, "main").newest() == "nightly");
    Archive both;
    for (int night = 0; night < 5; ++night) both.add("main").add("develop");
    CHECK(both.purposes()[0] == "nightly");
    CHECK(both.newest() == "branch develop");
}

TEST_CASE("purposes: configured branches are patterns") {
    Archive archive;
    archive.options.trend_branches = {"release/*"};
    archive.add("main").add("release/1.x").add("");
    CHECK(archive.purposes() == Names{"branch main", "nightly", "nightly"});
}

TEST_CASE("purposes: names of tags and of pull requests") {
    for (const char* tag : {"v3.12.0", "1.26.4", "v3.13.0rc1", "v5.0rc1", "v5.0-beta.2"})
        CHECK(Archive{}.add("main").add(tag).newest() == "tag " + std::string{tag});
    CHECK(Archive{}.add("main").add("refs/tags/jit").newest() == "tag jit");
    for (const char* branch : {"3.12", "v2.x", "1.2.x", "12", "v", "1..2"})
        CHECK(Archive{}.add("main").add(branch).newest() == "branch " + std::string{branch});
    CHECK(Archive{}.add("main").add("refs/pull/17/merge").newest() == "pull-request 17");
    CHECK(Archive{}.add("main").add("pull/17").newest() == "pull-request 17");
    CHECK(Archive{}.add("main").add("pull/x").newest() == "branch pull/x");
    // A branch that is called like a version, where there is nothing else.
    CHECK(Archive{}.add(3, "8.4.0").newest() == "nightly");
}

TEST_CASE("purposes: another fork's runs are manual ones") {
    Archive archive;
    archive.add(3, "main", "python").add("main", "alice").add("jit", "alice").add("jit", "python");
    CHECK(archive.purposes() ==
          Names{"nightly", "nightly", "nightly", "manual main of alice", "manual jit of alice", "branch jit"});
    archive.options.repository_owner = "alice";
    CHECK(archive.purposes().front() == "manual main of python");
    CHECK(archive.newest() == "manual jit of python");
}

TEST_CASE("purposes: where most runs record no fork, a recorded one is another's, unless it took over") {
    Archive mixed;
    mixed.add(4, "main").add("main", "alice").add(4, "main");
    CHECK(mixed.purposes()[4] == "manual main of alice");
    CHECK(Archive{}.add(9, "main").add(2, "main", "python").newest() == "nightly");
}

TEST_CASE("purposes: a format that records no fork says nothing about those of another") {
    Archive archive;
    for (int night = 0; night < 4; ++night)
        archive.add("main", "", "x.json", "pytest-benchmark 4.0.0")
            .add("main", "", "y.json", "asv")
            .add("main", "python");
    archive.add("main", "alice");
    const Names purposes = archive.purposes();
    CHECK(std::count(purposes.begin(), purposes.end(), "nightly") == 12);
    CHECK(archive.newest() == "manual main of alice");
}

TEST_CASE("purposes: the project's own fork is known by its nights, not by how much is tried out on others") {
    Archive archive;
    archive.add(3, "main", "python").add(9, "jit", "alice");
    CHECK(archive.purposes().front() == "nightly");
    CHECK(archive.newest() == "manual jit of alice");
    CHECK(Archive{}.add(3, "jit", "alice").purposes().front() == "nightly");  // the only one
}

TEST_CASE("purposes: what the folders say counts before what the run records") {
    Archive archive;
    archive.add(3, "main");
    archive.add("main", "", "kind=manual/owner=alice/ref=faster%20gc/2026/x.json");
    CHECK(archive.newest() == "manual faster gc of alice");
    archive.add("jit", "", "kind=nightly/x.json");
    CHECK(archive.newest() == "nightly");
    archive.add("jit", "", "a/kind=branch/x.json");
    CHECK(archive.newest() == "branch jit");
    archive.add("", "", "kind=tag/x.json");
    CHECK(archive.newest() == "tag 1ede0b8");  // it has to be called something
    CHECK(archive.decisions().back().because == Because::folder);
}

TEST_CASE("purposes: an unknown word is joined with nothing") {
    Archive archive;
    archive.add("main").add("main", "", "kind=experiment/ref=x/x.json");
    CHECK(archive.newest() == "manual x");
}

TEST_CASE("purposes: bench_runner's name tells more than the branch that was checked out") {
    Archive archive;
    archive.add(2, "main");
    archive.add("3.11", "", "results/bm-20220405-linux-x86_64-python-main-3.11.0a7-2e49bd0.json");
    CHECK(archive.newest() == "nightly");
    archive.add("main", "", "bm-20220405-linux-x86_64-faster%2dcpython-no%2dgc-3.11.0a7-2e49bd0.json");
    CHECK(archive.newest() == "manual no-gc of faster-cpython");
    archive.add("x", "", "bm-20220405-linux-x86_64-python-2e94f14310e8ab62f41d-3.11.0a7-2e94f14.json");
    CHECK(archive.newest() == "nightly");  // a commit of the project's own
    archive.add("x", "", "bm-20220405-linux-x86_64-python-v3.11.0a7-3.11.0a7-2e94f14.json");
    CHECK(archive.newest() == "tag v3.11.0a7");
}

TEST_CASE("bench_runner's names: eight parts, of which the second is a day") {
    CHECK(bench_runner_name("a/bm-20220405-linux-x86_64-python-main-3.11.0a7-2e49bd0.json.gz")->ref == "main");
    for (const char* other : {"", "bm.json", "bm-2022-linux-x86_64-python-main-3.11-2e49bd0.json",
                              "xx-20220405-linux-x86_64-python-main-3.11-2e49bd0.json", "bm-20220405-linux.json"})
        CHECK_FALSE(bench_runner_name(other));
}

TEST_CASE("kinds: what words mean") {
    CHECK(kind_meant("nightly") == Kind::nightly);
    CHECK(kind_meant("schedule") == Kind::nightly);
    CHECK(kind_meant("Tags") == Kind::tag);
    CHECK(kind_meant("workflow_dispatch") == Kind::manual);
    CHECK(kind_meant("pull_request") == Kind::pull_request);
    CHECK(kind_meant("pull-request") == Kind::pull_request);
    CHECK_FALSE(kind_meant("experiment"));
    CHECK_FALSE(kind_meant(""));
}

TEST_CASE("partitions: folders that say something") {
    using Found = std::map<std::string, std::string, std::less<>>;
    CHECK(partitions_of("kind=tag/ref=v1%2F2/2026/x=y.json") == Found{{"kind", "tag"}, {"ref", "v1/2"}});
    CHECK(partitions_of("x.json").empty());
    CHECK(partitions_of("=a/b/x.json").empty());
    CHECK(partitions_of("a=/x.json") == Found{{"a", ""}});
    CHECK(partition("ref", "feature/a b") == "ref=feature%2Fa%20b/");
    CHECK(partitions_of(partition("ref", "feature/ä=%") + "x.json") == Found{{"ref", "feature/ä=%"}});
}
