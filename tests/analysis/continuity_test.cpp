#include "analysis/continuity.hpp"

#include <cmath>
#include <numbers>

#include "analysis/analysis.hpp"
#include "analysis/configurations.hpp"
#include "analysis/continuity_check.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using analysis::Continuity;
using support::HistoryBuilder;
using Values = std::vector<double>;

namespace {

analysis::Transition transition(const std::string& from, const std::string& to) {
    return {.from = {from, {}},
            .to = {to, {}},
            .reason = "replaced",
            .date = {},
            .commits = {},
            .factors = {},
            .relative_factors = {},
            .place = {}};
}

analysis::Options with(std::vector<analysis::Transition> transitions) {
    analysis::Options options;
    options.transitions = std::move(transitions);
    return options;
}

// Two runs measured the same commit.
void share(model::History& history, std::uint32_t older, std::uint32_t newer) {
    history.runs[newer].commit = history.runs[older].commit;
}

void set_python(model::History& history, const support::Runs& runs, const std::string& version) {
    for (const std::uint32_t run : runs) history.runs[run].environment = {{"python", version}};
}

Continuity continuity_of(const model::History& history, const analysis::Options& options) {
    return analysis::analyse(history, options).continuity;
}

const analysis::LinkFactor& only_factor(const Continuity& continuity) {
    REQUIRE(continuity.factors.size() == 1);
    return continuity.factors[0];
}

// Old machine, three nights; new machine, three nights; the third and the fourth run are of one commit.
struct TwoMachines {
    HistoryBuilder archive;
    support::Runs before, after;

    explicit TwoMachines(const model::Suite& old_suite = {}, const model::Suite& new_suite = {}) {
        before = archive.nights(archive.testbed("Old CPU"), 3, old_suite);
        after = archive.nights(archive.testbed("New CPU"), 3, new_suite);
    }
    model::History shared() const {
        model::History history = archive.build();
        share(history, before[2], after[0]);
        return history;
    }
};

}  // namespace

TEST_CASE("the factor is new over old at the shared commit, and old results are multiplied by it") {
    TwoMachines machines;
    machines.archive.measured("a", machines.before, {2.0, 2.2, 2.1});
    machines.archive.measured("a", machines.after, {3.15, 3.0, 3.3});
    const Continuity continuity = continuity_of(machines.shared(), with({transition("Old", "New")}));
    const auto& factor = only_factor(continuity);
    REQUIRE(factor.factor);
    CHECK(factor.factor->value == Approx(1.5));  // 3.15 / 2.1
    REQUIRE(factor.factor->commits.size() == 1);
    CHECK(factor.factor->commits[0].before == 2.1);
    CHECK(factor.factor->commits[0].after == 3.15);
    CHECK_FALSE(factor.factor->interval());  // three runs a side: the noise is not known
    REQUIRE(continuity.series.size() == 1);
    const auto& series = continuity.series[0];
    REQUIRE(series.points.size() == 6);
    CHECK(series.points[0].raw == 2.0);
    CHECK(series.points[0].value == Approx(3.0));
    CHECK(series.parts[series.points[0].part].rescaled);
    CHECK(series.points[3].value == 3.15);
    CHECK_FALSE(series.parts[series.points[3].part].rescaled);
    CHECK(series.unjoined.empty());
}

TEST_CASE("no rescaled value enters anything else") {
    TwoMachines machines;
    machines.archive.measured("a", machines.before, {2.0, 2.2, 2.1});
    machines.archive.measured("a", machines.after, {3.15, 3.0, 3.3});
    const model::History history = machines.shared();
    const analysis::Report with_it = analysis::analyse(history, with({transition("Old", "New")}));
    const analysis::Report without = analysis::analyse(history, {});
    CHECK(with_it.estimate == without.estimate);
    CHECK(with_it.changes.size() == without.changes.size());
    CHECK(with_it.aggregates.size() == without.aggregates.size());
    CHECK(without.continuity.empty());
}

