#include "analysis/steps.hpp"

#include <vector>

#include "analysis/estimate.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using support::HistoryBuilder;
using Values = std::vector<double>;

namespace {

std::vector<analysis::Step> steps_of_first_series(const model::History& history) {
    const analysis::Options options;
    const auto estimates = analysis::estimates(history.columns, options.estimate);
    const analysis::Context context{history, options, estimates.value};
    const auto detections = analysis::detect(context);
    return analysis::steps(context, history.series.at(0), detections);
}

// `a` times one value, then `b` times another.
Values two_levels(std::size_t a, double low, std::size_t b, double high) {
    Values values(a, low);
    values.insert(values.end(), b, high);
    return values;
}

}  // namespace

TEST_CASE("a series without a change is one step with its median and interval") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    archive.measured("b", archive.nights(cpu, 6), {3, 1, 2, 5, 4, 6});
    const auto steps = steps_of_first_series(archive.build());
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].first == 0);
    CHECK(steps[0].last == 6);
    CHECK(steps[0].median == 3.5);
    REQUIRE(steps[0].interval);
    CHECK(steps[0].interval->low == 1);
    CHECK(steps[0].interval->high == 6);
}

TEST_CASE("a change makes two steps; fewer than six runs have no interval") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    archive.measured("b", archive.nights(cpu, 15), two_levels(10, 1.0, 5, 1.5));
    const auto steps = steps_of_first_series(archive.build());
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].last == 10);
    CHECK(steps[1].first == 10);
    CHECK(steps[1].median == 1.5);
    CHECK(steps[0].interval);
    CHECK_FALSE(steps[1].interval);
}

TEST_CASE("a step never spans two suite versions, even at equal levels") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    auto runs = archive.nights(cpu, 4, "1.0.9");
    for (const auto run : archive.nights(cpu, 3, "1.0.10")) runs.push_back(run);
    archive.measured("b", runs, Values(7, 2.0));
    const auto steps = steps_of_first_series(archive.build());
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].last == 4);
    CHECK(steps[1].first == 4);
    CHECK(steps[1].last == 7);
}

TEST_CASE("a testbed without a recorded CPU has no steps") {
    HistoryBuilder archive;
    archive.measured("b", archive.nights(archive.testbed(""), 15), two_levels(10, 1.0, 5, 1.5));
    CHECK(steps_of_first_series(archive.build()).empty());
}

TEST_CASE("rows without an estimate belong to the step around them") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    Values values = two_levels(10, 1.0, 6, 1.5);
    values[4] = values[10] = model::absent;  // the level then begins at the first row that shows it
    archive.measured("b", archive.nights(cpu, 16), values);
    const auto steps = steps_of_first_series(archive.build());
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].first == 0);
    CHECK(steps[0].last == 11);
    CHECK(steps[0].median == 1);
    CHECK(steps[1].last == 16);
}

TEST_CASE("a suite version without any estimate is in no step") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    auto runs = archive.nights(cpu, 2, "1");
    for (const auto run : archive.nights(cpu, 2, "2")) runs.push_back(run);
    archive.measured("b", runs, {model::absent, model::absent, 1, 1});
    const auto steps = steps_of_first_series(archive.build());
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].first == 2);
}

TEST_CASE("zeros and negatives are stepped on the linear scale") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    archive.measured("b", archive.nights(cpu, 20), two_levels(10, 0.0, 10, -3.0));
    const auto steps = steps_of_first_series(archive.build());
    REQUIRE(steps.size() == 2);
    CHECK(steps[1].first == 10);
    CHECK(steps[1].median == -3);
}

TEST_CASE("estimates relative to their steps have no step left in them") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    archive.measured("b", archive.nights(cpu, 8), two_levels(5, 2.0, 3, 4.0));
    const model::History history = archive.build();
    const analysis::Options options;
    const auto estimates = analysis::estimates(history.columns, options.estimate);
    const analysis::Context context{history, options, estimates.value};
    const auto detections = analysis::detect(context);
    const auto steps = analysis::steps(context, history.series[0], detections);
    CHECK(analysis::relative_to_steps(context, history.series[0], steps) == Values(8, 1.0));
    CHECK(analysis::relative_to_steps(context, history.series[0], steps, 5) == Values(5, 1.0));
}
