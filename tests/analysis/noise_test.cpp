#include "analysis/noise.hpp"

#include <cmath>
#include <vector>

#include "analysis/estimate.hpp"
#include "analysis/steps.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using support::HistoryBuilder;

namespace {

std::optional<analysis::Noise> between(const model::History& history) {
    const analysis::Options options;
    const auto estimates = analysis::estimates(history.columns, options.estimate);
    const analysis::Context context{history, options, estimates.value};
    const auto detections = analysis::detect(context);
    return analysis::noise_between(context, history.series.at(0),
                                   analysis::steps(context, history.series.at(0), detections));
}

model::History of_values(const std::vector<double>& values) {
    HistoryBuilder archive;
    archive.measured("b", archive.nights(archive.testbed("EPYC 7763"), values.size()), values);
    return archive.build();
}

}  // namespace

TEST_CASE("noise between runs is 1.4826 MAD of ln about the step's median") {
    // ln about the median: -0.02 -0.02 -0.01 -0.01 0 0.01 0.01 0.02 0.02, absolute deviations' median 0.01
    std::vector<double> values;
    for (const int percent : {1, -2, 0, 2, -1, 1, -2, 2, -1}) values.push_back(5 * std::exp(0.01 * percent));
    const auto noise = between(of_values(values));
    REQUIRE(noise);
    CHECK(noise->deviation == Approx(0.014826));
    CHECK(noise->degrees == 8);
}

TEST_CASE("fewer than eight runs or values that are not positive have no noise between runs") {
    CHECK_FALSE(between(of_values({1, 1.1, 1, 1.1, 1, 1.1, 1})));
    CHECK_FALSE(between(of_values({1, 2, 0, 1, 2, 1, 2, 1, 2})));
    CHECK(between(of_values(std::vector<double>(8, 1.0)))->deviation == 0);
}

TEST_CASE("noise within a run is the median of the interquartile deviations") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    for (const double range : {0.1349, 0.02698, 0.04047}) {  // 10 %, 2 %, 3 %
        model::Summary summary;
        summary.n = 20;
        summary.median = 1;
        summary.q1 = 1 - range / 2;
        summary.q3 = 1 + range / 2;
        archive.measured("b", archive.nights(cpu, 1).front(), summary);
    }
    const model::History history = archive.build();
    const analysis::Options options;
    const auto estimates = analysis::estimates(history.columns, options.estimate);
    CHECK(*analysis::noise_within({history, options, estimates.value}, history.series[0]) == Approx(0.03));
}

TEST_CASE("a run of one round and one without quartiles say nothing of the noise within") {
    HistoryBuilder archive;
    model::Summary single = support::only_median(1);
    single.n = 1;
    single.q1 = single.q3 = 1;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 2);
    archive.measured("b", runs[0], single);
    archive.measured("b", runs[1], support::only_median(1));
    const model::History history = archive.build();
    const analysis::Options options;
    const auto estimates = analysis::estimates(history.columns, options.estimate);
    CHECK_FALSE(analysis::noise_within({history, options, estimates.value}, history.series[0]));
}

TEST_CASE("the smallest visible change by hand") {
    // sqrt(pi / 2) * 0.01 * sqrt(1/10 + 1/10) = 0.00560499; times 2.80158522 and expm1
    CHECK(analysis::error_of_difference(0.01, 10, 10) == Approx(0.005604991));
    CHECK(analysis::visible_change(0.01, 10, 10) == Approx(std::expm1(0.015702859)));
    CHECK(analysis::visible_change(0, 10, 10) == 0);
}

TEST_CASE("so many runs as are needed make the change visible, and one fewer does not") {
    const auto needed = analysis::runs_to_see(0.1, 0.05, 20);
    REQUIRE(needed);
    CHECK(analysis::visible_change(0.05, 20, *needed) <= 0.1);
    CHECK(analysis::visible_change(0.05, 20, *needed - 1) > 0.1);
    CHECK_FALSE(analysis::runs_to_see(0.01, 0.05, 20));
    CHECK(analysis::runs_to_see(0.01, 0, 20) == 1U);
}