TEST_CASE("of several shared commits the median ratio counts, of several runs of one their median") {
    HistoryBuilder archive;
    const auto old_cpu = archive.testbed("Old CPU"), new_cpu = archive.testbed("New CPU");
    const auto before = archive.nights(old_cpu, 5);
    const auto after = archive.nights(new_cpu, 5);
    archive.measured("a", before, {1, 1, 1, 2, 10});
    archive.measured("a", after, {1.2, 1.4, 4, 30, 30});
    model::History history = archive.build();
    share(history, before[0], after[0]);  // 1.2
    share(history, before[1], after[1]);  // 1.4
    share(history, before[2], after[2]);  // 4
    share(history, before[3], after[3]);  // 2 and 10, and 30 and 30: 30 / 6 = 5
    history.runs[before[4]].commit = history.runs[before[3]].commit;
    share(history, before[3], after[4]);
    const auto factor = *only_factor(continuity_of(history, with({transition("Old", "New")}))).factor;
    REQUIRE(factor.commits.size() == 4);
    CHECK(factor.commits[3].runs_before == 2);
    CHECK(factor.commits[3].ratio() == Approx(5));
    CHECK(factor.value == Approx(2.7));  // of 1.2, 1.4, 4, 5
    // the standard deviation of ln 1.2, ln 1.4, ln 4, ln 5, times sqrt(pi / 2) / 2
    REQUIRE(factor.logarithm);
    CHECK(factor.logarithm->degrees == 3);
    const double mean = (std::log(1.2) + std::log(1.4) + std::log(4) + std::log(5)) / 4;
    double squares = 0;
    for (const double x : {1.2, 1.4, 4.0, 5.0}) squares += std::pow(std::log(x) - mean, 2);
    CHECK(factor.logarithm->error == Approx(std::sqrt(squares / 3) * std::sqrt(std::numbers::pi / 2) / 2));
}

TEST_CASE("the noise between runs gives the factor an interval") {
    HistoryBuilder archive;
    const auto before = archive.nights(archive.testbed("Old CPU"), 9);
    const auto after = archive.nights(archive.testbed("New CPU"), 9);
    const Values level{1.00, 1.01, 0.99, 1.00, 1.01, 0.99, 1.00, 1.01, 0.99};
    archive.measured("a", before, level);
    archive.measured("a", after, level);
    model::History history = archive.build();
    share(history, before[0], after[0]);
    const analysis::Report report = analysis::analyse(history, with({transition("Old", "New")}));
    const auto factor = *only_factor(report.continuity).factor;
    CHECK(factor.value == 1);
    REQUIRE(factor.logarithm);
    const double noise = *report.series[0].noise_between;
    CHECK(factor.logarithm->error == Approx(noise * std::numbers::sqrt2));  // one run a side
    CHECK(factor.logarithm->degrees == 16);
    CHECK(factor.interval()->low * factor.interval()->high == Approx(1));
}

TEST_CASE("factors are multiplied along declared transitions") {
    HistoryBuilder archive;
    const auto a = archive.nights(archive.testbed("CPU A"), 2);
    const auto b = archive.nights(archive.testbed("CPU B"), 2);
    const auto c = archive.nights(archive.testbed("CPU C"), 2);
    archive.measured("x", a, {1, 1});
    archive.measured("x", b, {2, 2});
    archive.measured("x", c, {6, 6});
    model::History history = archive.build();
    share(history, a[1], b[0]);
    share(history, b[1], c[0]);
    SECTION("both are") {
        const Continuity continuity =
            continuity_of(history, with({transition("CPU A", "CPU B"), transition("CPU B", "CPU C")}));
        REQUIRE(continuity.series.size() == 1);
        const auto& series = continuity.series[0];
        REQUIRE(series.parts.size() == 3);
        CHECK(series.parts[0].factor.value == Approx(6));
        CHECK(series.parts[0].factors.size() == 2);
        CHECK(series.parts[1].factor.value == Approx(3));
        for (const auto& point : series.points) CHECK(point.value == Approx(6));
    }
    SECTION("one is: the rest stays by itself") {
        const Continuity continuity = continuity_of(history, with({transition("CPU B", "CPU C")}));
        REQUIRE(continuity.series.size() == 1);
        CHECK(continuity.series[0].points.size() == 4);
    }
    SECTION("what has no factor for the first link is not joined, and says why") {
        history.runs[b[0]].commit->id = "another";
        const Continuity continuity =
            continuity_of(history, with({transition("CPU A", "CPU B"), transition("CPU B", "CPU C")}));
        REQUIRE(continuity.series.size() == 1);
        CHECK(continuity.series[0].points.size() == 4);
        REQUIRE(continuity.series[0].unjoined.size() == 1);
        CHECK(continuity.series[0].unjoined[0].results == 2);
        CHECK(continuity.series[0].unjoined[0].reason == "no commit was measured on both sides");
    }
}

