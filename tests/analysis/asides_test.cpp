#include <cmath>

#include "analysis/analysis.hpp"
#include "analysis/aside_verdict.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using analysis::AsideVerdict;
using model::Kind;
using support::HistoryBuilder;
using support::Runs;

namespace {

// Steady but for noise of about 1 %, the same each time.
double wobble(std::size_t i) {
    return 1 + 0.01 * std::sin(2.4 * static_cast<double>(i));
}

// Trends of three benchmarks at 1, 2 and 3 s, the nights from `changed` on 1.3 times as slow; and what is aside, which
// a test adds to. Commits are those of the builder: night i has "100000i".
struct Archive {
    HistoryBuilder trends, aside;
    std::uint32_t cpu = 0, here = 0;
    Runs nights;
    std::vector<model::Purpose> purposes;  // by run of `aside`
    std::vector<std::optional<model::Commit>> commits;
    std::vector<int> days;  // by run of the trends: of its commit; empty: not recorded
    analysis::Options options;

    explicit Archive(std::size_t count, std::size_t changed = 1000, const std::string& suite = "1") {
        cpu = trends.testbed("EPYC 7763");
        here = aside.testbed("EPYC 7763");
        nights = trends.nights(cpu, count, suite);
        for (int b = 1; b <= 3; ++b) {
            std::vector<double> values;
            for (std::size_t i = 0; i < count; ++i)
                values.push_back(b * wobble(i + static_cast<std::size_t>(b)) * (i >= changed ? 1.3 : 1));
            trends.measured("bench_" + std::to_string(b), nights, values);
        }
    }

    // All benchmarks `factor` times their level of 1, 2 and 3 s.
    std::uint32_t add(model::Purpose purpose, int day, double factor, const std::string& start = "",
                      const std::string& suite = "1", const std::string& id = "beef") {
        const std::uint32_t run = aside.run(here, day, suite);
        for (int b = 1; b <= 3; ++b)
            aside.measured("bench_" + std::to_string(b), run, support::only_median(b * factor));
        purposes.push_back(std::move(purpose));
        model::Commit commit{id, {}, {}, false};
        if (!start.empty()) commit.merge_base = start;
        commits.emplace_back(commit);
        return run;
    }

    static void name_cpus(model::History& history) {
        for (model::Testbed& testbed : history.testbeds) testbed.dimensions = {{"cpu", testbed.label}};
    }

    model::History history() const {
        model::History all = trends.build(), others = aside.build();
        name_cpus(all);
        name_cpus(others);
        for (std::size_t i = 0; i < days.size(); ++i)
            all.runs[i].commit->time = model::Time{std::chrono::sys_days{std::chrono::days{days[i]}}};
        for (std::size_t i = 0; i < purposes.size(); ++i) {
            others.runs[i].purpose = purposes[i];
            others.runs[i].commit = commits[i];
        }
        all.aside = std::make_shared<const model::History>(std::move(others));
        return all;
    }
};

// The verdicts of one purpose, and what they refer to.
struct Judged {
    model::History history;
    analysis::Report report;
    analysis::AsideArchive archive;
    std::vector<AsideVerdict> verdicts;

    Judged(const Archive& from, const model::Purpose& purpose)
        : history{from.history()},
          report{analysis::analyse(history, from.options)},
          archive{analysis::aside_archive(history, report, from.options)} {
        for (const analysis::AsideLine& line : archive.lines)
            if (line.purpose == purpose) verdicts = verdicts_of(archive, line);
    }
    const AsideVerdict& only() const { return verdicts.at(0); }
    const analysis::Comparison& comparison() const { return only().comparisons.at(0).result; }
};

const model::Purpose jit{Kind::branch, "jit", ""};

double mean_of(const analysis::Comparison& comparison) {
    return comparison.means.at(0).ratio;
}

}  // namespace

TEST_CASE("runs that are in no trend are told apart by what they were made for") {
    Archive archive{12};
    archive.add(jit, 13, 1);
    archive.add({Kind::manual, "jit", "python"}, 14, 1);
    archive.add(jit, 15, 1);
    archive.add({Kind::branch, "jit", "somebody"}, 16, 1);
    const model::History history = archive.history();
    const auto lines = analysis::aside_lines(*history.aside);
    REQUIRE(lines.size() == 3);
    CHECK(analysis::label_of(lines[0].purpose) == "python/jit");
    CHECK(lines[0].runs == Runs{1});
    CHECK(analysis::label_of(lines[1].purpose) == "branch jit");
    CHECK(lines[1].runs == Runs{0, 2});
    CHECK(analysis::label_of(lines[2].purpose) == "branch somebody/jit");
}

