#include "analysis/effects.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using analysis::EffectPair;
using analysis::EffectReport;
using analysis::Verdict;
using support::HistoryBuilder;
using Values = std::vector<double>;

namespace {

using Dimensions = std::vector<std::pair<std::string, std::string>>;

// Testbeds by their dimensions, runs by their commits.
struct Archive {
    HistoryBuilder builder;
    std::vector<Dimensions> dimensions;
    std::vector<std::string> commits;
    analysis::Options options;
    int day = 0;

    Archive() { options.effects = {{"JIT", "flags", "", "JIT"}}; }

    std::uint32_t testbed(const std::string& cpu, const std::string& flags, const Dimensions& more = {}) {
        Dimensions all{{"cpu", cpu}, {"flags", flags}};
        all.insert(all.end(), more.begin(), more.end());
        dimensions.push_back(all);
        return builder.testbed(cpu);
    }

    std::uint32_t run(std::uint32_t testbed, const std::string& commit, const model::Suite& suite = {}) {
        commits.push_back(commit);
        return builder.run(testbed, day++, suite);
    }

    // One run a commit, named "1", "2", ... from the first on.
    void measured(std::uint32_t testbed, const std::string& benchmark, const Values& values, int first = 1) {
        for (const double value : values)
            builder.measured(benchmark, run(testbed, std::to_string(first++)), support::only_median(value));
    }

    model::History history() const {
        model::History history = builder.build();
        for (std::size_t i = 0; i < dimensions.size(); ++i)
            for (const auto& [name, value] : dimensions[i]) history.testbeds[i].dimensions.push_back({name, value});
        for (std::size_t i = 0; i < commits.size(); ++i) history.runs[i].commit->id = commits[i];
        return history;
    }
};

EffectReport effect_of(const model::History& history, const analysis::Options& options) {
    const analysis::Report report = analysis::analyse(history, options);
    return analysis::effects({history, options, report.estimate}, report).at(0);
}

EffectReport effect_of(const Archive& archive) {
    return effect_of(archive.history(), archive.options);
}

// An archive of one CPU with these results at each commit.
EffectPair pair_of(const Values& off, const Values& on) {
    Archive archive;
    archive.measured(archive.testbed("EPYC", ""), "bench", off);
    archive.measured(archive.testbed("EPYC", "JIT"), "bench", on);
    return effect_of(archive).pairs.at(0);
}

bool excludes(const std::vector<analysis::EffectExclusion>& all, const std::string& what, const std::string& why) {
    for (const auto& one : all)
        if (one.what == what && one.why.find(why) != std::string::npos) return true;
    return false;
}

}  // namespace

// ln .8, ln .9, ln .7: mean -.2283930, standard deviation .1257397; Student's t of 2 degrees 4.302653.
TEST_CASE("effects: a ratio is of each commit with itself, whatever the project did meanwhile") {
    const EffectPair pair = pair_of({1, 10, 100}, {.8, 9, 70});
    CHECK(pair.commits == 3);
    REQUIRE(pair.latest);
    REQUIRE(pair.latest->rows.size() == 1);
    const auto& row = pair.latest->rows[0];
    CHECK(*row.ratio == Approx(0.7958114).epsilon(1e-6));
    CHECK(row.interval->low == Approx(0.582309).epsilon(1e-5));
    CHECK(row.interval->high == Approx(1.087592).epsilon(1e-5));
    CHECK(row.before == Approx(10));
    CHECK(row.after == Approx(7.958114));
    CHECK(row.verdict == Verdict::cannot_tell);
    CHECK(row.more_runs);
    REQUIRE(pair.latest->means.size() == 1);
    CHECK(pair.latest->means[0].ratio == Approx(0.7958114).epsilon(1e-6));
    CHECK(pair.latest->means[0].n == 1);
    CHECK(pair.latest->means[0].interval->low == Approx(0.582309).epsilon(1e-5));
}

TEST_CASE("effects: what never varies has an interval of no width") {
    const auto row = pair_of({1, 2, 4}, {.5, 1, 2}).latest->rows.at(0);
    CHECK(*row.ratio == Approx(.5));
    CHECK(row.interval->low == Approx(.5));
    CHECK(row.interval->high == Approx(.5));
    CHECK(row.verdict == Verdict::faster);
    const auto same = pair_of({3, 3}, {3, 3}).latest->rows.at(0);
    CHECK(*same.ratio == 1);
    CHECK(same.verdict == Verdict::no_evidence);
}

