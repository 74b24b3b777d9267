#include "analysis/gate.hpp"

#include "analysis/backtest.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::Light;

namespace {

struct Judged {
    model::History history;
    analysis::GateReport gate;
};

analysis::Report report_of(const model::History& history) {
    analysis::Report report;
    report.estimate = history.columns.median;
    return report;
}

analysis::GateReport judged(const model::History& history, const analysis::GateOptions& gate,
                            analysis::Report report = {}, const std::string& branch = {}) {
    analysis::Options options;
    options.gate = gate;
    report.estimate = history.columns.median;
    const auto newest = static_cast<std::uint32_t>(history.runs.size() - 1);
    return analysis::gate({history, options, report.estimate}, report,
                          {.head = {newest}, .base = {}, .how = {}, .branch = branch});
}

// One benchmark on one CPU: the values before, then the new one.
model::History series(const std::vector<double>& values, const std::string& measure = "time") {
    support::HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    archive.measured("bench", archive.nights(cpu, values.size()), values, measure);
    return archive.build();
}

analysis::GateOptions with(analysis::Threshold threshold) {
    analysis::GateOptions options;
    options.thresholds = {std::move(threshold)};
    return options;
}

analysis::Threshold percentage(std::optional<double> lower, std::optional<double> upper) {
    analysis::Threshold threshold;
    threshold.test = analysis::ThresholdTest::percentage;
    threshold.lower = lower;
    threshold.upper = upper;
    return threshold;
}

std::vector<double> steady(std::size_t count, double last) {
    std::vector<double> values = support::Noise{7}.times(count, 0.01);
    values.push_back(last);
    return values;
}

}  // namespace

TEST_CASE("gate: an alert is strictly outside the limits") {
    const auto options = with(percentage({}, 0.5));
    CHECK(judged(series({2, 2, 2, 3}), options).light() == Light::green);
    const auto beyond = judged(series({2, 2, 2, 3.001}), options);
    CHECK(beyond.light() == Light::red);
    REQUIRE(beyond.rows.size() == 1);
    CHECK(beyond.rows[0].upper == 3);
    CHECK(beyond.rows[0].baseline == 2);
    CHECK(beyond.rows[0].n == 3);
    CHECK(beyond.rows[0].threshold == 0u);
    CHECK(beyond.red == 1);
}

TEST_CASE("gate: better than the limit is green, and told") {
    const auto better = judged(series({2, 2, 2, 0.5}), with(percentage(0.5, 0.5)));
    CHECK(better.light() == Light::green);
    CHECK(better.rows[0].better);
    support::HistoryBuilder archive;
    archive.measure({"ops", "", model::Direction::higher_is_better});
    const auto cpu = archive.testbed("EPYC 7763");
    archive.measured("bench", archive.nights(cpu, 4), {2, 2, 2, 0.5}, "ops");
    CHECK(judged(archive.build(), with(percentage(0.5, 0.5))).light() == Light::red);
}

TEST_CASE("gate: too little history cannot tell, and says how much would do") {
    analysis::Threshold threshold = percentage({}, 0.5);
    threshold.min_sample_size = 5;
    const auto few = judged(series({2, 2, 9}), with(threshold));
    CHECK(few.light() == Light::unknown);
    CHECK(few.unknown == 1);
    CHECK(few.rows[0].reason == "2 runs of history on EPYC 7763, 5 are needed: 3 more");
    CHECK(judged(series({9}), {}).light() == Light::unknown);
    CHECK(judged(series({0, 0, 0, 0, 0, 0, 1}), {}).rows[0].reason.find("not positive") != std::string::npos);
}

TEST_CASE("gate: what cannot be told is still shown beside what was there before") {
    CHECK(judged(series({-2, -4, -3, -2, -4, -3}), {}).rows[0].baseline == -3);
    CHECK(judged(series({2, 4, 3}), {}).rows[0].baseline == 3);
    auto wanting = percentage({}, 0.5);
    wanting.min_sample_size = 9;
    CHECK(judged(series({2, 4, 6, 5}), with(wanting)).rows[0].baseline == 4);
}

TEST_CASE("gate: only so many of the newest runs are looked at") {
    analysis::Threshold threshold = percentage({}, 0.5);
    threshold.max_sample_size = 2;
    CHECK(judged(series({9, 9, 2, 2, 3.5}), with(threshold)).light() == Light::red);
    threshold.max_sample_size = 4;
    CHECK(judged(series({9, 9, 2, 2, 3.5}), with(threshold)).light() == Light::green);
}

TEST_CASE("gate: by default, a change beyond noise and minimum is red, on the worse side alone") {
    CHECK(judged(series(steady(30, 1.1)), {}).light() == Light::red);
    CHECK(judged(series(steady(30, 1.0)), {}).light() == Light::green);
    const auto better = judged(series(steady(30, 0.9)), {});
    CHECK(better.light() == Light::green);
    REQUIRE(better.rows.size() == 1);
    CHECK(better.rows[0].better);
    analysis::GateOptions generous;
    generous.minimum_effect = 0.5;
    CHECK(judged(series(steady(30, 1.1)), generous).light() == Light::amber);
}

TEST_CASE("gate: without any noise, whatever is beyond the minimum is red") {
    CHECK(judged(series({4, 4, 4, 4, 4, 5}), {}).light() == Light::red);
    CHECK(judged(series({4, 4, 4, 4, 4, 4}), {}).light() == Light::green);
    CHECK(judged(series({4, 4, 4, 4, 4, 4.01}), {}).light() == Light::amber);  // a change, but below 1 %
}

