#include "cli/clone.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "cli/commit_counts.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;

namespace {

// A real repository, made by the git program; every commit a minute after the one before.
class Repository {
  public:
    Repository() { git({"init", "-q", "-b", "main"}); }

    std::string path() const { return folder_.path().string(); }

    std::string git(std::vector<std::string> arguments) {
        const std::string time = std::to_string(1700000000 + 60 * commits_) + " +0000";
        const system::Variables who{{"GIT_AUTHOR_NAME", "A"},          {"GIT_AUTHOR_EMAIL", "a@example.org"},
                                    {"GIT_COMMITTER_NAME", "A"},       {"GIT_COMMITTER_EMAIL", "a@example.org"},
                                    {"GIT_AUTHOR_DATE", time},         {"GIT_COMMITTER_DATE", time},
                                    {"GIT_CONFIG_GLOBAL", "/dev/null"}};
        system::Git git{path()};
        for (const auto& [name, value] : who) git.variables[name] = value;
        const system::Outcome outcome = git.run(std::move(arguments));
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
        return outcome.out.substr(0, outcome.out.find('\n'));
    }

    // The id of the new commit.
    std::string commit() {
        git({"commit", "-q", "--allow-empty", "-m", "change " + std::to_string(++commits_)});
        return git({"rev-parse", "HEAD"});
    }

  private:
    support::TemporaryFolder folder_;
    int commits_ = 0;
};

model::ExitCode failure_of(const std::string& folder) {
    try {
        cli::Clone{folder};
    } catch (const model::Error& error) {
        CHECK(error.code() == "repo");
        CHECK(error.place() == folder);
        return error.exit_code();
    }
    return model::ExitCode::ok;
}

}  // namespace

TEST_CASE("a clone resolves tags, branches, those of origin, and abbreviations to full ids") {
    Repository repository;
    const std::string first = repository.commit(), second = repository.commit();
    repository.git({"tag", "v1", first});
    repository.git({"tag", "-a", "-m", "annotated", "v2", second});
    repository.git({"update-ref", "refs/remotes/origin/feature", first});
    const cli::Clone clone{repository.path()};
    CHECK(clone.commit("v1") == first);
    CHECK(clone.commit("v2") == second);
    CHECK(clone.commit("main") == second);
    CHECK(clone.commit("feature") == first);
    CHECK(clone.commit(first.substr(0, 9)) == first);
    CHECK_FALSE(clone.commit("v3"));
    CHECK_FALSE(clone.commit(""));
}

TEST_CASE("no name is taken for an option of git") {
    Repository repository;
    repository.commit();
    const cli::Clone clone{repository.path()};
    for (const char* name : {"--all", "--show-toplevel", "-h", "--git-dir", "--exec=touch x", "--end-of-options"})
        CHECK_FALSE(clone.commit(name));
    CHECK_FALSE(clone.count("--all", "--all"));
    CHECK_FALSE(clone.merge_base("--fork-point", "main"));
}

TEST_CASE("commits between two are counted on the newer side only") {
    Repository repository;
    const std::string base = repository.commit();
    const std::string one = repository.commit(), two = repository.commit();
    repository.git({"checkout", "-q", "-b", "side", base});
    const std::string aside = repository.commit();
    const cli::Clone clone{repository.path()};
    CHECK(clone.count(base, two) == 2);
    CHECK(clone.count(base.substr(0, 10), one) == 1);
    CHECK(clone.count(two, two) == 0);
    CHECK(clone.count(aside, two) == 2);
    CHECK_FALSE(clone.count(two, base));  // the older one has nothing that the newer has not
    CHECK_FALSE(clone.count(std::string(40, 'e'), two));
    CHECK_FALSE(clone.count("", two));
    CHECK(clone.merge_base(aside, two) == base);
    CHECK_FALSE(clone.merge_base(std::string(40, 'e'), two));
}

