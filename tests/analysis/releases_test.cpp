#include "analysis/releases.hpp"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using support::HistoryBuilder;
using support::Runs;
using Values = std::vector<double>;

namespace {

analysis::Releases releases_of(const model::History& history, const analysis::Options& options = {}) {
    return analysis::analyse(history, options).releases;
}

void make_tag(model::History& history, std::uint32_t run, const std::string& name) {
    history.runs[run].purpose = {model::Kind::tag, name, ""};
}

// Runs of tags on one CPU, `per_release` each; bench_a and bench_b take twice and half as long with each release.
struct Tagged {
    HistoryBuilder builder;
    std::uint32_t cpu = builder.testbed("EPYC 7763");
    std::vector<std::string> names;
    std::vector<Runs> runs;

    explicit Tagged(std::vector<std::string> of, std::size_t per_release = 1, const model::Suite& suite = {})
        : names{std::move(of)} {
        for (std::size_t i = 0; i < names.size(); ++i) runs.push_back(builder.nights(cpu, per_release, suite));
    }

    void measure(const std::string& benchmark, double first, double factor) {
        double value = first;
        for (const Runs& of : runs) {
            for (const std::uint32_t run : of) builder.measured(benchmark, run, support::only_median(value));
            value *= factor;
        }
    }

    model::History history() const {
        model::History history = builder.build();
        for (std::size_t i = 0; i < names.size(); ++i)
            for (const std::uint32_t run : runs[i]) make_tag(history, run, names[i]);
        return history;
    }
};

std::vector<std::string> names_of(const analysis::Releases& releases) {
    std::vector<std::string> names;
    for (const auto& release : releases.releases) names.push_back(release.name);
    return names;
}

}  // namespace

TEST_CASE("every pair of releases has its geometric mean, by hand") {
    Tagged tagged{{"v1.9", "v1.10", "v2.0"}};
    tagged.measure("bench_a", 1, 0.5);
    tagged.measure("bench_b", 3, 0.125);
    const auto found = releases_of(tagged.history());
    CHECK(names_of(found) == std::vector<std::string>{"v1.9", "v1.10", "v2.0"});
    REQUIRE(found.tables.size() == 1);
    const auto& table = found.tables[0];
    REQUIRE(table.pairs.size() == 3);
    const Values wanted{0.25, 0.0625, 0.25};  // sqrt(0.5 * 0.125), twice that; (0, 1), (0, 2), (1, 2)
    for (std::size_t i = 0; i < 3; ++i) {
        REQUIRE(table.pairs[i].means.size() == 1);
        CHECK(table.pairs[i].means[0].ratio == Approx(wanted[i]));
        CHECK(table.pairs[i].means[0].n == 2);
        CHECK(table.pairs[i].means[0].test->untested == 2);  // one run each, and no history
    }
    CHECK(table.pairs[0].means[0].range->min == Approx(0.125));
    CHECK(table.pairs[0].means[0].range->low == Approx(0.125 + 0.1 * 0.375));
    CHECK(table.pairs[0].means[0].range->high == Approx(0.125 + 0.9 * 0.375));
    REQUIRE(table.rows.size() == 2);
    CHECK(table.results[2].values[1] == Values{3 * 0.125 * 0.125});
}

TEST_CASE("suite versions are tables of their own, the newest first, and nothing is between them") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    Runs runs;
    for (const char* suite : {"1", "1", "2", "2", "3"})
        runs.push_back(builder.run(cpu, static_cast<int>(runs.size()), suite));
    builder.measured("bench_a", runs, {1, 2, 10, 40, 100});
    model::History history = builder.build();
    const char* names[] = {"v1", "v2", "v1", "v2", "v3"};
    for (std::uint32_t i = 0; i < 5; ++i) make_tag(history, i, names[i]);
    const auto found = releases_of(history);
    REQUIRE(found.tables.size() == 2);  // suite 3 has one release only
    CHECK(found.tables[0].suite == "2");
    CHECK(found.tables[0].pairs.at(0).means.at(0).ratio == Approx(4));
    CHECK(found.tables[1].suite == "1");
    CHECK(found.tables[1].pairs.at(0).means.at(0).ratio == Approx(2));
}

TEST_CASE("CPUs are tables of their own, and one that is not recorded has none") {
    HistoryBuilder builder;
    const auto epyc = builder.testbed("EPYC 7763"), other = builder.testbed("Xeon 8370C"),
               unknown = builder.testbed("");
    Runs runs;
    for (const auto cpu : {epyc, epyc, other, unknown, unknown})
        runs.push_back(builder.run(cpu, static_cast<int>(runs.size())));
    for (const auto run : runs) builder.measured("bench_a", run, support::only_median(1.0 + run));
    model::History history = builder.build();
    for (std::uint32_t i = 0; i < 5; ++i) make_tag(history, i, i % 2 == 0 ? "v1" : "v2");
    const auto found = releases_of(history);
    REQUIRE(found.tables.size() == 1);
    CHECK(found.tables[0].label == "EPYC 7763");
}