TEST_CASE("where no factor can be had, nothing is rescaled, and the reason is told") {
    TwoMachines machines;
    machines.archive.measured("gone", machines.before, {1, 1, 1});
    machines.archive.measured("zero", machines.before, {1, 1, 0});
    machines.archive.measured("zero", machines.after, {1, 1, 1});
    machines.archive.measured("fine", machines.before, {1, 1, 1});
    machines.archive.measured("fine", machines.after, {1, 1, 1});
    machines.archive.measured("late", machines.after, {1, 1, 1});
    const model::History history = machines.shared();
    const Continuity continuity = continuity_of(history, with({transition("Old", "New")}));
    REQUIRE(continuity.factors.size() == 3);  // fine, gone, zero: nothing of `late` is to be rescaled
    CHECK(continuity.factors[0].factor);
    CHECK(continuity.factors[1].refusal == "no result on the newer side");
    REQUIRE(continuity.factors[1].wanted);
    CHECK(continuity.factors[1].wanted->commit == history.runs[machines.before[2]].commit->id);
    CHECK(continuity.factors[1].wanted->on_new);
    CHECK_FALSE(continuity.factors[1].wanted->on_old);
    CHECK(continuity.factors[2].refusal == "no commit was measured on both sides");  // its result there is 0
    CHECK(continuity.factors[2].wanted->on_old);
    REQUIRE(continuity.series.size() == 3);
    CHECK(continuity.series[0].ends.empty());
    CHECK(continuity.series[1].points.size() == 3);  // as measured, and it ends
    CHECK(continuity.series[1].ends == "no result on the newer side");
    CHECK(continuity.series[2].points.size() == 3);
    REQUIRE(continuity.series[2].unjoined.size() == 2);
    CHECK(continuity.series[2].unjoined[1].reason == "the value is not above zero");
    REQUIRE(continuity.spreads.size() == 1);
    CHECK(continuity.spreads[0].factors == 1);
    CHECK(continuity.spreads[0].refused == 2);
    CHECK_FALSE(continuity.spreads[0].deviation);
}

TEST_CASE("a commit with changes of its own is not that commit; a shortened id is") {
    TwoMachines machines;
    machines.archive.measured("a", machines.before, {1, 1, 1});
    machines.archive.measured("a", machines.after, {2, 2, 2});
    model::History history = machines.shared();
    SECTION("dirty") {
        history.runs[machines.after[0]].commit->dirty = true;
        CHECK_FALSE(only_factor(continuity_of(history, with({transition("Old", "New")}))).factor);
    }
    SECTION("shortened") {
        history.runs[machines.before[2]].commit->id += "abcdef";
        CHECK(only_factor(continuity_of(history, with({transition("Old", "New")}))).factor->value == 2);
    }
    SECTION("none recorded") {
        for (auto& run : history.runs) run.commit = std::nullopt;
        const Continuity continuity = continuity_of(history, with({transition("Old", "New")}));
        CHECK(only_factor(continuity).refusal == "no commit was measured on both sides");
        CHECK_FALSE(only_factor(continuity).wanted);
    }
    SECTION("only declared ones count") {
        auto declared = transition("Old", "New");
        declared.commits = {"f00f"};
        const Continuity continuity = continuity_of(history, with({declared}));
        CHECK(only_factor(continuity).refusal == "none of the declared commits was measured on both sides");
        CHECK(only_factor(continuity).wanted->commit == "f00f");
    }
}

