#include <vector>

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::Verdict;
using support::HistoryBuilder;
using Values = std::vector<double>;

namespace {

Values joined(Values first, const Values& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

analysis::LatestChange latest_of(const HistoryBuilder& archive, std::size_t series = 0) {
    return analysis::analyse(archive.build(), {}).series.at(series).latest;
}

}  // namespace

TEST_CASE("a recent step up is slower, with its ratio, interval and runs") {
    support::Noise noise{1};
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 40);
    archive.measured("b", runs, joined(noise.times(30, 0.01), noise.times(10, 0.01, 1.2)));
    const auto latest = latest_of(archive);
    CHECK(latest.verdict == Verdict::slower);
    CHECK(latest.run == runs[30]);
    CHECK(latest.run_before == runs[29]);
    CHECK(*latest.ratio == Approx(1.2).epsilon(0.01));
    REQUIRE(latest.interval);
    CHECK(latest.interval->low > 1.17);
    CHECK(latest.interval->low < *latest.ratio);
    CHECK(latest.interval->high > *latest.ratio);
    CHECK(latest.interval->high < 1.23);
    CHECK_FALSE(latest.more_runs);
}

TEST_CASE("the verdict follows the measure's direction") {
    support::Noise noise{1};
    HistoryBuilder archive;
    archive.measure({"throughput", "1/s", model::Direction::higher_is_better});
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 40);
    const Values up = joined(noise.times(30, 0.01), noise.times(10, 0.01, 1.2));
    const Values down = joined(noise.times(30, 0.01), noise.times(10, 0.01, 0.8));
    archive.measured("a", runs, up, "throughput");
    archive.measured("b", runs, down, "throughput");
    archive.measured("c", runs, down, "time");
    CHECK(latest_of(archive, 0).verdict == Verdict::faster);
    CHECK(latest_of(archive, 1).verdict == Verdict::slower);
    CHECK(latest_of(archive, 2).verdict == Verdict::faster);
}

TEST_CASE("a quiet series shows no evidence, and says what it could have shown") {
    support::Noise noise{2};
    HistoryBuilder archive;
    archive.measured("b", archive.nights(archive.testbed("EPYC 7763"), 60), noise.times(60, 0.01));
    const auto latest = latest_of(archive);
    CHECK(latest.verdict == Verdict::no_evidence);
    CHECK_FALSE(latest.ratio);
    REQUIRE(latest.visible);
    CHECK(*latest.visible > 0.005);
    CHECK(*latest.visible < 0.02);
}

TEST_CASE("a noisy series cannot tell, and says how many runs would do") {
    support::Noise noise{3};
    HistoryBuilder archive;
    archive.measured("b", archive.nights(archive.testbed("EPYC 7763"), 40), noise.times(40, 0.12));
    const auto latest = latest_of(archive);
    CHECK(latest.verdict == Verdict::cannot_tell);
    CHECK(*latest.visible > 0.1);
}

TEST_CASE("a few runs cannot tell; what is missing to eight would do") {
    HistoryBuilder archive;
    archive.measured("b", archive.nights(archive.testbed("EPYC 7763"), 3), {1, 1.01, 1});
    const auto latest = latest_of(archive);
    CHECK(latest.verdict == Verdict::cannot_tell);
    CHECK_FALSE(latest.visible);
    CHECK(latest.more_runs == 5U);
}

TEST_CASE("a step that began more than 90 nights ago is no latest change") {
    support::Noise noise{4};
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 130);
    archive.measured("b", runs, joined(noise.times(30, 0.01), noise.times(100, 0.01, 1.2)));
    const auto latest = latest_of(archive);
    CHECK(latest.verdict == Verdict::no_evidence);
    CHECK_FALSE(latest.run);
}

TEST_CASE("results of two suite versions are not compared") {
    support::Noise noise{5};
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    auto runs = archive.nights(cpu, 30, "1");
    for (const auto run : archive.nights(cpu, 30, "2")) runs.push_back(run);
    archive.measured("b", runs, joined(noise.times(30, 0.01), noise.times(30, 0.01, 2)));
    const auto latest = latest_of(archive);
    CHECK(latest.verdict == Verdict::no_evidence);
    CHECK_FALSE(latest.ratio);
}

TEST_CASE("nothing is said where the CPU is not recorded, or of a series that is no longer run") {
    support::Noise noise{6};
    HistoryBuilder archive;
    archive.measured("a", archive.nights(archive.testbed(""), 40),
                     joined(noise.times(30, 0.01), noise.times(10, 0.01, 2)));
    const auto cpu = archive.testbed("EPYC 7763");
    archive.measured("b", archive.nights(cpu, 40), joined(noise.times(30, 0.01), noise.times(10, 0.01, 2)));
    archive.skip_nights(100);
    archive.measured("c", archive.nights(cpu, 1), {1});
    const auto report = analysis::analyse(archive.build(), {});
    CHECK(report.series[0].latest.verdict == Verdict::cannot_tell);
    CHECK(report.series[1].latest.verdict == Verdict::cannot_tell);
    CHECK_FALSE(report.series[1].latest.ratio);
    CHECK(report.series[1].retired);
    CHECK_FALSE(report.series[2].retired);
}

TEST_CASE("values that are not positive have no ratio") {
    HistoryBuilder archive;
    archive.measured("b", archive.nights(archive.testbed("EPYC 7763"), 30), joined(Values(20, 0.0), Values(10, 5.0)));
    const auto latest = latest_of(archive);
    CHECK(latest.verdict == Verdict::cannot_tell);
    CHECK_FALSE(latest.ratio);
    CHECK(latest.run);
}