TEST_CASE("only the commit measured last says how a line stands") {
    Archive archive{12};
    archive.add(jit, 13, 1, "", "1", "aa");
    archive.add(jit, 14, 1, "", "1", "bb");
    archive.add(jit, 15, 1, "", "1", "bb");
    const model::History history = archive.history();
    const auto lines = analysis::aside_lines(*history.aside);
    CHECK(newest_of_line(*history.aside, lines[0], 0) == Runs{1, 2});
    CHECK(newest_of_line(*history.aside, lines[0], 7).empty());
}

TEST_CASE("what changes on the trends after a branch's start is not the branch's") {
    Archive archive{40, 30};
    archive.add(jit, 50, 1.0, "1000025");
    const Judged judged{archive, jit};
    CHECK(mean_of(judged.comparison()) == Approx(1).epsilon(0.02));
    for (const auto& row : judged.comparison().rows) CHECK(row.verdict == analysis::Verdict::no_evidence);
    CHECK_THAT(judged.only().comparisons[0].why, ContainsSubstring("start point 1000025"));
    CHECK(judged.only().excerpt.trend.size() == 26);
    for (const std::uint32_t run : judged.only().excerpt.trend)
        CHECK(judged.only().excerpt.history.runs[run].time <= judged.history.runs[25].time);
    REQUIRE(judged.only().gate);
    CHECK(judged.only().gate->light() == analysis::Light::green);
}

TEST_CASE("a branch that carries the change is told so") {
    Archive archive{40};
    archive.add(jit, 50, 1.3, "1000025");
    const Judged judged{archive, jit};
    CHECK(mean_of(judged.comparison()) == Approx(1.3).epsilon(0.02));
    CHECK(judged.comparison().overall.verdict != analysis::Verdict::faster);
    for (const auto& row : judged.comparison().rows) CHECK(row.verdict == analysis::Verdict::slower);
    CHECK(judged.only().gate->light() == analysis::Light::red);
}

TEST_CASE("where the start is not known, the newest run before the branch is the base, and that is said") {
    Archive archive{40, 30};
    archive.add(jit, 35, 1.0);  // on the day of night 35, and so not before it
    const Judged judged{archive, jit};
    CHECK(mean_of(judged.comparison()) == Approx(1 / 1.3).epsilon(0.02));
    CHECK_THAT(judged.only().comparisons[0].why, ContainsSubstring("not recorded"));
    CHECK(judged.only().excerpt.history.runs[judged.comparison().before.runs[0]].id == judged.history.runs[34].id);
}

TEST_CASE("a start that this CPU did not measure leaves the runs before it") {
    Archive archive{30, 26};
    const auto other = archive.trends.testbed("Xeon 8370C");
    const auto there = archive.trends.run(other, 60, "1");  // 1000030, the first run of its commit
    archive.trends.measured("bench_1", there, support::only_median(5));
    archive.add(jit, 70, 1.3, "1000030");
    const Judged judged{archive, jit};
    CHECK(mean_of(judged.comparison()) == Approx(1).epsilon(0.02));
    CHECK_THAT(judged.only().comparisons[0].why, ContainsSubstring("not measured on this CPU"));
}

TEST_CASE("of a start that this CPU did not measure, a younger commit is no base, though it ran before") {
    Archive archive{30, 21};
    const auto other = archive.trends.testbed("Xeon 8370C");
    const auto there = archive.trends.run(other, 60, "1");
    archive.trends.measured("bench_1", there, support::only_median(5));
    for (int night = 0; night < 30; ++night) archive.days.push_back(night);
    archive.days.push_back(20);  // an old commit, measured late
    archive.add(jit, 70, 1.0, "1000030");
    const Judged judged{archive, jit};
    CHECK(mean_of(judged.comparison()) == Approx(1).epsilon(0.02));
    CHECK(judged.only().excerpt.trend.size() == 21);
}

TEST_CASE("a start that was measured for itself is the base") {
    Archive archive{30};
    archive.add({Kind::manual, "base", "python"}, 40, 2.0, "", "1", "cafe1");
    archive.add(jit, 41, 2.2, "cafe1");
    const Judged judged{archive, jit};
    CHECK(mean_of(judged.comparison()) == Approx(1.1));
    CHECK(judged.comparison().before.label == "python/base");
}

TEST_CASE("a result of another suite is refused in words") {
    Archive archive{30};
    archive.add(jit, 50, 1.3, "1000025", "2");
    const Judged judged{archive, jit};
    CHECK(judged.comparison().rows.empty());
    CHECK(judged.comparison().means.empty());
    REQUIRE(judged.comparison().excluded.size() == 1);
    CHECK(judged.comparison().excluded[0].why == analysis::NotCompared::other_suite);
    CHECK(judged.only().points.empty());
    CHECK(judged.only().gate->light() == analysis::Light::unknown);
}

