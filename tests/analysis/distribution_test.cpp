#include "analysis/distribution.hpp"

#include <vector>

#include "analysis/analysis.hpp"
#include "stats/finite.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::DistributionKind;
using support::HistoryBuilder;
using Values = std::vector<double>;

namespace {

Values ascending_noise(std::size_t count) {
    return stats::ascending(support::Noise{count}.times(count, 0.05));
}

}  // namespace

TEST_CASE("dots below ten values, a box below thirty, a violin from there") {
    CHECK(analysis::distribution(ascending_noise(9)).kind == DistributionKind::dots);
    CHECK(analysis::distribution(ascending_noise(10)).kind == DistributionKind::box);
    CHECK(analysis::distribution(ascending_noise(29)).kind == DistributionKind::box);
    CHECK(analysis::distribution(ascending_noise(30)).kind == DistributionKind::violin);
}

TEST_CASE("dots and boxes keep their values, violins only the outliers") {
    CHECK(analysis::distribution(ascending_noise(9)).values.size() == 9);
    CHECK(analysis::distribution(ascending_noise(29)).values.size() == 29);
    Values values = ascending_noise(100);
    values.push_back(9);
    const auto violin = analysis::distribution(values);
    REQUIRE_FALSE(violin.values.empty());
    CHECK(violin.values.back() == 9);
    CHECK(violin.values.size() < 20);
    for (const double value : violin.values) CHECK((value < *violin.whisker_low || value > *violin.whisker_high));
}

TEST_CASE("a violin is cut at the range of the data") {
    const Values values = ascending_noise(200);
    const auto violin = analysis::distribution(values);
    REQUIRE(violin.violin.x.size() == 128);
    CHECK(violin.violin.x.front() == Approx(values.front()));
    CHECK(violin.violin.x.back() == Approx(values.back()));
    CHECK(violin.n == 200);
}

TEST_CASE("many equal values are a box, for they have no density") {
    const auto equal = analysis::distribution(Values(50, 2.0));
    CHECK(equal.kind == DistributionKind::box);
    CHECK(equal.violin.x.empty());
    CHECK(equal.values.empty());
    CHECK(equal.median == 2);
}

TEST_CASE("no values are nothing") {
    const auto nothing = analysis::distribution({});
    CHECK(nothing.n == 0);
    CHECK(nothing.kind == DistributionKind::summary);
    CHECK_FALSE(nothing.median);
}

TEST_CASE("zeros and negatives have a violin on the linear scale") {
    Values values(40);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i) - 20;
    const auto violin = analysis::distribution(values);
    CHECK(violin.kind == DistributionKind::violin);
    CHECK(violin.violin.x.front() == -20);
}

TEST_CASE("the newest run shows its samples, else the reported summary") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    model::Summary summary;
    summary.n = 37;
    summary.q1 = 1;
    summary.median = 2;
    summary.q3 = 3;
    summary.whisker_high = 4;
    const auto runs = archive.nights(cpu, 2);
    archive.measured("reported", runs[0], support::only_median(9));
    archive.measured("reported", runs[1], summary);
    archive.measured("sampled", runs[1], support::only_median(2));
    archive.samples("sampled", cpu, {1, 2, 3});
    const auto report = analysis::analyse(archive.build(), {});
    const auto& reported = report.series[0].within_newest;
    CHECK(reported.kind == DistributionKind::summary);
    CHECK(reported.n == 37);
    CHECK(reported.median == 2);
    CHECK(reported.whisker_high == 4);
    CHECK_FALSE(reported.min);
    const auto& sampled = report.series[1].within_newest;
    CHECK(sampled.kind == DistributionKind::dots);
    CHECK(sampled.values == Values{1, 2, 3});
}

TEST_CASE("nightly estimates are shown relative to their step") {
    HistoryBuilder archive;
    Values values(10, 2.0);
    values.resize(20, 8.0);
    archive.measured("b", archive.nights(archive.testbed("EPYC 7763"), 20), values);
    const auto between = analysis::analyse(archive.build(), {}).series[0].between;
    CHECK(between.kind == DistributionKind::box);
    CHECK(between.n == 20);
    CHECK(between.min == 1);
    CHECK(between.max == 1);
}