TEST_CASE("effects: one commit has a ratio and no verdict, none has nothing") {
    const auto one = pair_of({2}, {1});
    CHECK(*one.latest->rows.at(0).ratio == Approx(.5));
    CHECK_FALSE(one.latest->rows[0].interval);
    CHECK(one.latest->rows[0].verdict == Verdict::cannot_tell);
    CHECK(one.latest->rows[0].more_runs == 1U);
    CHECK_FALSE(one.latest->means.at(0).interval);
    CHECK_FALSE(one.trends.at(0).points.at(0).interval);
    Archive archive;
    archive.measured(archive.testbed("EPYC", ""), "bench", {1, 1});
    archive.measured(archive.testbed("EPYC", "JIT"), "bench", {1, 1}, 7);
    const EffectPair none = effect_of(archive).pairs.at(0);
    CHECK_FALSE(none.latest);
    CHECK(none.trends.empty());
    CHECK(excludes(none.excluded, "everything", "no commit was measured on both"));
    CHECK(excludes(none.excluded, "2 commits", "measured with no flags only"));
    CHECK(excludes(none.excluded, "2 commits", "measured with flags JIT only"));
}

TEST_CASE("effects: several runs of one commit count by their median, results marked as outliers not at all") {
    Archive archive;
    const auto off = archive.testbed("EPYC", ""), on = archive.testbed("EPYC", "JIT");
    for (const double value : {1.0, 1.1, 50.0})
        archive.builder.measured("bench", archive.run(off, "1"), support::only_median(value));
    archive.measured(on, "bench", {.55});
    CHECK(*effect_of(archive).pairs.at(0).latest->rows.at(0).ratio == Approx(.5));
    const model::History history = archive.history();
    archive.options.triage.outliers.push_back({});
    archive.options.triage.outliers.back().run = history.runs[2].id;
    CHECK(*effect_of(history, archive.options).pairs.at(0).latest->rows.at(0).ratio == Approx(.55 / 1.05));
}

TEST_CASE("effects: only testbeds that differ in nothing else are a pair") {
    Archive archive;
    for (const char* cpu : {"EPYC", "Xeon"})
        for (const char* os : {"Linux", "Darwin"})
            for (const char* flags : {"", "JIT", "NOGIL"}) {
                const double cpu_factor = cpu == std::string{"EPYC"} ? 1 : 3, os_factor = os[0] == 'L' ? 1 : 5;
                const double effect = flags[0] == 'J' ? .8 : flags[0] == 'N' ? 2 : 1;
                const double value = cpu_factor * os_factor * effect;
                archive.measured(archive.testbed(cpu, flags, {{"os", os}}), "bench", {value, value});
            }
    const EffectReport report = effect_of(archive);
    REQUIRE(report.pairs.size() == 4);
    CHECK(report.unpaired.empty());
    const model::History history = archive.history();
    for (const EffectPair& pair : report.pairs) {
        const auto &off = history.testbeds[pair.testbed_off], &on = history.testbeds[pair.testbed_on];
        CHECK(off.dimensions[0] == on.dimensions[0]);
        CHECK(off.dimensions[2] == on.dimensions[2]);
        CHECK(*pair.latest->rows.at(0).ratio == Approx(.8));
    }
}

TEST_CASE("effects: what has no partner or no CPU is named") {
    Archive archive;
    archive.measured(archive.testbed("EPYC", "JIT"), "bench", {1});
    archive.measured(archive.testbed("Xeon", ""), "bench", {1});
    archive.measured(archive.testbed("", ""), "bench", {1});
    archive.measured(archive.testbed("Zen", "NOGIL"), "bench", {1});
    const EffectReport report = effect_of(archive);
    CHECK(report.pairs.empty());
    CHECK(report.unpaired.size() == 3);
    CHECK(excludes(report.unpaired, "EPYC", "ran with no flags"));
    CHECK(excludes(report.unpaired, "Xeon", "ran with flags JIT"));
    CHECK(excludes(report.unpaired, "CPU not recorded", "the CPU is not recorded"));
}

