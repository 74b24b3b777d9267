#include "analysis/aggregate.hpp"

#include <cmath>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/tagged_set.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using support::HistoryBuilder;
using Values = std::vector<double>;
using Indices = std::vector<std::uint32_t>;

namespace {

std::vector<analysis::Aggregate> aggregates_of(const HistoryBuilder& archive, const analysis::Options& options = {}) {
    return analysis::analyse(archive.build(), options).aggregates;
}

// Ten runs at one level, then one at `factor` times it.
Values then(double level, double factor) {
    Values values(10, level);
    values.push_back(level * factor);
    return values;
}

}  // namespace

TEST_CASE("the geometric mean of ratios to the median of the first ten runs") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 11);
    archive.measured("a", runs, then(1e-6, 2));
    archive.measured("b", runs, then(3, 8));
    const auto aggregates = aggregates_of(archive);
    REQUIRE(aggregates.size() == 1);
    const auto& aggregate = aggregates[0];
    CHECK(aggregate.set == "all");
    CHECK_FALSE(aggregate.undefined);
    CHECK(aggregate.baseline == "median of the first 10 runs, 2024-01-01 to 2024-01-10");
    CHECK(aggregate.baseline_runs.size() == 10);
    CHECK(aggregate.members == Indices{0, 1});
    CHECK(aggregate.excluded.empty());
    REQUIRE(aggregate.points.size() == 11);
    CHECK(aggregate.points[0].ratio == Approx(1));
    CHECK(aggregate.points[10].ratio == Approx(4));
    CHECK(aggregate.points[10].n == 2);
    CHECK(aggregate.points[10].complete);
}

TEST_CASE("a night that lacks a member is incomplete, with its n") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 11);
    archive.measured("a", runs, then(1, 2));
    archive.measured("b", runs, Values(10, 1.0));
    const auto aggregate = aggregates_of(archive).at(0);
    CHECK(aggregate.members == Indices{0, 1});
    CHECK_FALSE(aggregate.points[10].complete);
    CHECK(aggregate.points[10].n == 1);
    CHECK(aggregate.points[10].ratio == Approx(2));
    CHECK(aggregate.points[9].complete);
    CHECK(aggregate.points[10].basis == 0);
}

TEST_CASE("members are in the baseline and in 90 % of the runs; the others are listed") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    const auto runs = archive.nights(cpu, 20);
    archive.measured("always", runs, Values(20, 1.0));
    archive.measured("late", support::Runs(runs.begin() + 10, runs.end()), Values(10, 1.0));
    archive.measured("mostly", support::Runs(runs.begin(), runs.end() - 2), Values(18, 1.0));
    archive.measured("seldom", support::Runs(runs.begin(), runs.end() - 3), Values(17, 1.0));
    const auto aggregate = aggregates_of(archive).at(0);
    CHECK(aggregate.members == Indices{0, 2});
    CHECK(aggregate.excluded == Indices{1, 3});
}

TEST_CASE("a suite version has a baseline of its own, and the line breaks") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    auto runs = archive.nights(cpu, 3, "1");
    for (const auto run : archive.nights(cpu, 3, "2")) runs.push_back(run);
    archive.measured("b", runs, {1, 1, 1, 50, 50, 100});
    const auto aggregate = aggregates_of(archive).at(0);
    REQUIRE(aggregate.bases.size() == 2);
    CHECK(aggregate.bases[1].suite == "2");
    CHECK(aggregate.bases[1].baseline_runs == Indices{3, 4, 5});
    CHECK(aggregate.baseline_runs == Indices{3, 4, 5});
    REQUIRE(aggregate.points.size() == 6);
    CHECK(aggregate.points[2].basis == 0);
    CHECK(aggregate.points[3].basis == 1);
    CHECK(aggregate.points[3].ratio == Approx(1));
    CHECK(aggregate.points[5].ratio == Approx(2));
}

TEST_CASE("when all benchmarks are renamed, a new basis begins; a night of failures does not begin one") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    const auto before = archive.nights(cpu, 20), after = archive.nights(cpu, 20);
    for (const char* name : {"old_a", "old_b", "old_c"}) {
        auto runs = before;
        if (name != std::string{"old_a"}) runs.erase(runs.begin() + 15);
        archive.measured(name, runs, Values(runs.size(), 1.0));
    }
    for (const char* name : {"new_a", "new_b", "new_c"}) archive.measured(name, after, Values(20, 2.0));
    const auto aggregate = aggregates_of(archive).at(0);
    CHECK(aggregate.bases.size() == 2);
    REQUIRE(aggregate.points.size() == 40);
    CHECK(aggregate.points[15].n == 1);
    CHECK(aggregate.points[19].basis == 0);
    CHECK(aggregate.points[20].basis == 1);
    CHECK(aggregate.points[39].ratio == Approx(1));
}

