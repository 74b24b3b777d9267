// The traps that a detector of changes has to pass, each by itself.
#include "analysis/detection.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::ChangeState;
using support::HistoryBuilder;
using Values = std::vector<double>;
using States = std::vector<ChangeState>;

namespace {

Values joined(Values first, const Values& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

analysis::Report report_of(const Values& values) {
    HistoryBuilder archive;
    archive.measured("b", archive.nights(archive.testbed("EPYC 7763"), values.size()), values);
    return analysis::analyse(archive.build(), {});
}

std::vector<analysis::Change> changes_of(const Values& values) {
    return report_of(values).changes;
}

// Positions of the first runs after, of changes that are confirmed.
std::vector<std::uint32_t> confirmed(const Values& values) {
    std::vector<std::uint32_t> result;
    for (const auto& change : changes_of(values))
        if (change.state == ChangeState::confirmed) result.push_back(change.first_run_after);
    return result;
}

// 60 values of a benchmark that is often at a second mode.
Values two_modes(std::uint64_t seed, std::size_t count, double share = 0.4) {
    support::Noise noise{seed};
    Values values = noise.times(count, 0.01);
    for (double& value : values)
        if (noise.uniform() < share) value *= 1.5;
    return values;
}

}  // namespace

TEST_CASE("no result, one or two show no change") {
    CHECK(changes_of({}).empty());
    CHECK(changes_of({1}).empty());
    CHECK(changes_of({1, 1.001}).empty());
}

TEST_CASE("equal values show no change") {
    CHECK(changes_of(Values(50, 3.0)).empty());
    CHECK(changes_of(Values(50, 0.0)).empty());
    CHECK(changes_of(Values(50, -1.0)).empty());
}

TEST_CASE("a step is watched at first, then confirmed by the fifth run") {
    support::Noise noise{5};
    const Values values = joined(noise.times(30, 0.01), noise.times(8, 0.01, 1.1));
    for (std::size_t after = 2; after <= 4; ++after) {
        const auto changes = changes_of({values.begin(), values.begin() + 30 + static_cast<std::ptrdiff_t>(after)});
        REQUIRE(changes.size() == 1);
        CHECK(changes[0].state == ChangeState::watching);
        CHECK(changes[0].first_run_after == 30);
    }
    const auto changes = changes_of(values);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].state == ChangeState::confirmed);
    CHECK(changes[0].last_run_before == 29);
    CHECK(changes[0].first_run_after == 30);
    CHECK(changes[0].confirmed_by == 34U);
    CHECK(changes[0].direction == analysis::Verdict::slower);
}

TEST_CASE("a change that more runs take the evidence away from is retracted") {
    // Values that alternate by 1 % have neighbours 0.01 apart: sigma is 0.01 / 0.954 = 0.0105. Five runs at ln(1.0355)
    // = 0.0349 = 3.33 sigma give evidence of 3.33^2 30 5 / 35 = 47 > 42. When 15 more are back at the old level, the
    // mean after is 3.33 5 / 20 = 0.83 sigma, and 0.83^2 30 20 / 50 = 8.3 < 9; that they came back has 3.33^2 5 15 / 20
    // = 41.6 < 42.
    Values values;
    for (std::size_t i = 0; i < 90; ++i)
        values.push_back((i % 2 == 0 ? 0.995 : 1.005) * (i >= 30 && i < 35 ? 1.0355 : 1));
    const auto after = [&](std::ptrdiff_t runs) { return changes_of({values.begin(), values.begin() + runs}); };
    const auto before = after(49);
    REQUIRE(before.size() == 2);
    CHECK(before[0].state == ChangeState::confirmed);
    CHECK(before[0].confirmed_by == 34U);
    CHECK(before[1].state == ChangeState::watching);  // that they came back
    for (const std::ptrdiff_t runs : {50, 90}) {
        const auto changes = after(runs);  // it neither vanishes nor comes back
        REQUIRE(changes.size() == 1);
        CHECK(changes[0].state == ChangeState::retracted);
        CHECK(changes[0].first_run_after == 30);
        CHECK(changes[0].confirmed_by == 34U);
        CHECK(changes[0].retracted_by == 49U);
    }
}

TEST_CASE("an outlier that reverts is no change, nor are two of them") {
    support::Noise noise{6};
    Values values = noise.times(60, 0.01);
    values[30] *= 3;
    CHECK(changes_of(values).empty());
    values[31] *= 2.5;
    CHECK(confirmed(values).empty());
}

TEST_CASE("a change that was undone after some runs is two changes") {
    support::Noise noise{7};
    const Values values = joined(joined(noise.times(30, 0.01), noise.times(8, 0.01, 1.2)), noise.times(30, 0.01));
    CHECK(confirmed(values) == std::vector<std::uint32_t>{30, 38});
}

