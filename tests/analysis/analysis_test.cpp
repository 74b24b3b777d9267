#include "analysis/analysis.hpp"

#include <bit>
#include <cstdint>
#include <vector>

#include "analysis/estimate.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::Estimate;
using analysis::EstimateSource;
using support::HistoryBuilder;
using Values = std::vector<double>;

namespace {

model::History noisy_archive() {
    support::Noise noise{99};
    HistoryBuilder archive;
    const auto xeon = archive.testbed("Xeon"), epyc = archive.testbed("EPYC");
    for (int b = 0; b < 12; ++b) archive.parameters("f[" + std::to_string(b) + "]", {{"n", std::int64_t{b + 1}}});
    for (int night = 0; night < 120; ++night) {
        const auto run = archive.nights(night % 3 == 0 ? xeon : epyc, 1).front();
        for (int b = 0; b < 12; ++b)
            archive.measured("f[" + std::to_string(b) + "]", run, support::only_median(noise.times(1, 0.02).front()));
    }
    return archive.build();
}

// All numbers of a report that depend on floating-point work, bit by bit.
std::vector<std::uint64_t> bits(const analysis::Report& report) {
    std::vector<std::uint64_t> result;
    const auto add = [&](double value) { result.push_back(std::bit_cast<std::uint64_t>(value)); };
    for (const auto& series : report.series) {
        for (const auto& step : series.steps) add(step.median);
        add(series.noise_between.value_or(0));
        for (const double density : series.between.violin.density) add(density);
    }
    for (const auto& aggregate : report.aggregates)
        for (const auto& point : aggregate.points) {
            add(point.ratio);
            add(point.interval ? point.interval->high : 0);
        }
    return result;
}

}  // namespace

TEST_CASE("the estimate is the chosen column, else the first recorded of median, mean and minimum") {
    model::Summary all, no_median, only_min;
    all.median = 2;
    all.mean = no_median.mean = 3;
    all.min = no_median.min = only_min.min = 1;
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 4);
    archive.measured("b", runs[0], all);
    archive.measured("b", runs[1], no_median);
    archive.measured("b", runs[2], only_min);
    archive.measured("b", runs[3], model::Summary{});
    const auto columns = archive.build().columns;

    const auto median = analysis::estimates(columns, Estimate::median);
    CHECK(median.value[0] == 2);
    CHECK(median.value[1] == 3);
    CHECK(median.value[2] == 1);
    CHECK_FALSE(model::present(median.value[3]));
    CHECK(median.source ==
          std::vector{EstimateSource::median, EstimateSource::mean, EstimateSource::min, EstimateSource::none});
    CHECK(analysis::estimates(columns, Estimate::mean).value[0] == 3);
    CHECK(analysis::estimates(columns, Estimate::min).value[1] == 1);
    CHECK(analysis::estimates(columns, Estimate::mean).source[2] == EstimateSource::min);
}

TEST_CASE("an empty history has an empty report") {
    const auto report = analysis::analyse({}, {});
    CHECK(report.series.empty());
    CHECK(report.testbeds.empty());
    CHECK(report.aggregates.empty());
    CHECK(report.groups.empty());
}

TEST_CASE("the report does not depend on the number of threads") {
    const model::History history = noisy_archive();
    analysis::Options one, four;
    four.jobs = 4;
    CHECK(bits(analysis::analyse(history, one)) == bits(analysis::analyse(history, four)));
}

TEST_CASE("one CPU's results say nothing of another's") {
    const model::History history = noisy_archive();
    const auto report = analysis::analyse(history, {});
    HistoryBuilder archive;  // the same, but the second CPU ten times as slow
    model::History slower = history;
    for (const auto& series : history.series)
        if (series.testbed == 1)
            for (std::size_t row = series.first; row < series.last; ++row) slower.columns.median[row] *= 10;
    const auto other = analysis::analyse(slower, {});
    for (std::size_t i = 0; i < history.series.size(); ++i) {
        if (history.series[i].testbed != 0) continue;
        CHECK(report.series[i].steps.at(0).median == other.series[i].steps.at(0).median);
        CHECK(report.series[i].noise_between == other.series[i].noise_between);
    }
    CHECK(report.aggregates.at(0).points.back().ratio == other.aggregates.at(0).points.back().ratio);
}

TEST_CASE("a testbed's report has its runs, the medians of its noise and its noisiest series") {
    support::Noise noise{1};
    HistoryBuilder archive;
    const auto xeon = archive.testbed("Xeon"), epyc = archive.testbed("EPYC");
    const auto runs = archive.nights(xeon, 40);
    archive.nights(epyc, 2);
    archive.measured("calm", runs, noise.times(40, 0.01));
    archive.measured("fair", runs, noise.times(40, 0.03));
    archive.measured("wild", runs, noise.times(40, 0.2));
    archive.measured("wild", runs, Values(40, 1.0), "max_rss");
    const auto report = analysis::analyse(archive.build(), {});
    const auto& testbed = report.testbeds.at(xeon);
    CHECK(testbed.runs == runs);
    CHECK(testbed.noise_between == report.series[1].noise_between);
    CHECK(testbed.noisiest == std::vector<std::uint32_t>{2, 1, 0});
    CHECK(*testbed.visible > *testbed.noise_between);
    CHECK(report.testbeds.at(epyc).runs.size() == 2);
    CHECK_FALSE(report.testbeds.at(epyc).noise_between);
    CHECK_FALSE(report.testbeds.at(epyc).visible);
}

TEST_CASE("rows without any estimate disturb nothing") {
    HistoryBuilder archive;
    archive.measured("b", archive.nights(archive.testbed("EPYC 7763"), 3), Values(3, model::absent));
    const auto report = analysis::analyse(archive.build(), {});
    CHECK(report.series[0].steps.empty());
    CHECK(report.series[0].latest.verdict == analysis::Verdict::cannot_tell);
    CHECK(report.aggregates.at(0).undefined == "nothing was measured");
}
