#include "analysis/bisection.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

using namespace benchfolio::analysis;

namespace {

using Commits = std::vector<BisectedCommit>;

// One after the other, the newest first.
Commits line(std::size_t count) {
    Commits commits(count);
    for (std::uint32_t i = 0; i + 1 < count; ++i) commits[i].parents = {i + 1};
    return commits;
}

std::vector<std::uint32_t> suspects_of(const Bisection& found) {
    std::vector<std::uint32_t> suspects;
    for (std::uint32_t i = 0; i < found.suspect.size(); ++i)
        if (found.suspect[i] != 0) suspects.push_back(i);
    return suspects;
}

bool contains(const Commits& commits, std::uint32_t commit, std::uint32_t other) {
    if (commit == other) return true;
    for (const std::uint32_t parent : commits[commit].parents)
        if (contains(commits, parent, other)) return true;
    return false;
}

// Measures as planned until one suspect is left; how many measurements that took.
std::uint32_t find(Commits commits, std::uint32_t culprit) {
    for (std::uint32_t measured = 0;; ++measured) {
        const Bisection now = bisection(commits);
        REQUIRE_FALSE(now.contradictory);
        REQUIRE(now.suspect[culprit] == 1);
        REQUIRE(now.steps.size() + 1 == now.suspects);
        if (now.suspects == 1) return measured;
        const std::uint32_t next = now.steps.front().commit;
        REQUIRE(commits[next].level == Level::untested);
        commits[next].level = contains(commits, next, culprit) ? Level::after : Level::before;
    }
}

}  // namespace

TEST_CASE("no commit, or one, needs no measurement") {
    CHECK(bisection({}).suspects == 0);
    CHECK_FALSE(bisection({}).contradictory);
    const Bisection one = bisection(line(1));
    CHECK(suspects_of(one) == std::vector<std::uint32_t>{0});
    CHECK(one.steps.empty());
    CHECK(one.rounds == 0);
}

TEST_CASE("the middle of a line comes first, then the middles of its halves") {
    const Bisection found = bisection(line(8));
    CHECK(found.rounds == 3);
    // Commit 4 contains 4 to 7. Then 6 or 2, then every second one.
    const std::vector<BisectionStep> expected{{4, 0}, {6, 1}, {2, 1}, {7, 2}, {5, 2}, {3, 2}, {1, 2}};
    CHECK(found.steps == expected);
}

TEST_CASE("a line of n commits takes the logarithm of n, rounded up") {
    for (const std::size_t count : {2, 3, 4, 5, 7, 9, 16, 17, 100, 1000})
        CHECK(bisection(line(count)).rounds == static_cast<std::uint32_t>(std::ceil(std::log2(count))));
}

TEST_CASE("what was measured narrows a line from both sides") {
    Commits commits = line(8);
    commits[1].level = Level::after;
    commits[5].level = Level::before;
    commits[3].level = Level::unclear;
    const Bisection found = bisection(commits);
    CHECK(suspects_of(found) == std::vector<std::uint32_t>{1, 2, 3, 4});
    CHECK(found.rounds == 2);
    CHECK(found.steps.front() == BisectionStep{3, 0});
}

TEST_CASE("levels that fit no single commit count for nothing, and that is said") {
    Commits commits = line(4);
    commits[3].level = Level::after;
    commits[1].level = Level::before;
    const Bisection found = bisection(commits);
    CHECK(found.contradictory);
    CHECK(found.suspects == 4);
}

TEST_CASE("a merge is measured through its branches") {
    // 0 is a merge of 1-2-3 and 4-5-6; both left from before.
    Commits commits(7);
    commits[0].parents = {1, 4};
    commits[1].parents = {2};
    commits[2].parents = {3};
    commits[4].parents = {5};
    commits[5].parents = {6};
    const Bisection found = bisection(commits);
    CHECK(found.steps.front() == BisectionStep{1, 0});  // three of seven
    CHECK(found.rounds == 3);
    commits[1].level = Level::before;
    CHECK(suspects_of(bisection(commits)) == std::vector<std::uint32_t>{0, 4, 5, 6});
}

TEST_CASE("following the plan finds the commit, wherever it is, in as many measurements as were told") {
    Commits tangled = line(40);
    for (std::uint32_t i = 0; i + 7 < 40; i += 3) tangled[i].parents.push_back(i + 7);
    for (std::uint32_t i = 2; i + 5 < 40; i += 5) tangled[i].parents = {i + 5};
    for (const Commits& commits : {line(37), tangled}) {
        const std::uint32_t most = bisection(commits).rounds;
        for (std::uint32_t culprit = 0; culprit < commits.size(); ++culprit) {
            if (!contains(commits, 0, culprit)) continue;
            CHECK(find(commits, culprit) <= most);
        }
    }
}

TEST_CASE("a result is on the level in whose third it lies") {
    CHECK(level_of(1.0, 1, 8) == Level::before);
    CHECK(level_of(1.99, 1, 8) == Level::before);  // 2 = 8^(1/3), 4 = 8^(2/3)
    CHECK(level_of(2.01, 1, 8) == Level::unclear);
    CHECK(level_of(3.99, 1, 8) == Level::unclear);
    CHECK(level_of(4.01, 1, 8) == Level::after);
    CHECK(level_of(100, 1, 8) == Level::after);
    CHECK(level_of(0.1, 8, 1) == Level::after);
    CHECK(level_of(-1, 0, 9) == Level::before);
    CHECK(level_of(4, 0, 9) == Level::unclear);
    CHECK(level_of(7, 0, 9) == Level::after);
    CHECK(level_of(1, 1, 1) == Level::unclear);
    CHECK(level_of(std::numeric_limits<double>::quiet_NaN(), 1, 2) == Level::unclear);
}

TEST_CASE("how many runs tell a commit's level follows from noise and change") {
    CHECK(runs_to_tell(0.01, 1.5) == 1U);
    // 3 x 1.96 x 0.05 / ln 1.1 = 3.0846; its square 9.51.
    CHECK(runs_to_tell(0.05, 1.1) == 10U);
    CHECK(runs_to_tell(0.05, 1 / 1.1) == 10U);
    CHECK(runs_to_tell(0, 1.1) == 1U);
    CHECK_FALSE(runs_to_tell(0.05, 1));
    CHECK_FALSE(runs_to_tell(0.05, std::nullopt));
    CHECK_FALSE(runs_to_tell(0.05, 0));
}