TEST_CASE("two versions of the suite are never joined") {
    TwoMachines machines{"1", "2"};
    machines.archive.measured("a", machines.before, {1, 1, 1});
    machines.archive.measured("a", machines.after, {2, 2, 2});
    const Continuity continuity = continuity_of(machines.shared(), with({transition("Old", "New")}));
    CHECK(continuity.links.empty());
    CHECK(continuity.series.empty());
    REQUIRE(continuity.undefined.size() == 1);
    CHECK(continuity.undefined[0] == "no version of the suite was measured on both sides");
}

TEST_CASE("the runtime of one machine is a configuration") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("CPU");
    const auto before = archive.nights(cpu, 3), after = archive.nights(cpu, 3);
    archive.measured("a", before, {2, 2, 2});
    archive.measured("a", after, {1, 1, 1});
    model::History history = archive.build();
    share(history, before[2], after[0]);
    set_python(history, before, "3.10.2");
    set_python(history, after, "3.11.0");
    auto upgrade = transition("", "");
    upgrade.from.recorded = {{"python", "3.10*"}};
    upgrade.to.recorded = {{"python", "3.11*"}};
    const Continuity continuity = continuity_of(history, with({upgrade}));
    CHECK(only_factor(continuity).factor->value == 0.5);
    REQUIRE(continuity.configurations.size() == 2);
    CHECK(continuity.configurations[0].label == "CPU, python 3.10*");
    CHECK(continuity.links[0].seam == history.runs[after[0]].time);
}

TEST_CASE("what the runs do not record, a date tells apart") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("CPU"), 4);
    archive.measured("a", runs, {2, 2, 3, 3});
    model::History history = archive.build();
    share(history, runs[1], runs[2]);
    auto upgrade = transition("CPU", "CPU");
    CHECK(continuity_of(history, with({upgrade})).undefined[0] ==
          "the same runs are on both sides: the transition needs a date");
    upgrade.date = history.runs[runs[2]].time;
    CHECK(only_factor(continuity_of(history, with({upgrade}))).factor->value == 1.5);
}

TEST_CASE("a dimension that the transition does not name keeps testbeds apart") {
    HistoryBuilder archive;
    const auto linux_nights = archive.nights(archive.testbed("Old, Linux"), 2);
    const auto windows_nights = archive.nights(archive.testbed("Old, Windows"), 2);
    const auto newer_linux = archive.nights(archive.testbed("New, Linux"), 2);
    const auto newer_windows = archive.nights(archive.testbed("New, Windows"), 2);
    for (const auto& runs : {linux_nights, newer_linux}) archive.measured("a", runs, {1, 1});
    for (const auto& runs : {windows_nights, newer_windows}) archive.measured("a", runs, {5, 5});
    model::History history = archive.build();
    for (model::Testbed& testbed : history.testbeds)
        testbed.dimensions = {{"cpu", testbed.label.substr(0, 3)}, {"os", testbed.label.substr(5)}};
    for (const std::uint32_t run : {windows_nights[1], newer_linux[0], newer_windows[0]})
        history.runs[run].commit = history.runs[linux_nights[1]].commit;
    const Continuity machines = continuity_of(history, with({transition("Old", "New")}));
    REQUIRE(machines.links.size() == 2);
    CHECK(machines.factors.size() == 2);
    for (const analysis::LinkFactor& each : machines.factors) CHECK(each.factor->value == 1);

    // The system as a dimension of the testbed: the transition names it, and the CPU is the same.
    auto system = transition("", "");
    system.from.recorded = {{"os", "Linux"}};
    system.to.recorded = {{"os", "Windows"}};
    const Continuity systems = continuity_of(history, with({system}));
    REQUIRE(systems.links.size() == 2);
    for (const analysis::LinkFactor& each : systems.factors)
        if (each.factor) CHECK(each.factor->value == 5);

    history.testbeds.resize(3);  // the one that is left on the newer side differs from both in more than its CPU
    auto only = transition("Old, Windows", "New, Linux");
    history.runs.resize(6);
    CHECK(analysis::configurations(history, {only}).links.size() == 1);
    only.from.testbed = "Old";
    CHECK(analysis::configurations(history, {only}).links.size() == 1);  // Linux alone
    history.testbeds[0].dimensions[1].value = "BSD";
    CHECK(analysis::configurations(history, {only}).undefined[0] ==
          "its testbeds differ in os, which it does not name");
}

