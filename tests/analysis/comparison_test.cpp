#include "analysis/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::Across;
using analysis::Comparison;
using analysis::NotCompared;
using analysis::Verdict;
using support::HistoryBuilder;
using support::Runs;
using Values = std::vector<double>;

namespace {

// An archive read and analysed; comparisons are made of it.
struct Archive {
    model::History history;
    analysis::Options options;
    analysis::Report report = analysis::analyse(history, options);

    Comparison compare(Runs before, Runs after, Across across = Across::refused) const {
        const analysis::Context context{history, options, report.estimate};
        return analysis::compare(context, report, {"before", std::move(before)}, {"after", std::move(after)}, across);
    }
};

Archive archive_of(const HistoryBuilder& builder, const analysis::Options& options = {}) {
    return {builder.build(), options};
}

// Quiet history of one benchmark, 1 % between runs, then the given runs.
struct Quiet {
    HistoryBuilder builder;
    std::uint32_t cpu = builder.testbed("EPYC 7763");
    Runs past, next;

    explicit Quiet(const Values& newest, double deviation = 0.01, std::size_t nights = 40) {
        past = builder.nights(cpu, nights);
        next = builder.nights(cpu, newest.size());
        support::Noise noise{11};
        builder.measured("bench_a", past, noise.times(nights, deviation));
        builder.measured("bench_a", next, newest);
    }
};

const analysis::Excluded* excluded(const Comparison& comparison, const std::string& what) {
    const auto at = std::ranges::find(comparison.excluded, what, &analysis::Excluded::what);
    return at == comparison.excluded.end() ? nullptr : &*at;
}

}  // namespace

TEST_CASE("one run a side is judged by what the series varies between runs") {
    Quiet quiet{{1.10}};
    quiet.builder.measured("bench_a", quiet.past[39], support::only_median(1.0));
    const Comparison found = archive_of(quiet.builder).compare({quiet.past[38]}, quiet.next);
    REQUIRE(found.rows.size() == 1);
    const auto& row = found.rows[0];
    CHECK(row.verdict == Verdict::slower);
    REQUIRE(row.interval);
    CHECK(row.interval->low > 1.04);
    CHECK(row.interval->high < 1.17);
    CHECK_FALSE(row.p);
    CHECK(*row.noise == Approx(0.01).margin(0.004));
    CHECK(*row.visible < 0.10);
    CHECK(found.told == 1);
}

TEST_CASE("a change that noise hides is none, and with much noise nothing is said") {
    const Quiet steady{{1.01}}, noisy{{1.10}, 0.08};
    const auto steady_row = archive_of(steady.builder).compare({steady.past[39]}, steady.next).rows.at(0);
    CHECK(steady_row.verdict == Verdict::no_evidence);
    CHECK_FALSE(steady_row.more_runs);
    const auto noisy_row = archive_of(noisy.builder).compare({noisy.past[39]}, noisy.next).rows.at(0);
    CHECK(noisy_row.verdict == Verdict::cannot_tell);
    CHECK(*noisy_row.visible > 0.10);
    const auto against_many = archive_of(noisy.builder).compare(noisy.past, noisy.next).rows.at(0);
    CHECK(against_many.verdict == Verdict::cannot_tell);
    CHECK(against_many.more_runs > 1U);  // against all forty a few more of the new runs would do
}

TEST_CASE("so few benchmarks that no test of all of them could tell say nothing of the whole, unless none changed") {
    const auto overall = [](const Values& ratios) {
        HistoryBuilder builder;
        const auto cpu = builder.testbed("EPYC 7763");
        const Runs past = builder.nights(cpu, 40), next = builder.nights(cpu, 1);
        support::Noise noise{11};
        for (std::size_t i = 0; i < ratios.size(); ++i) {
            const std::string name = "bench_" + std::to_string(i);
            builder.measured(name, past, noise.times(past.size(), 0.01));
            builder.measured(name, next, Values{ratios[i]});
        }
        return archive_of(builder).compare({past[39]}, next).overall.verdict;
    };
    CHECK(overall({1.5, 1.5, 1.5}) == Verdict::cannot_tell);
    CHECK(overall({1.5, 1.5, 1.5, 1.5, 1.5}) == Verdict::cannot_tell);  // 2 / 2^5 is above 5 %
    CHECK(overall({1.5, 1.5, 1.5, 1.5, 1.5, 1.5}) == Verdict::slower);
    CHECK(overall({1, 1, 1}) == Verdict::no_evidence);
}