TEST_CASE("commits between two stand before their parents, with author, subject and what they contain") {
    Repository repository;
    const std::string base = repository.commit(), main = repository.commit();
    repository.git({"checkout", "-q", "-b", "side", base});
    const std::string side = repository.commit();
    repository.git({"checkout", "-q", "main"});
    repository.git({"merge", "-q", "--no-ff", "-m", "a subject \x1f of \xC3\xA4ll kinds\n\nand a body", "side"});
    const std::string merge = repository.git({"rev-parse", "HEAD"});
    const cli::Clone clone{repository.path()};
    const auto all = clone.between(base, merge, false).value();
    REQUIRE(all.size() == 3);
    CHECK(all[0].id == merge);
    CHECK(all[0].subject == "a subject \x1f of \xC3\xA4ll kinds");
    CHECK(all[0].author == "A");
    REQUIRE(all[0].parents.size() == 2);
    CHECK(all[all[0].parents[0]].id == main);
    CHECK(all[all[0].parents[1]].id == side);
    CHECK(all[1].parents.empty());  // the base is no part of the range
    CHECK(all[1].time.has_value());
    const auto first_parents = clone.between(base, merge, true).value();
    REQUIRE(first_parents.size() == 2);
    CHECK(first_parents[1].id == main);
    CHECK(first_parents[0].parents == std::vector<std::uint32_t>{1});
    CHECK(clone.between(merge, base, false).value().empty());
    CHECK_FALSE(clone.between(std::string(40, 'e'), merge, false));
    CHECK_FALSE(clone.between("--all", merge, false));
}

TEST_CASE("histories without a common ancestor have no merge base") {
    Repository repository;
    const std::string first = repository.commit();
    repository.git({"checkout", "-q", "--orphan", "other"});
    const std::string other = repository.commit();
    CHECK_FALSE(cli::Clone{repository.path()}.merge_base(first, other));
}

TEST_CASE("tags come by the time of their commits, and only those of commits") {
    Repository repository;
    const std::string first = repository.commit(), second = repository.commit(), third = repository.commit();
    repository.git({"tag", "z-old", first});
    repository.git({"tag", "a-new", third});
    repository.git({"tag", "-a", "-m", "late note", "middle", second});
    repository.git({"tag", "a-tree", first + "^{tree}"});
    std::vector<std::string> told;
    for (const analysis::Tag& tag : cli::Clone{repository.path()}.tags()) told.push_back(tag.name + " " + tag.commit);
    CHECK(told == std::vector<std::string>{"z-old " + first, "middle " + second, "a-new " + third});
}

TEST_CASE("a shallow clone counts nothing rather than too few") {
    Repository repository;
    const std::string first = repository.commit();
    repository.commit();
    const std::string third = repository.commit();
    support::TemporaryFolder folder;
    const std::string copy = (folder / "copy").string();
    repository.git({"clone", "-q", "--depth", "2", "file://" + repository.path(), copy});
    const cli::Clone clone{copy};
    CHECK(clone.is_shallow());
    CHECK(clone.commit("main") == third);
    CHECK_FALSE(clone.count(third, third));
    CHECK_FALSE(clone.commit(first));
}

TEST_CASE("an empty repository has no tags and no commits") {
    const Repository repository;
    const cli::Clone clone{repository.path()};
    CHECK(clone.tags().empty());
    CHECK_FALSE(clone.commit("main"));
}

TEST_CASE("what is no clone is said with its folder") {
    const support::TemporaryFolder folder;
    CHECK(failure_of(folder.path().string()) == model::ExitCode::usage);
    CHECK(failure_of((folder / "missing").string()) == model::ExitCode::usage);
}

TEST_CASE("every change gets the count of its range, or none") {
    Repository repository;
    const std::string base = repository.commit();
    const std::string one = repository.commit(), two = repository.commit();
    support::HistoryBuilder archive;
    const auto nights = archive.nights(archive.testbed("EPYC 7763"), 3);
    model::History history = archive.build();
    history.runs[nights[0]].commit->id = base;
    history.runs[nights[1]].commit->id = two;
    history.runs[nights[2]].commit.reset();
    analysis::Report report;
    for (const auto& [before, after] : {std::pair{0, 1}, {1, 2}, {0, 1}}) {
        analysis::Change& change = report.changes.emplace_back();
        change.last_run_before = nights[static_cast<std::size_t>(before)];
        change.first_run_after = nights[static_cast<std::size_t>(after)];
    }
    cli::Progress progress{{}, true};
    cli::count_commits(cli::Clone{repository.path()}, history, 2, report, progress);
    CHECK(report.changes[0].commit_count == 2);
    CHECK_FALSE(report.changes[1].commit_count);
    CHECK(report.changes[2].commit_count == 2);
}