TEST_CASE("a runtime that was replaced together with the CPU joins nothing, and that is told") {
    TwoMachines machines;
    machines.archive.measured("a", machines.before, {1, 1, 1});
    model::History history = machines.shared();
    set_python(history, machines.before, "CPython 3.10");
    set_python(history, machines.after, "CPython 3.11");
    auto runtime = transition("", "");
    runtime.from.recorded = {{"python", "*3.10"}};
    runtime.to.recorded = {{"python", "*3.11"}};
    CHECK(analysis::configurations(history, {runtime}).undefined[0] ==
          "no CPU has runs of both sides: where it was replaced, too, name both");
}

TEST_CASE("a transition that matches nothing says so, and a circle joins nothing") {
    TwoMachines machines;
    machines.archive.measured("a", machines.before, {1, 1, 1});
    machines.archive.measured("a", machines.after, {2, 2, 2});
    const model::History history = machines.shared();
    CHECK(continuity_of(history, with({transition("Nowhere", "New")})).undefined[0] ==
          "no run is of the older side (Nowhere)");
    CHECK(continuity_of(history, with({transition("Old", "Nowhere")})).undefined[0] ==
          "no run is of the newer side (Nowhere)");
    CHECK(continuity_of(history, with({transition("Old", "New"), transition("New", "Old")})).series.empty());
}

TEST_CASE("given factors count in place of measured ones") {
    TwoMachines machines;
    machines.archive.measured("a", machines.before, {1, 1, 1});
    machines.archive.measured("a", machines.after, {2, 2, 2});
    auto declared = transition("Old", "New");
    declared.factors = {{"a", 1.25}};
    const auto factor = *only_factor(continuity_of(machines.shared(), with({declared}))).factor;
    CHECK(factor.given);
    CHECK(factor.value == 1.25);
    CHECK_FALSE(factor.interval());
}

TEST_CASE("relative to a baseline: the ratio of each run, rescaled by the ratio of the ratios") {
    TwoMachines machines;
    machines.archive.measured("x-compiled", machines.before, {1, 1, 2});
    machines.archive.measured("x-compiled", machines.after, {1, 1, 1});
    machines.archive.measured("x-interpreted", machines.before, {4, 4, 4});
    machines.archive.measured("x-interpreted", machines.after, {3, 3, 3});
    machines.archive.measured("y-compiled", machines.before, {1, 1, 1});
    analysis::Options options = with({transition("Old", "New")});
    analysis::Relative relative{{{"*-compiled", "*-interpreted"}}, analysis::BaselineScope::run, true};
    const auto ratios = [&](const analysis::Relative& rule) {
        options.relatives = {rule};
        const Continuity continuity = continuity_of(machines.shared(), options);
        REQUIRE_FALSE(continuity.series.empty());
        Values values;
        for (const auto& series : continuity.series)
            if (series.track.baseline)
                for (const auto& point : series.points) values.push_back(point.value);
        return std::pair{values, continuity};
    };
    SECTION("rescaled") {
        const auto [values, continuity] = ratios(relative);
        REQUIRE(values.size() == 6);
        CHECK(values[0] == Approx(4 * 1.5));  // 4 times faster, and 3 / 1 over 4 / 2 at the shared commit
        CHECK(values[2] == Approx(2 * 1.5));
        CHECK(values[3] == Approx(3));
        REQUIRE(continuity.without_baseline.size() == 1);
        CHECK(continuity.without_baseline[0].baseline == "y-interpreted");
    }
    SECTION("as they are") {
        relative.rescale = false;
        const auto [values, continuity] = ratios(relative);
        CHECK(values == Values{4, 4, 2, 3, 3, 3});
        for (const auto& series : continuity.series)
            if (series.track.baseline)
                for (const auto& part : series.parts) CHECK_FALSE(part.rescaled);
    }
}

