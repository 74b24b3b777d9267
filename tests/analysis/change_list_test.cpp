#include "analysis/change_list.hpp"

#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/change_groups.hpp"
#include "model/digest.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using analysis::Change;
using analysis::ChangeState;

namespace {

// 20 nights on each of two CPUs in turn, of `count` benchmarks that take twice as long from night 20 on.
model::History doubled(int count) {
    support::HistoryBuilder archive;
    const auto one = archive.testbed("one"), two = archive.testbed("two");
    for (int night = 0; night < 40; ++night) {
        const auto run = archive.run(night % 2 == 0 ? one : two, night);
        for (int b = 0; b < count; ++b)
            archive.measured("b" + std::to_string(b), run, support::only_median(night < 20 ? 1 : 2));
    }
    return archive.build();
}

Change between(std::uint32_t before, std::uint32_t after, std::uint32_t series = 0, double ratio = 1.5) {
    Change change;
    change.id = std::to_string(before) + "-" + std::to_string(after);
    change.series = series;
    change.state = ChangeState::confirmed;
    change.confirmed_by = after + 5;
    change.last_run_before = before;
    change.first_run_after = after;
    change.ratio = ratio;
    return change;
}

}  // namespace

TEST_CASE("the id of a change is the digest of benchmark, measure, testbed and first run after") {
    const model::History history = doubled(1);
    const auto changes = analysis::analyse(history, {}).changes;
    REQUIRE(changes.size() == 2);
    const std::string identity = "b0\ntime\n" + history.testbeds[0].slug + "\n" + history.runs[20].id;
    CHECK(changes[0].id == model::hex(model::sha256(identity), 10));
    CHECK(changes[0].id.size() == 10);
    CHECK(changes[0].id != changes[1].id);
}

TEST_CASE("a change has its levels, its ratio and its range") {
    const auto changes = analysis::analyse(doubled(1), {}).changes;
    REQUIRE(changes.size() == 2);
    const Change& change = changes[0];
    CHECK(change.before == 1);
    CHECK(change.after == 2);
    CHECK(change.ratio == 2.0);
    REQUIRE(change.interval);
    CHECK(change.interval->low <= 2);
    CHECK(change.interval->high >= 2);
    CHECK(change.last_run_before == 18);  // the testbed's, left out of the range
    CHECK(change.first_run_after == 20);
    CHECK(change.runs_before == 10);
    CHECK(change.runs_after == 10);
    CHECK(change.agreement.agreeing == 2);
    CHECK(change.agreement.able == 2);
}

TEST_CASE("what changed in the same runs is one event, whatever the benchmark and the testbed") {
    const auto report = analysis::analyse(doubled(3), {});
    REQUIRE(report.changes.size() == 6);
    REQUIRE(report.change_groups.size() == 1);
    const auto& group = report.change_groups[0];
    CHECK(group.changes.size() == 6);
    CHECK(group.last_run_before == 19);
    CHECK(group.first_run_after == 20);
    CHECK(group.id == report.changes[group.changes[0]].id);
}

TEST_CASE("no changes make no groups") {
    std::vector<Change> none;
    CHECK(analysis::group_changes({}, none).empty());
}

TEST_CASE("ranges that only touch are two events") {
    const model::History history = doubled(2);
    std::vector<Change> changes{between(3, 5), between(5, 8, 1)};
    const auto groups = analysis::group_changes(history, changes);
    REQUIRE(groups.size() == 2);
    CHECK(changes[0].group == 0);
    CHECK(changes[1].group == 1);
}

TEST_CASE("a wide range joins the event in which its own benchmark is") {
    const model::History history = doubled(2);  // series 0, 1: b0; 2, 3: b1
    std::vector<Change> changes{between(3, 5, 2), between(13, 15, 0), between(2, 16, 1)};
    const auto groups = analysis::group_changes(history, changes);
    REQUIRE(groups.size() == 2);
    CHECK(changes[2].group == 1);
    CHECK(groups[1].last_run_before == 13);
    CHECK(groups[1].first_run_after == 15);
}