TEST_CASE("gate: noise that hides large changes cannot tell, and says what would") {
    std::vector<double> values = support::Noise{3}.times(20, 0.3);
    values.push_back(1.1);
    const auto hidden = judged(series(values), {});
    CHECK(hidden.light() == Light::unknown);
    CHECK(hidden.rows[0].reason.find("hides changes below") != std::string::npos);
}

TEST_CASE("gate: after a confirmed change the older level is no baseline") {
    std::vector<double> values = support::Noise{9}.times(20, 0.01);
    for (const double value : support::Noise{11}.times(8, 0.01, 2)) values.push_back(value);
    values.push_back(2.0);
    const model::History history = series(values);
    CHECK(judged(history, {}).rows[0].baseline == Approx(2).epsilon(0.6));
    analysis::Report report;
    analysis::Change change;
    change.state = analysis::ChangeState::confirmed;
    change.first_run_after = 20;
    change.last_run_before = 19;
    change.confirmed_by = 24;
    report.changes.push_back(change);
    const auto row = judged(history, {}, report).rows[0];
    CHECK(row.n == 8);
    CHECK(row.baseline == Approx(2).epsilon(0.02));
    CHECK(row.light == Light::green);
}

TEST_CASE("gate: results that triage.toml takes out are no history") {
    const model::History history = series({1, 1, 1, 1, 1, 9, 1});
    analysis::Report report;
    report.outlier = {0, 0, 0, 0, 0, 1, 0};
    CHECK(judged(history, {}, report).rows[0].n == 5);
}

TEST_CASE("gate: runs of other suites, CPUs and branches are no history") {
    support::HistoryBuilder archive;
    const auto epyc = archive.testbed("EPYC 7763"), xeon = archive.testbed("Xeon 8272CL");
    archive.measured("bench", archive.nights(epyc, 3, "1"), {1, 1, 1});
    archive.measured("bench", archive.nights(xeon, 3, "2"), {1, 1, 1});
    archive.measured("bench", archive.nights(epyc, 3, "2"), {2, 2, 2});
    model::History history = archive.build();
    CHECK(judged(history, with(percentage({}, 0.5))).rows[0].n == 2);
    for (model::Run& run : history.runs) run.commit->branch = "feature";
    analysis::GateOptions main_only = with(percentage({}, 0.5));
    main_only.base_branch = "main";
    CHECK(judged(history, main_only).rows[0].n == 0);
}

TEST_CASE("gate: the last threshold that matches counts; a branch inherits those of the base branch") {
    analysis::GateOptions options = with(percentage({}, 0.1));
    options.thresholds.push_back(percentage({}, 2));
    options.thresholds[1].branches = {"main"};
    options.thresholds.push_back(percentage({}, 0.2));
    options.thresholds[2].benchmarks = {"other*"};
    CHECK(judged(series({2, 2, 3}), options, {}, "main").rows[0].threshold == 1u);
    CHECK(judged(series({2, 2, 3}), options, {}, "feature").rows[0].threshold == 0u);
    options.thresholds[0].branches = {"release"};
    options.base_branch = "main";
    CHECK(judged(series({2, 2, 3}), options, {}, "feature").rows[0].threshold == 1u);
    CHECK(judged(series({2, 2, 3}), options, {}, "feature").unmatched.size() == 2);
}

TEST_CASE("gate: benchmarks that are gone are named") {
    support::HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    const auto nights = archive.nights(cpu, 7);
    archive.measured("kept", nights, {1, 1, 1, 1, 1, 1, 1});
    archive.measured("gone", {nights.begin(), nights.end() - 1}, {1, 1, 1, 1, 1, 1});
    CHECK(judged(archive.build(), {}).missing == std::vector<std::string>{"gone"});
}

TEST_CASE("backtest: alerts that last, that do not, and thresholds that can never alert") {
    std::vector<double> values(10, 1.0);
    values.push_back(3);  // reverts
    values.insert(values.end(), 10, 1.0);
    values.insert(values.end(), 6, 2.0);  // lasts
    const model::History history = series(values);
    analysis::Options options;
    options.gate = with(percentage({}, 0.5));
    options.gate.thresholds.push_back(percentage({}, 0.5));
    options.gate.thresholds[1].benchmarks = {"nothing*"};
    const analysis::Report report = report_of(history);
    const auto tested = analysis::backtest({history, options, report.estimate}, report, {});
    CHECK(tested.runs == 27);
    REQUIRE(tested.rules.size() == 2);
    CHECK(tested.rules[0].reverted == 1);
    CHECK(tested.rules[0].persisted >= 3);
    CHECK(tested.rules[0].persisted + tested.rules[0].reverted + tested.rules[0].undecided == tested.rules[0].alerts);
    CHECK(tested.rules[0].never.empty());
    CHECK(tested.rules[1].never.find("match nothing") != std::string::npos);
}

TEST_CASE("backtest: why a threshold can never alert") {
    const model::History history = series({1, 1, 1, 1});
    const analysis::Report report = report_of(history);
    const auto never = [&](const analysis::Threshold& threshold) {
        analysis::Options options;
        options.gate = with(threshold);
        return analysis::backtest({history, options, report.estimate}, report, {}).rules.at(0).never;
    };
    analysis::Threshold many = percentage({}, 0.5);
    many.min_sample_size = 20;
    CHECK(never(many) == "it wants 20 runs of history, and no series has more than 3");
    CHECK(never(percentage(0.5, {})).find("no limit on the side") != std::string::npos);
}