TEST_CASE("a baseline that was measured once counts for its configuration where that is asked for") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("CPU"), 3);
    archive.measured("x", runs, {Values{1, 2, 4}});
    archive.measured("x-cpython", support::Runs{runs[0]}, Values{8});
    analysis::Options options;
    options.relatives = {{{{"*", "*-cpython"}}, analysis::BaselineScope::configuration, true}};
    Continuity continuity = continuity_of(archive.build(), options);
    REQUIRE(continuity.series.size() == 1);  // the baseline is no benchmark of its own
    CHECK(continuity.series[0].points.size() == 3);
    CHECK(continuity.series[0].points[2].value == 2);
    options.relatives[0].scope = analysis::BaselineScope::run;
    continuity = continuity_of(archive.build(), options);
    CHECK(continuity.series[0].points.size() == 1);
    REQUIRE(continuity.without_baseline.size() == 1);
    CHECK(continuity.without_baseline[0].results == 2);
}

namespace {

// Nine nights on each side about the factor 1.5; `moved` is how much the checked commit is off.
std::optional<analysis::SeamCheck> seam(double moved, bool other_commit) {
    HistoryBuilder archive;
    const auto before = archive.nights(archive.testbed("Old CPU"), 9);
    const auto after = archive.nights(archive.testbed("New CPU"), 9);
    Values old_values{1.00, 1.01, 0.99, 1.00, 1.01, 0.99, 1.00, 1.01, 0.99}, new_values;
    for (const double value : old_values) new_values.push_back(1.5 * value);
    new_values[1] = 1.5 * moved;
    archive.measured("a", before, old_values);
    archive.measured("a", after, new_values);
    model::History history = archive.build();
    if (other_commit) share(history, before[0], after[0]);
    share(history, before[3], after[1]);
    const analysis::Options options = with({transition("Old", "New")});
    const analysis::Report report = analysis::analyse(history, options);
    return analysis::check_seam({history, options, report.estimate}, report, history.runs[after[1]].commit->id);
}

}  // namespace

TEST_CASE("a commit without a change goes on where the older side left off; one with a jump does not") {
    const auto fine = seam(1.0, true);
    REQUIRE(fine);
    CHECK(fine->overall == analysis::Continued::continuous);
    CHECK(*fine->verdicts[0].ratio == Approx(1.0));
    const auto jump = seam(1.5, true);
    REQUIRE(jump);
    CHECK(jump->overall == analysis::Continued::abrupt);
    CHECK(*jump->verdicts[0].ratio == Approx(1.5));
    CHECK(jump->abrupt == 1);
}

TEST_CASE("a commit that was measured by hand on the newer side can be checked as well") {
    for (const double moved : {1.0, 1.5}) {
        HistoryBuilder archive, aside;
        const auto before = archive.nights(archive.testbed("Old CPU"), 9);
        const auto after = archive.nights(archive.testbed("New CPU"), 9);
        const Values old_values{1.00, 1.01, 0.99, 1.00, 1.01, 0.99, 1.00, 1.01, 0.99};
        Values new_values;
        for (const double value : old_values) new_values.push_back(1.5 * value);
        archive.measured("a", before, old_values);
        archive.measured("a", after, new_values);
        const auto by_hand = aside.run(aside.testbed("New CPU"), 12);
        aside.measured("a", by_hand, support::only_median(1.5 * moved));
        model::History history = archive.build(), beside = aside.build();
        share(history, before[0], after[0]);
        beside.runs[by_hand].purpose = {model::Kind::manual, "main", ""};
        beside.runs[by_hand].commit = history.runs[before[8]].commit;
        history.aside = std::make_shared<model::History>(std::move(beside));
        const analysis::Options options = with({transition("Old", "New")});
        const analysis::Report report = analysis::analyse(history, options);
        const auto found =
            analysis::check_seam({history, options, report.estimate}, report, history.runs[before[8]].commit->id);
        REQUIRE(found);
        CHECK(found->overall == (moved == 1 ? analysis::Continued::continuous : analysis::Continued::abrupt));
        CHECK(*found->verdicts[0].ratio == Approx(moved));
    }
}

