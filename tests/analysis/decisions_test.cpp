#include "analysis/decisions.hpp"

#include "analysis/standing.hpp"
#include "support/catch.hpp"
#include "support/change_builder.hpp"
#include "support/history_builder.hpp"

namespace benchfolio::analysis {
namespace {

using support::add_change;

// 200 nights of two benchmarks on two CPUs of which the second is hidden; series 0 and 1 are of the first benchmark.
struct Archive {
    Archive() {
        support::HistoryBuilder builder;
        const auto a = builder.testbed("A"), b = builder.testbed("B");
        for (int day = 0; day < 200; ++day)
            for (const auto cpu : {a, b}) runs.push_back(builder.run(cpu, day));
        for (const char* name : {"bench_a", "bench_b"})
            for (const std::uint32_t run : runs) builder.measured(name, run, support::only_median(1e-3));
        history = builder.build();
        history.testbeds[1].hidden = true;
        report.series.resize(history.series.size());
    }
    Change& change(std::uint32_t series, double ratio, int night, std::optional<std::uint32_t> group = {}) {
        const auto after = static_cast<std::uint32_t>(2 * night);
        return add_change(history, report, series, ratio, after - 2, after, group);
    }

    support::Runs runs;
    model::History history;
    Report report;
};

}  // namespace

TEST_CASE("decisions: confirmed ones to decide, watched ones to watch, both of the last 90 nights, the newest first") {
    Archive archive;
    archive.change(0, 1.2, 150);
    archive.change(2, 0.8, 190);
    archive.change(0, 1.1, 196).state = ChangeState::watching;
    archive.change(2, 1.3, 50);
    const Decisions found = decisions(archive.history, archive.report);
    REQUIRE(found.decide.size() == 2);
    CHECK(found.decide[0].benchmarks[0].leading == 1);
    CHECK(found.decide[1].benchmarks[0].leading == 0);
    CHECK(count(found.decide).worse == 1);
    CHECK(count(found.decide).better == 1);
    CHECK(found.watching.size() == 1);
    CHECK(found.older == 1);
}

TEST_CASE("decisions: what is not listed is counted, by why") {
    Archive archive;
    archive.change(0, 1.2, 150).review = Review{ReviewKind::acknowledged, "seen", {}, {}, "triage.toml:1", false};
    archive.change(2, 1.2, 151).review = Review{ReviewKind::explained, "meant", {}, {}, "triage.toml:2", false};
    archive.change(0, 1.2, 160).review = Review{ReviewKind::ignored, "runner", {}, {}, "triage.toml:3", false};
    archive.change(2, 1.2, 170).state = ChangeState::retracted;
    archive.change(1, 1.2, 180);
    const Decisions found = decisions(archive.history, archive.report);
    CHECK(found.decide.empty());
    CHECK(found.acknowledged == 1);
    CHECK(found.explained == 1);
    CHECK(found.ignored == 1);
    CHECK(found.reviewed() == 3);
    CHECK(found.retracted == 1);
    CHECK(found.hidden == 1);
}

TEST_CASE("decisions: a review that has expired takes nothing off the list") {
    Archive archive;
    archive.change(0, 1.2, 150).review =
        Review{ReviewKind::ignored, "runner", {}, archive.history.runs[0].time, "triage.toml:3", true};
    const Decisions found = decisions(archive.history, archive.report);
    CHECK(found.decide.size() == 1);
    CHECK(found.ignored == 0);
}

TEST_CASE("decisions: a benchmark's changes on several CPUs are told once, by the confirmed one with most runs") {
    Archive archive;
    archive.history.testbeds[1].hidden = false;
    archive.change(0, 1.2, 150).runs_after = 9;
    archive.report.changes[0].state = ChangeState::watching;
    archive.change(1, 1.25, 150, 0).runs_after = 5;
    archive.change(2, 1.5, 150, 0);
    archive.change(3, 0.9, 150, 0);
    const std::vector<std::uint32_t> all{0, 1, 2, 3};
    const auto events = events_of(archive.history, archive.report, all);
    REQUIRE(events.size() == 1);
    REQUIRE(events[0].benchmarks.size() == 3);
    CHECK(events[0].worse == 2);
    CHECK(events[0].better == 1);
    CHECK(events[0].benchmarks[0].leading == 2);  // the largest
    CHECK(events[0].benchmarks[1].leading == 1);
    CHECK(events[0].benchmarks[1].changes == std::vector<std::uint32_t>{0, 1});
}

TEST_CASE("decisions: new is what was confirmed within a week, since the first run that shows it") {
    Archive archive;
    archive.change(0, 1.2, 193).confirmed_by = 2 * 198;
    archive.change(2, 1.2, 150).confirmed_by = 2 * 160;
    const Decisions found = decisions(archive.history, archive.report);
    CHECK(found.fresh.worse == 1);
    CHECK(found.fresh.better == 0);
    CHECK(found.fresh_since == archive.history.runs[2 * 193].time);
}

TEST_CASE("decisions: none without runs or changes") {
    CHECK(decisions(model::History{}, Report{}).decide.empty());
    CHECK_FALSE(decisions(Archive{}.history, Archive{}.report).fresh_since);
    Change none;
    CHECK(size_of(none) == 0);
}

}  // namespace benchfolio::analysis