TEST_CASE("nothing is averaged across CPUs or measures") {
    HistoryBuilder archive;
    const auto slow = archive.testbed("Xeon"), fast = archive.testbed("EPYC");
    const auto on_slow = archive.nights(slow, 4), on_fast = archive.nights(fast, 4);
    archive.measured("b", on_slow, Values(4, 10.0));
    archive.measured("b", on_fast, Values(4, 1.0));
    archive.measured("b", on_fast, Values(4, 4096.0), "max_rss");
    const auto aggregates = aggregates_of(archive);
    REQUIRE(aggregates.size() == 3);
    for (const auto& aggregate : aggregates)
        for (const auto& point : aggregate.points) CHECK(point.ratio == 1);
    CHECK(aggregates[0].testbed == slow);
    CHECK(aggregates[1].testbed == fast);
    CHECK(aggregates[2].measure == 1);
}

TEST_CASE("a value that is not positive leaves the aggregate undefined, with the benchmark named") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 3);
    archive.measured("fine", runs, {1, 1, 1});
    archive.measured("odd", runs, {1, 0, 1});
    const auto aggregate = aggregates_of(archive).at(0);
    CHECK(aggregate.undefined == "odd has a value that is not positive");
    CHECK(aggregate.points.empty());
}

TEST_CASE("one run, and a CPU that is not recorded, have no aggregate and say why") {
    HistoryBuilder archive;
    archive.measured("b", archive.nights(archive.testbed("EPYC 7763"), 1), {1});
    archive.measured("b", archive.nights(archive.testbed(""), 5), Values(5, 1.0));
    const auto aggregates = aggregates_of(archive);
    REQUIRE(aggregates.size() == 2);
    CHECK(aggregates[0].undefined == "fewer than two runs");
    CHECK(aggregates[1].undefined->find("CPU is not recorded") != std::string::npos);
}

TEST_CASE("a set is its patterns and its tags") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 2);
    model::Benchmark tagged;
    tagged.name = "solve";
    tagged.tags = {"apps"};
    archive.benchmark(tagged);
    for (const char* name : {"add[1]", "add[2]", "solve"}) archive.measured(name, runs, {1, 1});
    analysis::Options options;
    options.sets = {{"adding", {"add*"}, {}, {}}, {"apps", {}, {"apps"}, {}}, {"none", {"nothing*"}, {}, {}}};
    const auto aggregates = aggregates_of(archive, options);
    REQUIRE(aggregates.size() == 2);
    CHECK(aggregates[0].members == Indices{0, 1});
    CHECK(aggregates[1].set == "apps");
    CHECK(aggregates[1].members == Indices{2});
}

TEST_CASE("declared weights count, the longest pattern first, and where none is declared all count alike") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 2);
    for (const char* name : {"add", "solve_big", "solve_small"}) archive.measured(name, runs, {1, 1});
    archive.measured("sub", runs, {1, 16});
    analysis::Options options;
    options.baseline = "1000000";  // the first run
    options.sets = {{"weighty", {}, {}, {{"sub*", 3}, {"*", 0.5}}}, {"plain", {}, {}, {}}};
    const auto aggregates = aggregates_of(archive, options);
    REQUIRE(aggregates.size() == 2);
    CHECK(aggregates[0].points[1].ratio == Approx(std::pow(16, 3 / 4.5)));  // three of 3 + three halves
    CHECK(aggregates[1].points[1].ratio == Approx(2));
    CHECK(analysis::is_weighted(options, "weighty"));
    CHECK_FALSE(analysis::is_weighted(options, "plain"));
    CHECK_FALSE(analysis::is_weighted(options, "none"));
}

TEST_CASE("a pinned baseline is a run's id or the start of a commit") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 4);
    archive.measured("b", runs, {1, 2, 4, 8});
    analysis::Options options;
    options.baseline = "1000002";  // the commit of the third run
    const auto aggregate = aggregates_of(archive, options).at(0);
    CHECK(aggregate.baseline_runs == Indices{2});
    CHECK(aggregate.baseline == "1000002, 2024-01-03");
    CHECK(aggregate.points[0].ratio == Approx(0.25));
    options.baseline = archive.build().runs[0].id;
    CHECK(aggregates_of(archive, options).at(0).points[3].ratio == Approx(8));
    options.baseline = "ffff";
    CHECK(aggregates_of(archive, options).at(0).undefined == "no run of the baseline ffff on this CPU");
}

TEST_CASE("the interval is about the level of five runs, and depends on names only") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 20);
    Values values;
    for (std::size_t i = 0; i < 20; ++i) values.push_back(i % 2 == 0 ? 1.0 : 1.1);
    archive.measured("b", runs, values);
    const auto aggregate = aggregates_of(archive).at(0);
    for (const auto& point : aggregate.points) {
        REQUIRE(point.interval);
        CHECK(point.interval->low < point.level);
        CHECK(point.interval->high > point.level);
    }
    // the runs 8 to 12 have the ratios 1 1.1 1 1.1 1, over the baseline 1.05
    CHECK(aggregate.points[10].level == Approx(std::pow(1.1, 0.4) / 1.05));
    const auto again = aggregates_of(archive).at(0);
    CHECK(again.points[10].interval->low == aggregate.points[10].interval->low);
}