TEST_CASE("a factor proves nothing at the only commit that it comes from") {
    const auto circular = seam(1.5, false);
    REQUIRE(circular);
    CHECK(circular->overall == analysis::Continued::cannot_tell);
    CHECK(circular->unknown == 1);
    CHECK_FALSE(circular->verdicts[0].ratio);
}

namespace {

// Two machines whose nights share no commit; the last commit of the old one was measured on the new one by hand.
struct MeasuredByHand {
    TwoMachines machines;
    HistoryBuilder aside;
    std::uint32_t on_new = 0;
    model::Purpose purpose{model::Kind::manual, "baseline", ""};
    std::optional<std::string> fork;
    model::Suite suite;

    Continuity continuity(analysis::Transition upgrade = transition("Old", "New")) {
        machines.archive.measured("a", machines.before, {1, 1, 1});
        machines.archive.measured("a", machines.after, {2, 2, 2});
        model::History history = machines.archive.build();
        on_new = aside.run(aside.testbed("New CPU"), 10, suite);
        aside.measured("a", on_new, support::only_median(1.5));
        model::History beside = aside.build();
        beside.runs[on_new].purpose = purpose;
        beside.runs[on_new].commit = history.runs[machines.before[2]].commit;
        beside.runs[on_new].commit->fork = fork;
        history.aside = std::make_shared<model::History>(std::move(beside));
        return continuity_of(history, with({std::move(upgrade)}));
    }
};

}  // namespace

TEST_CASE("a baseline that was measured by hand gives a factor where the nights share no commit") {
    for (const model::Kind kind : {model::Kind::manual, model::Kind::tag}) {
        MeasuredByHand archive;
        archive.purpose.kind = kind;
        const Continuity continuity = archive.continuity();
        const auto& factor = only_factor(continuity);
        REQUIRE(factor.factor);
        CHECK(factor.factor->value == 1.5);
        CHECK(factor.factor->commits[0].beside == 1);
        REQUIRE(continuity.series.size() == 1);
        CHECK(continuity.series[0].points.size() == 6);  // and is no point itself
        CHECK(continuity.series[0].points[0].value == 1.5);
    }
}

TEST_CASE("a baseline of a branch, of another suite, or of an unnamed fork gives none") {
    MeasuredByHand branch, suite, fork, owner, named;
    branch.purpose.kind = model::Kind::branch;
    suite.suite = "2";
    fork.fork = "alice";
    owner.purpose.owner = "alice";
    for (MeasuredByHand* each : {&branch, &suite, &fork, &owner})
        CHECK(only_factor(each->continuity()).refusal == "no commit was measured on both sides");

    named.fork = "alice";
    auto upgrade = transition("Old", "New");
    upgrade.commits = {"1000002"};
    CHECK(only_factor(named.continuity(upgrade)).factor->value == 1.5);
}

TEST_CASE("a baseline that was measured by hand counts for nothing where the nights share a commit") {
    MeasuredByHand archive;
    archive.machines.archive.measured("b", archive.machines.before, {1, 1, 1});
    archive.machines.archive.measured("a", archive.machines.before, {1, 1, 1});
    archive.machines.archive.measured("a", archive.machines.after, {2, 2, 2});
    model::History history = archive.machines.shared();
    archive.on_new = archive.aside.run(archive.aside.testbed("New CPU"), 10);
    archive.aside.measured("a", archive.on_new, support::only_median(9));
    model::History beside = archive.aside.build();
    beside.runs[0].purpose = archive.purpose;
    beside.runs[0].commit = history.runs[archive.machines.before[2]].commit;
    history.aside = std::make_shared<model::History>(std::move(beside));
    const Continuity continuity = continuity_of(history, with({transition("Old", "New")}));
    CHECK(continuity.factors[0].factor->value == 2);
    CHECK(continuity.factors[0].factor->commits[0].beside == 0);
}