TEST_CASE("half the time is faster, and so is a third less of it") {
    const Quiet quiet{{0.5}};
    const auto row = archive_of(quiet.builder).compare({quiet.past[39]}, quiet.next).rows.at(0);
    CHECK(row.verdict == Verdict::faster);
    CHECK(*row.ratio == Approx(0.5).epsilon(0.05));
}

TEST_CASE("where more is better, less is worse") {
    Quiet quiet{{0.5}};
    model::Measure measure{"time", "", model::Direction::higher_is_better};
    quiet.builder.measure(measure);
    CHECK(archive_of(quiet.builder).compare({quiet.past[39]}, quiet.next).rows.at(0).verdict == Verdict::slower);
}

TEST_CASE("without history one to three runs a side cannot tell, four can") {
    for (std::size_t runs = 1; runs <= 4; ++runs) {
        HistoryBuilder builder;
        const auto cpu = builder.testbed("EPYC 7763");
        const Runs before = builder.nights(cpu, runs), after = builder.nights(cpu, runs);
        support::Noise noise{3};
        builder.measured("bench_a", before, noise.times(runs, 0.01));
        builder.measured("bench_a", after, noise.times(runs, 0.01, 1.2));
        const auto row = archive_of(builder).compare(before, after).rows.at(0);
        CHECK(row.p.has_value() == (runs == 4));
        CHECK(row.interval.has_value() == (runs == 4));
        CHECK(row.verdict == (runs == 4 ? Verdict::slower : Verdict::cannot_tell));
        if (runs == 4) CHECK(*row.p == Approx(2.0 / 70));
        if (runs == 3) CHECK(row.more_runs == 2U);  // of 3 + 5 runs there are 56 arrangements
        if (runs == 1) CHECK_FALSE(row.more_runs);
    }
}

TEST_CASE("one run among four that is slow for once does not hide what the history shows") {
    Quiet quiet{{1.3, 1.3, 1.31, 1.29}};
    for (const int night : {36, 37, 38, 39})
        quiet.builder.measured("bench_b", quiet.past[static_cast<std::size_t>(night)], support::only_median(1));
    const auto row = archive_of(quiet.builder)
                         .compare({quiet.past[36], quiet.past[37], quiet.past[38], quiet.past[39]}, quiet.next)
                         .rows.at(0);
    CHECK(row.verdict == Verdict::slower);
    CHECK(*row.p <= 0.05);
}

TEST_CASE("a series that goes back and forth raises no verdict by a flip") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    const Runs nights = builder.nights(cpu, 60);
    Values values(60);
    support::Noise noise{5};
    for (double& value : values) value = (noise.uniform() < 0.3 ? 1.25 : 1.0) * std::exp(0.004 * noise.normal());
    values[58] = 1.0, values[59] = 1.25;
    builder.measured("bench_a", nights, values);
    Archive archive = archive_of(builder);
    archive.report.series[0].bimodal = analysis::Bimodality{1.25, 0.3, 20};
    CHECK(archive.compare({nights[58]}, {nights[59]}).rows.at(0).verdict == Verdict::cannot_tell);
}

TEST_CASE("runs of one commit against themselves: chance gives few verdicts") {
    constexpr std::size_t benchmarks = 300, nights = 30;
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    const Runs runs = builder.nights(cpu, nights);
    support::Noise noise{17};
    for (std::size_t i = 0; i < benchmarks; ++i)
        builder.measured("bench_" + std::to_string(i), runs, noise.times(nights, i % 2 == 0 ? 0.01 : 0.06));
    const Archive archive = archive_of(builder);
    int invocations = 0;
    std::size_t outside = 0, rows = 0;
    for (std::size_t i = 0; i + 1 < nights; ++i) {
        const Comparison found = archive.compare({runs[i]}, {runs[i + 1]});
        const auto changed = std::ranges::count_if(found.rows, [](const auto& row) {
            return row.verdict == Verdict::slower || row.verdict == Verdict::faster;
        });
        invocations += changed > 0 ? 1 : 0;
        outside += found.by_chance + static_cast<std::size_t>(changed);
        rows += found.rows.size();
        CHECK(found.overall.verdict != Verdict::slower);
        CHECK(found.overall.verdict != Verdict::faster);
    }
    CHECK(static_cast<double>(outside) / static_cast<double>(rows) < 0.06);  // their own intervals: 5 %
    CHECK(static_cast<double>(outside) / static_cast<double>(rows) > 0.02);
    CHECK(invocations <= 6);  // of 29
}