TEST_CASE("flips between two modes raise no alert") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        INFO("seed " << seed);
        const auto report = report_of(two_modes(seed, 80));
        CHECK(std::ranges::count(report.changes, ChangeState::confirmed, &analysis::Change::state) == 0);
        CHECK(report.series[0].bimodal);
    }
}

TEST_CASE("a step of a benchmark with two modes is found") {
    for (const double factor : {1.1, 0.8, 1.5, 2.0}) {
        INFO("factor " << factor);
        Values values = two_modes(3, 80);
        for (std::size_t i = 50; i < values.size(); ++i) values[i] *= factor;
        const auto found = confirmed(values);
        REQUIRE(found.size() == 1);
        CHECK(found[0] >= 49);
        CHECK(found[0] <= 51);
    }
}

TEST_CASE("a drift is told as few changes") {
    support::Noise noise{9};
    Values values = noise.times(120, 0.01);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] *= 1 + 0.2 * static_cast<double>(i) / 120;
    CHECK(confirmed(values).size() <= 6);
}

TEST_CASE("pure noise shows no change") {
    std::size_t false_alarms = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
        false_alarms += confirmed(support::Noise{seed}.times(100, 0.03)).size();
    CHECK(false_alarms <= 1);
}

TEST_CASE("noise that fades from run to run shows hardly any") {
    std::size_t false_alarms = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        support::Noise noise{seed};
        double state = 0;
        Values values;
        for (int i = 0; i < 200; ++i) values.push_back(std::exp(0.02 * (state = 0.5 * state + noise.normal())));
        false_alarms += confirmed(values).size();
    }
    CHECK(false_alarms <= 20);
}

TEST_CASE("counts without noise: every lasting change is one, however small") {
    Values values(20, 100000);
    values.resize(30, 100001);
    CHECK(confirmed(values) == std::vector<std::uint32_t>{20});
    values.resize(40, 0);
    CHECK(confirmed(values) == std::vector<std::uint32_t>{20, 30});
}

TEST_CASE("negative values are compared as they are") {
    support::Noise noise{11};
    Values values;
    for (int i = 0; i < 40; ++i) values.push_back((i < 20 ? -5 : -8) + 0.1 * noise.normal());
    const auto changes = changes_of(values);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].first_run_after == 20);
    CHECK_FALSE(changes[0].ratio);
    CHECK(changes[0].direction == analysis::Verdict::faster);
}

TEST_CASE("two testbeds confirm together what neither would alone") {
    support::Noise noise{12};
    HistoryBuilder archive;
    const auto one = archive.testbed("one"), two = archive.testbed("two");
    for (int night = 0; night < 44; ++night) {
        const double level = night < 40 ? 1 : 1.2;
        archive.measured("b", archive.run(night % 2 == 0 ? one : two, night),
                         support::only_median(level * std::exp(0.01 * noise.normal())));
    }
    const auto changes = analysis::analyse(archive.build(), {}).changes;
    REQUIRE(changes.size() == 2);
    for (const auto& change : changes) {
        CHECK(change.state == ChangeState::confirmed);
        CHECK(change.runs_after == 2);
        CHECK(change.agreement.agreeing == 2);
    }
    CHECK(changes[0].group == changes[1].group);
}

TEST_CASE("a run on a busy host floods nobody; a change of the whole suite is found") {
    for (const std::size_t lasting : {1U, 10U}) {
        support::Noise noise{13};
        HistoryBuilder archive;
        const auto runs = archive.nights(archive.testbed("EPYC 7763"), 40);
        for (int b = 0; b < 20; ++b) {
            Values values = noise.times(40, 0.01);
            for (std::size_t i = 0; i < lasting; ++i) values[30 + i] *= 1.5;
            archive.measured("b" + std::to_string(b), runs, values);
        }
        const auto changes = analysis::analyse(archive.build(), {}).changes;
        const auto found =
            std::ranges::count_if(changes, [](const auto& change) { return change.first_run_after == 30; });
        CHECK(found == (lasting == 1 ? 0 : 20));
    }
}

TEST_CASE("nothing is compared across versions of the suite or CPUs that are not known") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    auto runs = archive.nights(cpu, 20, "1");
    for (const auto run : archive.nights(cpu, 20, "2")) runs.push_back(run);
    Values values(20, 1.0);
    values.resize(40, 2.0);
    archive.measured("b", runs, values);
    archive.measured("c", archive.nights(archive.testbed(""), 40), values);
    CHECK(analysis::analyse(archive.build(), {}).changes.empty());
}