TEST_CASE("a CPU that the trends do not have is refused in words") {
    Archive archive{30};
    archive.here = archive.aside.testbed("Apple M2");
    archive.add(jit, 50, 1.3, "1000025");
    const Judged judged{archive, jit};
    REQUIRE(judged.verdicts.size() == 1);
    CHECK(judged.only().comparisons.empty());
    REQUIRE(judged.only().refused.size() == 1);
    CHECK_THAT(judged.only().refused[0].detail, ContainsSubstring("only on EPYC 7763"));
}

TEST_CASE("a branch inherits the limits of the branch that it is to go into") {
    Archive archive{30};
    archive.add(jit, 50, 1.2, "1000025");
    analysis::Threshold inherited;
    inherited.test = analysis::ThresholdTest::percentage;
    inherited.upper = 0.1;
    inherited.branches = {"main"};
    archive.options.gate.base_branch = "main";
    archive.options.gate.thresholds = {inherited};
    const Judged judged{archive, jit};
    CHECK(judged.only().gate->red == 3);
    CHECK(judged.only().gate->rows[0].threshold == 0u);

    analysis::Threshold own = inherited;
    own.upper = 0.5;
    own.branches = {"jit"};
    archive.options.gate.thresholds = {inherited, own};
    const Judged lenient{archive, jit};
    CHECK(lenient.only().gate->red == 0);
    CHECK(lenient.only().gate->rows[0].threshold == 1u);
}

TEST_CASE("no result of a branch has a part in levels, noise or changes of the trends") {
    Archive archive{30};
    const Judged without{archive, jit};
    for (int i = 0; i < 8; ++i) archive.add(jit, 50 + i, 50.0 + i, "1000025", "1", "c" + std::to_string(i));
    const Judged judged{archive, jit};
    const analysis::Report& report = judged.only().excerpt.report;
    CHECK(report.changes.empty());
    for (const analysis::SeriesReport& series : report.series) {
        REQUIRE(series.steps.size() == 1);
        CHECK(series.steps[0].median < 3.1);
        CHECK(*series.noise_between < 0.02);
    }
    REQUIRE(report.aggregates.size() == 1);
    CHECK(report.aggregates[0].points.size() == 26);
    CHECK(judged.report.estimate == without.report.estimate);
    CHECK(judged.report.aggregates[0].points.size() == without.report.aggregates[0].points.size());
}

TEST_CASE("the points are geometric means of the ratios to the base") {
    HistoryBuilder trends, aside;
    const auto cpu = trends.testbed("EPYC"), here = aside.testbed("EPYC");
    const auto nights = trends.nights(cpu, 2);
    trends.measured("a", nights, {1, 2});
    trends.measured("b", nights, {4, 2});
    const auto run = aside.run(here, 9);
    aside.measured("a", run, support::only_median(4));
    aside.measured("b", run, support::only_median(16));
    model::History all = trends.build(), others = aside.build();
    others.runs[0].purpose = jit;
    all.aside = std::make_shared<const model::History>(others);
    const analysis::Options options;
    const analysis::Report report = analysis::analyse(all, options);
    const auto archive = analysis::aside_archive(all, report, options);
    const auto points = verdicts_of(archive, archive.lines[0]).at(0).points;
    REQUIRE(points.size() == 3);
    CHECK(points[0].ratio == Approx(1));  // sqrt(1/2 * 4/2)
    CHECK(points[1].ratio == Approx(1));  // the base itself
    CHECK(points[2].ratio == Approx(4));  // sqrt(4/2 * 16/2)
    CHECK(points[2].own);
    CHECK_FALSE(points[1].own);
    CHECK(points[2].n == 2);
}

TEST_CASE("a tag is held against the tag before it, and the trends against the tag") {
    Archive archive{40, 30};
    const model::Purpose first{Kind::tag, "v1", ""}, second{Kind::tag, "v2", ""}, third{Kind::tag, "v3", ""};
    // Measured in another order than they were made.
    archive.add(third, 41, 1.2, "", "1", "cc");
    archive.add(first, 42, 1.0, "", "1", "aa");
    archive.add(second, 43, 1.1, "", "1", "bb");
    const auto day = [](int days) { return model::Time{std::chrono::sys_days{std::chrono::days{20000 + days}}}; };
    archive.commits[0]->time = day(3);
    archive.commits[1]->time = day(1);
    archive.commits[2]->time = day(2);
    const Judged judged{archive, third};
    REQUIRE(judged.only().comparisons.size() == 2);
    CHECK(mean_of(judged.comparison()) == Approx(1.2 / 1.1));
    CHECK(judged.comparison().before.label == "tag v2");
    const analysis::Comparison& since = judged.only().comparisons[1].result;
    CHECK(since.before.label == "tag v3");
    CHECK(mean_of(since) == Approx(1.3 / 1.2).epsilon(0.02));
    CHECK_FALSE(judged.only().gate);

    const Judged oldest{archive, first};
    CHECK(oldest.only().comparisons.size() == 1);
    CHECK_THAT(oldest.only().refused.at(0).detail, ContainsSubstring("no earlier tag"));
}