TEST_CASE("effects: neither across suites nor with changes that are in no commit") {
    Archive archive;
    const auto off = archive.testbed("EPYC", ""), on = archive.testbed("EPYC", "JIT");
    const auto measured = [&](std::uint32_t testbed, const char* commit, const char* suite, double value) {
        archive.builder.measured("bench", archive.run(testbed, commit, suite), support::only_median(value));
    };
    measured(off, "1", "a", 1), measured(on, "1", "b", 9);
    measured(off, "2", "a", 1), measured(on, "2", "a", .5);
    measured(off, "3", "b", 1), measured(on, "3", "b", .25);
    measured(off, "4", "b", 1), measured(on, "4", "b", .25);
    measured(off, "5", "b", 1), measured(on, "5", "b", 7);
    model::History history = archive.history();
    history.runs.back().commit->dirty = true;
    const EffectPair pair = effect_of(history, archive.options).pairs.at(0);
    CHECK(pair.commits == 3);
    CHECK(*pair.latest->rows.at(0).ratio == Approx(.25));  // of the newest suite alone
    CHECK(pair.latest->rows[0].runs_after == 2);
    CHECK(excludes(pair.excluded, "2 commits", "two versions of the suite"));
    CHECK(excludes(pair.excluded, "1 run", "changes that are in no commit"));
    const auto& points = pair.trends.at(0).points;
    REQUIRE(points.size() == 3);
    CHECK(points[0].ratio == Approx(.5));
    CHECK(points[0].level == Approx(.5));  // the other suite's are not in it
    CHECK(points[2].level == Approx(.25));
}

TEST_CASE("effects: a point is the geometric mean of its commit, and knows what is missing") {
    Archive archive;
    const auto off = archive.testbed("EPYC", ""), on = archive.testbed("EPYC", "JIT");
    for (const auto testbed : {off, on})
        for (int commit = 1; commit <= 3; ++commit) {
            const auto run = archive.run(testbed, std::to_string(commit));
            archive.builder.measured("a", run, support::only_median(testbed == on ? .8 : 1));
            if (commit != 3) archive.builder.measured("b", run, support::only_median(testbed == on ? .2 : 1));
            if (testbed == off) archive.builder.measured("gone", run, support::only_median(1));
            archive.builder.measured("zero", run, support::only_median(0));
            archive.builder.measured("below", run, support::only_median(-2));
        }
    const EffectPair pair = effect_of(archive).pairs.at(0);
    const auto& points = pair.trends.at(0).points;
    REQUIRE(points.size() == 3);
    CHECK(points[0].ratio == Approx(.4));
    CHECK(points[0].n == 2);
    CHECK(points[0].complete);
    CHECK(points[2].ratio == Approx(.8));
    CHECK_FALSE(points[2].complete);
    CHECK(points[1].level == Approx(std::cbrt(.4 * .4 * .8)));
    REQUIRE(points[1].interval);
    CHECK(points[1].interval->low < points[1].level);
    CHECK(pair.latest->means.at(0).ratio == Approx(.4));
    CHECK(pair.latest->means[0].n == 2);
    CHECK(excludes(pair.excluded, "gone, time", "with no flags only"));
    CHECK(excludes(pair.excluded, "zero, time", "not positive"));
    CHECK(excludes(pair.excluded, "below, time", "not positive"));
    CHECK(pair.latest->rows.size() == 2);
}

TEST_CASE(
    "effects: the table is of the newest ten commits, and one huge outlier takes the verdict, not the ratio's sign") {
    Values off(30, 1.0), on(30, .5);
    for (std::size_t i = 20; i < 30; ++i) on[i] = .25;
    CHECK(*pair_of(off, on).latest->rows.at(0).ratio == Approx(.25));
    on[29] = 1e6;
    const auto row = pair_of(off, on).latest->rows.at(0);
    CHECK(row.interval->low < 1);
    CHECK(row.interval->high > 1);
    CHECK(row.verdict == Verdict::cannot_tell);
}

TEST_CASE("effects: no values, no benchmarks in common, nothing declared") {
    Archive archive;
    archive.measured(archive.testbed("EPYC", ""), "a", {1});
    archive.measured(archive.testbed("EPYC", "JIT"), "b", {1});
    const EffectPair apart = effect_of(archive).pairs.at(0);
    CHECK(apart.commits == 1);
    CHECK(apart.latest->rows.empty());
    CHECK(apart.latest->means.empty());
    CHECK(apart.trends.empty());
    CHECK(apart.excluded.size() == 2);
    CHECK(pair_of({model::absent}, {1}).latest->rows.empty());
    const model::History empty;
    const analysis::Options options;
    const analysis::Report report = analysis::analyse(empty, options);
    CHECK(analysis::effects({empty, options, report.estimate}, report).empty());
}
