#include "analysis/dimension_values.hpp"

#include <cmath>

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using analysis::dimension_values;

namespace {

// Two CPUs, one of them with two operating systems; "a" on all, "b" on one testbed alone.
model::History history() {
    support::HistoryBuilder builder;
    const auto linux_epyc = builder.testbed("EPYC"), mac = builder.testbed("EPYC"),
               linux_xeon = builder.testbed("Xeon");
    builder.measured("a", builder.nights(linux_epyc, 12), std::vector<double>(12, 2.0));
    builder.measured("a", builder.nights(mac, 2), {3.0, 5.0});
    builder.measured("b", builder.nights(mac, 1), {model::absent});
    builder.measured("a", builder.nights(linux_xeon, 1), {7.0});
    model::History history = builder.build();
    history.testbeds[0].dimensions = {{"cpu", "EPYC"}, {"os", "Linux"}, {"backend", "x"}};
    history.testbeds[1].dimensions = {{"cpu", "EPYC"}, {"os", ""}, {"backend", "x"}};
    history.testbeds[2].dimensions = {{"cpu", "Xeon"}, {"os", "Linux"}, {"backend", "x"}};
    return history;
}

}  // namespace

TEST_CASE("dimension values: each with its testbeds, runs, benchmarks and dates; one value alone tells nothing apart") {
    const model::History all = history();
    const auto dimensions = dimension_values(all);
    REQUIRE(dimensions.size() == 1);
    CHECK(dimensions[0].name == "os");
    REQUIRE(dimensions[0].values.size() == 2);
    const auto &first = dimensions[0].values[0], &second = dimensions[0].values[1];
    CHECK(first.value == "Linux");
    CHECK(first.testbeds == support::Runs{0, 2});
    CHECK(first.runs == 13);
    CHECK(first.benchmarks == 1);
    CHECK(first.first_seen == all.runs.front().time);
    CHECK(first.last_seen == all.runs.back().time);
    CHECK(second.value.empty());
    CHECK(second.benchmarks == 2);
    CHECK(second.runs == 3);
}

TEST_CASE("dimension values: none without testbeds, or of the CPU alone") {
    CHECK(dimension_values({}).empty());
    model::History one = history();
    for (model::Testbed& testbed : one.testbeds) testbed.dimensions.resize(1);
    CHECK(dimension_values(one).empty());
}

TEST_CASE("dimension values: a level is the newest step's median, and nothing where nothing was measured") {
    const model::History all = history();
    const analysis::Report report = analysis::analyse(all, {});
    const auto levels = analysis::newest_levels(all, report, 0, 0);
    REQUIRE(levels.size() == 3);
    CHECK(levels[0] == 2);
    CHECK(levels[1] == 4);
    CHECK(levels[2] == 7);
    for (const double level : analysis::newest_levels(all, report, 1, 0)) CHECK(std::isnan(level));
}