TEST_CASE("the geometric mean is over the common benchmarks, at measured values") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    const Runs runs = builder.nights(cpu, 2);
    builder.measured("bench_a", runs, {1, 2});
    builder.measured("bench_b", runs, {1, 0.5});
    builder.measured("bench_c", runs, {1, 8});
    builder.measured("bench_gone", {runs[0]}, {1});
    builder.measured("bench_new", {runs[1]}, {1});
    const Comparison found = archive_of(builder).compare({runs[0]}, {runs[1]});
    REQUIRE(found.means.size() == 1);
    CHECK(found.means[0].n == 3);
    CHECK(found.means[0].ratio == Approx(2));
    CHECK_FALSE(found.means[0].interval);  // two runs do not say how they vary
    CHECK(excluded(found, "bench_gone")->why == NotCompared::missing);
    CHECK(excluded(found, "bench_new")->why == NotCompared::added);
}

TEST_CASE("a value that is not positive leaves the mean undefined, and is named") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    const Runs runs = builder.nights(cpu, 2);
    builder.measured("bench_a", runs, {1, 2});
    builder.measured("bench_zero", runs, {0, 3});
    const Comparison found = archive_of(builder).compare({runs[0]}, {runs[1]});
    CHECK(found.means.at(0).undefined == "bench_zero");
    CHECK(found.means.at(0).n == 1);
    for (const auto& row : found.rows) CHECK(row.verdict == Verdict::cannot_tell);
}

TEST_CASE("the mean of a quiet archive has an interval from its own runs") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    const Runs runs = builder.nights(cpu, 40);
    support::Noise noise{23};
    for (int i = 0; i < 20; ++i) builder.measured("bench_" + std::to_string(i), runs, noise.times(40, 0.02));
    const Comparison found = archive_of(builder).compare({runs[38]}, {runs[39]});
    REQUIRE(found.means.at(0).interval);
    CHECK(found.means[0].interval->low < 1);
    CHECK(found.means[0].interval->high > 1);
    CHECK(found.means[0].interval->high / found.means[0].interval->low < 1.06);  // 2 % over the root of twenty
}

TEST_CASE("other CPUs are refused in words, unless that is wanted") {
    HistoryBuilder builder;
    const auto epyc = builder.testbed("EPYC 7763"), xeon = builder.testbed("Xeon 8370C");
    const auto a = builder.run(epyc, 0), b = builder.run(xeon, 1);
    builder.measured("bench_a", a, support::only_median(1));
    builder.measured("bench_a", b, support::only_median(2));
    const Archive archive = archive_of(builder);
    const Comparison refused = archive.compare({a}, {b});
    CHECK(refused.rows.empty());
    CHECK(excluded(refused, "Xeon 8370C")->why == NotCompared::other_testbed);
    const Comparison across = archive.compare({a}, {b}, Across::wanted);
    CHECK(across.across_testbeds());
    CHECK(across.rows.at(0).ratio == 2);
    CHECK(across.excluded.empty());
}

TEST_CASE("a CPU that is not recorded may be several") {
    HistoryBuilder builder;
    const auto unknown = builder.testbed("");
    const Runs runs = builder.nights(unknown, 2);
    builder.measured("bench_a", runs, {1, 2});
    const Comparison found = archive_of(builder).compare({runs[0]}, {runs[1]});
    CHECK(found.rows.empty());
    CHECK(found.excluded.at(0).why == NotCompared::other_testbed);
}

TEST_CASE("other suites are refused in words, run by run where a side has both") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    const auto old = builder.run(cpu, 0, "3"), before = builder.run(cpu, 1, "4"), after = builder.run(cpu, 2, "4");
    for (const auto run : {old, before, after}) builder.measured("bench_a", run, support::only_median(1));
    const Archive archive = archive_of(builder);
    const Comparison refused = archive.compare({old}, {after});
    CHECK(refused.rows.empty());
    CHECK(refused.excluded.at(0).why == NotCompared::other_suite);
    CHECK(refused.excluded.at(0).detail.find("suite 3 before and suite 4 after") != std::string::npos);
    const Comparison mixed = archive.compare({old, before}, {after});
    CHECK(mixed.rows.at(0).runs_before == 1);
    CHECK(mixed.excluded.at(0).what == archive.history.runs[old].id);
    CHECK(archive.compare({old}, {after}, Across::wanted).rows.empty());
}

