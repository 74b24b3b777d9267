#include "analysis/suite_parts.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::RowRange;
using support::HistoryBuilder;

namespace {

std::vector<std::pair<std::size_t, std::size_t>> rows_of(const analysis::SuiteParts& suites, std::size_t part) {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (const RowRange& rows : suites.rows(suites.parts()[part])) found.emplace_back(rows.first, rows.last);
    return found;
}

using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;

// Twelve benchmarks on two CPUs: 30 nights of suite "old", some of both, 40 of "new". Times of "new" are the same in
// every archive, and get slower by 20 % for the last fifteen nights; those of "old" are `old_level`, with noise of
// their own.
model::History upgraded(double old_level, double old_noise) {
    HistoryBuilder archive;
    const std::uint32_t cpus[] = {archive.testbed("EPYC 7763"), archive.testbed("EPYC 9V74")};
    support::Noise of_new{5}, of_old{7};
    for (int night = 0; night < 80; ++night) {
        const bool is_new = night >= 40 || (night >= 30 && night % 3 == 0);
        for (const std::uint32_t cpu : cpus) {
            const auto run = archive.run(cpu, night, is_new ? "new" : "old");
            for (int b = 0; b < 12; ++b) {
                const double level = is_new ? (night < 65 ? 1 : 1.2) : old_level;
                const double deviation = is_new ? 0.01 : old_noise;
                const double value = level * std::exp(deviation * (is_new ? of_new : of_old).normal());
                archive.measured(fmt::format("b{:02}", b), run, support::only_median(value));
            }
        }
    }
    return archive.build();
}

std::string text(const std::optional<analysis::Interval>& interval) {
    return interval ? fmt::format("{} to {}", interval->low, interval->high) : "none";
}

// All that is said of one version of the suite.
struct Said {
    const model::History& history;
    const analysis::Report& report;
    model::Suite suite;
    std::string all{};

    bool is_of(std::uint32_t run) const { return history.runs[run].suite == suite; }

    void add_series(std::size_t s) {
        const analysis::SeriesReport& series = report.series[s];
        for (const auto& noise : series.noise)
            if (noise.suite == suite) all += fmt::format("noise {} of {}\n", noise.between, noise.degrees);
        for (const auto& step : series.steps)
            if (is_of(history.columns.run[history.series[s].first + step.first]))
                all += fmt::format("step {} {} at {}, {}\n", step.first, step.last, step.median, text(step.interval));
        all += fmt::format("newest: {} {} {}\n", series.noise_between.value_or(0), series.between.n,
                           series.between.median.value_or(0));
        all += fmt::format("latest: {} {} {}\n", static_cast<int>(series.latest.verdict),
                           series.latest.ratio.value_or(0), text(series.latest.interval));
    }

    void add_change(const analysis::Change& change) {
        if (!is_of(change.first_run_after)) return;
        all += fmt::format("change {} {} from {} to {}, {}, agreed {} of {}\n", change.id,
                           static_cast<int>(change.state), change.before, change.after, text(change.interval),
                           change.agreement.agreeing, change.agreement.able);
    }

    void add_aggregate(const analysis::Aggregate& aggregate) {
        for (const auto& point : aggregate.points)
            if (aggregate.bases[point.basis].suite == suite)
                all += fmt::format("mean {} {} {}\n", point.ratio, point.level, text(point.interval));
    }
};

std::string said_of(const model::History& history, const model::Suite& suite) {
    const analysis::Report report = analysis::analyse(history, {});
    Said said{history, report, suite};
    for (std::size_t s = 0; s < report.series.size(); ++s) said.add_series(s);
    for (const auto& change : report.changes) said.add_change(change);
    for (const auto& aggregate : report.aggregates) said.add_aggregate(aggregate);
    return said.all;
}

}  // namespace

TEST_CASE("a series has a part for each version of the suite, with the rows of its runs") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763"), other = archive.testbed("EPYC 9V74");
    support::Runs runs;
    for (int night = 0; night < 6; ++night)
        runs.push_back(archive.run(cpu, night, night < 2 || night == 3 ? "1" : "2"));
    archive.measured("a", runs, {1, 1, 1, 1, 1, 1});
    archive.measured("b", {runs[2]}, {1});
    archive.measured("a", {archive.run(other, 6, "1"), archive.run(other, 7, "1")}, {1, 1});
    const analysis::SuiteParts suites{archive.build()};
    REQUIRE(suites.parts().size() == 4);  // of a: suite 1 on both CPUs, suite 2; of b: suite 2
    CHECK(rows_of(suites, 0) == Ranges{{0, 2}, {3, 4}});
    CHECK(rows_of(suites, 1) == Ranges{{6, 8}});
    CHECK(rows_of(suites, 2) == Ranges{{2, 3}, {4, 6}});
    CHECK(rows_of(suites, 3) == Ranges{{8, 9}});
    CHECK(suites.parts()[0].suite == suites.parts()[1].suite);
    CHECK(suites.parts()[2].first_run == 2);
    CHECK(suites.suite_of(2) != suites.suite_of(3));
}

TEST_CASE("what one version of the suite measured changes nothing of what is said of another") {
    const std::string said = said_of(upgraded(1, 0.01), "new");
    CHECK(said.find("change") != std::string::npos);
    CHECK(said.find("mean") != std::string::npos);
    CHECK(said == said_of(upgraded(100, 0.3), "new"));
    CHECK(said == said_of(upgraded(0.01, 0), "new"));
    CHECK(said != said_of(upgraded(1, 0.01), "old"));
}