TEST_CASE("what only one release has is counted, and what is not positive named") {
    Tagged tagged{{"v1", "v2"}};
    tagged.measure("bench_a", 1, 0.5);
    tagged.builder.measured("bench_gone", tagged.runs[0][0], support::only_median(1));
    tagged.builder.measured("bench_new", tagged.runs[1][0], support::only_median(1));
    auto found = releases_of(tagged.history());
    CHECK(found.tables.at(0).pairs[0].missing == 1);
    CHECK(found.tables[0].pairs[0].added == 1);
    CHECK(found.tables[0].pairs[0].means[0].n == 1);
    tagged.measure("bench_zero", 0, 1);
    found = releases_of(tagged.history());
    CHECK(found.tables[0].pairs[0].means[0].undefined == "bench_zero");
    CHECK_FALSE(found.tables[0].pairs[0].means[0].test);
}

TEST_CASE("with runs enough on both sides the test is by ranks, and says by how much at least") {
    Tagged tagged{{"v1", "v2"}, 5};
    support::Noise noise{3};
    for (int i = 0; i < 12; ++i) {
        const std::string name = "bench_" + std::to_string(10 + i);
        tagged.builder.measured(name, tagged.runs[0], noise.times(5, 0.002));
        Values faster = noise.times(5, 0.002);
        for (double& value : faster) value /= 1.2;
        tagged.builder.measured(name, tagged.runs[1], faster);
    }
    const auto mean = releases_of(tagged.history()).tables.at(0).pairs.at(0).means.at(0);
    REQUIRE(mean.test);
    CHECK(mean.test->better);
    CHECK(mean.test->ties == 0);
    CHECK(mean.test->confidence > 0.999);
    for (const auto& [confidence, factor] : mean.test->at_least) {
        CAPTURE(confidence);
        CHECK(factor > 1.18);
        CHECK(factor < 1.2);
    }
    CHECK(mean.interval->low < 1 / 1.2);
    CHECK(mean.interval->high > 1 / 1.2);
}

TEST_CASE("a declared weight counts in the mean of releases, not in its test") {
    Tagged tagged{{"v1", "v2"}};
    tagged.measure("bench_a", 1, 0.5);
    tagged.measure("bench_b", 1, 2);
    analysis::Options options;
    options.sets = {{"all", {}, {}, {{"bench_a", 3}}}};
    const auto mean = releases_of(tagged.history(), options).tables.at(0).pairs.at(0).means.at(0);
    CHECK(mean.weighted);
    CHECK(mean.ratio == Approx(std::pow(0.125 * 2, 0.25)));  // three halves and one two, of four
    CHECK(mean.test->ties == 2);
}

TEST_CASE("runs of tags beside the trends are held against runs of tagged commits in them") {
    HistoryBuilder trends, tags;
    const auto cpu = trends.testbed("EPYC 7763");
    tags.testbed("EPYC 7763");
    const Runs nights = trends.nights(cpu, 40);
    support::Noise noise{5};
    trends.measured("bench_a", nights, noise.times(40, 0.001));
    tags.measured("bench_a", tags.run(0, 100), support::only_median(0.5));
    auto aside = std::make_shared<model::History>(tags.build());
    make_tag(*aside, 0, "v2");
    model::History history = trends.build();
    history.aside = aside;
    analysis::Options options;
    options.tags = {{"v1", history.runs[10].commit->id + "abc"}, {"v2", "f00"}};
    const auto found = releases_of(history, options);
    CHECK(names_of(found) == std::vector<std::string>{"v1", "v2"});
    REQUIRE(found.tables.size() == 1);
    const auto& mean = found.tables[0].pairs.at(0).means.at(0);
    CHECK(mean.ratio == Approx(0.5).epsilon(0.005));
    CHECK(mean.test->untested == 0);  // the noise is that of the trends
    CHECK(found.tables[0].rows.at(0).noise.has_value());
}

TEST_CASE("without tags, or with one, there is nothing to compare") {
    HistoryBuilder builder;
    builder.measured("bench_a", builder.nights(builder.testbed("EPYC 7763"), 3), {1, 2, 3});
    CHECK(releases_of(builder.build()).tables.empty());
    model::History history = builder.build();
    make_tag(history, 1, "v1");
    CHECK(releases_of(history).releases.empty());
    CHECK(releases_of(model::History{}).tables.empty());
}