TEST_CASE("the geometric mean over upgrades is of the series that have factors, each against its first on the newest") {
    TwoMachines machines;
    machines.archive.measured("a", machines.before, {1, 1, 1});
    machines.archive.measured("a", machines.after, {2, 2, 4});
    machines.archive.measured("b", machines.before, {30, 10, 10});
    machines.archive.measured("b", machines.after, {5, 5, 5});
    machines.archive.measured("late", machines.after, {7, 70, 700});  // has no factor
    analysis::Options options = with({transition("Old", "New")});
    options.sets = {{.name = "all", .benchmarks = {}, .tags = {}, .weights = {}},
                    {.name = "b", .benchmarks = {"b"}, .tags = {}, .weights = {}},
                    {.name = "weighted", .benchmarks = {}, .tags = {}, .weights = {{"a", 3}}}};
    const Continuity continuity = continuity_of(machines.shared(), options);
    REQUIRE(continuity.means.size() == 3);
    const auto ratios = [](const analysis::ContinuousMean& mean) {
        Values values;
        for (const auto& point : mean.points) values.push_back(point.ratio);
        return values;
    };
    const analysis::ContinuousMean& all = continuity.means[0];
    REQUIRE(all.members.size() == 2);
    CHECK(all.members[0].base == 2);  // of 2, 2 and 4
    CHECK(all.members[1].base == 5);
    REQUIRE(all.points.size() == 6);
    CHECK(all.points[0].ratio == Approx(std::sqrt(1 * 3.0)));  // 1 * 2 / 2 and 30 * 0.5 / 5
    CHECK(all.points[0].rescaled);
    CHECK(all.points[5].ratio == Approx(std::sqrt(2.0)));
    CHECK_FALSE(all.points[5].rescaled);
    CHECK(all.points[5].n == 2);
    CHECK(ratios(continuity.means[1])[0] == Approx(3));
    CHECK(ratios(continuity.means[2])[0] == Approx(std::pow(3, 0.25)));
    CHECK(ratios(continuity.means[2])[5] == Approx(std::pow(2, 0.75)));
}

TEST_CASE("a run that measured less than half of the benchmarks has no mean over upgrades") {
    TwoMachines machines;
    for (const char* name : {"a", "b", "c"}) {
        machines.archive.measured(name, machines.before[2], support::only_median(1));
        machines.archive.measured(name, machines.after[0], support::only_median(1));
    }
    machines.archive.measured("a", machines.after[1], support::only_median(9));
    const Continuity continuity = continuity_of(machines.shared(), with({transition("Old", "New")}));
    REQUIRE(continuity.means.size() == 1);
    CHECK(continuity.means[0].points.size() == 2);
}

TEST_CASE("a machine that got another system later is reached over the system that it had first") {
    HistoryBuilder archive;
    const auto old_machine = archive.nights(archive.testbed("Old CPU"), 2);
    const auto machine = archive.testbed("New CPU");
    const auto before = archive.nights(machine, 2), after = archive.nights(machine, 2);
    archive.measured("a", old_machine, {1, 1});
    archive.measured("a", before, {2, 2});
    archive.measured("a", after, {6, 6});
    model::History history = archive.build();
    share(history, old_machine[1], before[0]);
    share(history, before[1], after[0]);
    set_python(history, old_machine, "3.10");
    set_python(history, before, "3.10");
    set_python(history, after, "3.11");
    auto runtime = transition("", "");
    runtime.from.recorded = {{"python", "3.10"}};
    runtime.to.recorded = {{"python", "3.11"}};
    auto machines = transition("Old", "New");
    for (const bool is_given : {false, true}) {
        if (is_given) machines.factors = {{"a", 2}};
        const Continuity continuity = continuity_of(history, with({machines, runtime}));
        CHECK(continuity.links.size() == 2);
        CHECK(continuity.factors.size() == 2);  // and none that is refused, or wanted
        REQUIRE(continuity.series.size() == 1);
        CHECK(continuity.series[0].points[0].value == Approx(6));
    }
    share(history, old_machine[1], after[1]);  // then it can be told at once, but not by what was given
    CHECK(continuity_of(history, with({transition("Old", "New"), runtime})).links.size() == 3);
    CHECK(continuity_of(history, with({machines, runtime})).links.size() == 2);
}
