#include "analysis/settled.hpp"

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using support::HistoryBuilder;
using Values = std::vector<double>;

namespace {

// Nights from 2024-01-01 on: 31 in January, 29 in February.
analysis::SeriesReport of_nights(int nights, double last) {
    HistoryBuilder archive;
    Values values;
    for (int i = 0; i < nights; ++i) values.push_back(1 + .001 * (i * 7 % 11));
    values.back() = last;
    archive.measured("b", archive.nights(archive.testbed("EPYC 7763"), nights), values);
    return analysis::analyse(archive.build(), {}).series[0];
}

model::Time february() {
    return std::chrono::sys_days{std::chrono::February / 1 / 2024};
}

}  // namespace

TEST_CASE("a distribution is of the runs before the month of the newest, if those are thirty") {
    const auto january = of_nights(31, 1);
    CHECK(!january.between_until);
    CHECK(january.between.n == 31);
    const auto february_1 = of_nights(32, 1);
    CHECK(february_1.between_until == february());
    CHECK(february_1.between.n == 31);
}

TEST_CASE("within a month a distribution stays what it is, whatever the nights bring") {
    const auto before = of_nights(40, 1).between, after = of_nights(41, 1.004).between;
    CHECK(before.n == 31);
    CHECK(after.n == 31);
    CHECK(before.median == after.median);
    CHECK(before.violin.x == after.violin.x);
    CHECK(before.violin.density == after.violin.density);
}

TEST_CASE("values are over the median that the settled runs have in their step") {
    const model::Series series{0, 0, 0, 0, 5};
    const Values estimate{2, 4, 6, 10, 30};
    analysis::Step first{0, 3, 4, {}}, second{3, 5, 20, {}};
    const std::vector<analysis::Step> steps{first, second};
    CHECK(analysis::settled_values(estimate, series, steps, analysis::all_rows(series)) == Values{.5, .5, 1, 1.5, 1.5});
    CHECK(analysis::settled_values(estimate, series, steps, {0, 4, february()}) == Values{.5, 1, 1, 1.5});
    CHECK(analysis::settled_values(estimate, series, steps, {0, 0, february()}).empty());
}

TEST_CASE("steps whose median is not positive, and absent estimates, are left out") {
    const model::Series series{0, 0, 0, 0, 4};
    const Values estimate{-1, 0, model::absent, 3};
    const std::vector<analysis::Step> steps{{0, 2, -.5, {}}, {2, 4, 3, {}}};
    CHECK(analysis::settled_values(estimate, series, steps, analysis::all_rows(series)) == Values{1});
}