TEST_CASE("a result that triage.toml marks as an outlier is in no verdict") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    const Runs runs = builder.nights(cpu, 3);
    builder.measured("bench_a", runs, {1, 9, 1});
    builder.measured("bench_b", runs, {1, 1, model::absent});
    Archive archive = archive_of(builder);
    archive.report.outlier.assign(archive.history.columns.size(), 0);
    archive.report.outlier[1] = 1;
    const Comparison found = archive.compare({runs[0], runs[1]}, {runs[2]});
    CHECK(found.rows.at(0).before == 1);
    CHECK(found.rows.at(0).runs_before == 1);
    CHECK(excluded(found, "bench_b")->why == NotCompared::no_value);
    const Comparison alone = archive.compare({runs[1]}, {runs[2]});
    CHECK(excluded(alone, "bench_a")->detail.find("triage.toml") != std::string::npos);
}

TEST_CASE("verdicts come first, then what cannot be told, each by size") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    const Runs runs = builder.nights(cpu, 41);
    support::Noise noise{29};
    const auto series = [&](const std::string& name, double deviation, double change) {
        auto values = noise.times(41, deviation);
        values[39] = 1, values[40] = change;
        builder.measured(name, runs, values);
    };
    series("same", 0.01, 1.0), series("faster", 0.01, 0.7), series("noisy", 0.2, 1.1);
    series("slower", 0.01, 1.2), series("slowest", 0.01, 1.5);
    const Archive archive = archive_of(builder);
    std::vector<std::string> names;
    for (const auto& row : archive.compare({runs[39]}, {runs[40]}).rows)
        names.push_back(archive.history.benchmarks[row.benchmark].name);
    CHECK(names == std::vector<std::string>{"slowest", "slower", "faster", "noisy", "same"});
}

TEST_CASE("a single result as far off as some are for once is no change, and more runs would tell") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    const Runs runs = builder.nights(cpu, 61);
    support::Noise noise{31};
    for (int i = 0; i < 20; ++i) {
        auto values = noise.times(61, 0.01);
        values[static_cast<std::size_t>(20 + i)] = 1.4;  // each is off in a night of its own
        values[60] = i == 0 ? 1.4 : i == 1 ? 1.1 : 1.0;
        builder.measured("bench_" + std::to_string(10 + i), runs, values);
    }
    const Archive archive = archive_of(builder);
    const Comparison found = archive.compare({runs[57], runs[58], runs[59]}, {runs[60]});
    const auto row_of = [&](const std::string& name) {
        return *std::ranges::find_if(found.rows, [&](const analysis::ComparedBenchmark& row) {
            return archive.history.benchmarks[row.benchmark].name == name;
        });
    };
    CHECK(*row_of("bench_10").jumps > 0.01);
    CHECK(row_of("bench_10").verdict == Verdict::cannot_tell);
    CHECK(row_of("bench_10").more_runs == 2U);
    CHECK(row_of("bench_11").verdict == Verdict::slower);  // nothing here jumps by a tenth
    CHECK(*row_of("bench_11").jumps == 0);
}

TEST_CASE("planned: the last two runs, the latest against each measured tag, and about each confirmed change") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763"), unknown = builder.testbed("");
    const Runs runs = builder.nights(cpu, 20);
    const Runs others = builder.nights(unknown, 2);
    builder.measured("bench_a", runs, Values(20, 1.0));
    builder.measured("bench_a", others, {1, 1});
    model::History history = builder.build();
    analysis::Options options;
    options.tags = {{"v1", history.runs[runs[3]].commit->id + "0000"}, {"v2", std::string(40, 'f')}};
    analysis::Report report = analysis::analyse(history, options);
    analysis::Change change;
    change.state = analysis::ChangeState::confirmed;
    change.last_run_before = runs[11], change.first_run_after = runs[12];
    report.changes = {change, change};
    report.changes.push_back(change);
    report.changes.back().state = analysis::ChangeState::watching;
    report.changes.back().first_run_after = runs[15];
    const auto planned = analysis::planned_comparisons(history, options, report);
    REQUIRE(planned.size() == 3);
    const std::string slug = history.testbeds[cpu].slug;
    CHECK(planned[0].slug == "previous..latest-" + slug);
    CHECK(planned[0].before.runs == Runs{runs[18]});
    CHECK(planned[0].after.runs == Runs{runs[19]});
    CHECK(planned[1].slug == model::slug("v1") + "..latest-" + slug);
    CHECK(planned[1].before.runs == Runs{runs[3]});
    CHECK(planned[2].slug == history.runs[runs[11]].id + ".." + history.runs[runs[12]].id);
    CHECK(planned[2].before.runs == Runs{runs.begin() + 2, runs.begin() + 12});
    CHECK(planned[2].after.runs == Runs{runs.begin() + 12, runs.end()});
    CHECK(analysis::planned_comparisons(model::History{}, options, analysis::Report{}).empty());
}
