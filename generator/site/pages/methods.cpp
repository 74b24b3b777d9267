#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/decisions.hpp"
#include "analysis/detection.hpp"
#include "analysis/freshness.hpp"
#include "analysis/latest.hpp"
#include "analysis/noise.hpp"
#include "analysis/settled.hpp"
#include "chart/quantity.hpp"
#include "site/headline.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

// What stands in where a result does not record the estimate (analysis/estimate.hpp).
std::string_view else_of(analysis::Estimate estimate) {
    switch (estimate) {
        case analysis::Estimate::median:
            return "mean, else the minimum";
        case analysis::Estimate::mean:
            return "median, else the minimum";
        case analysis::Estimate::min:
            break;
    }
    return "median, else the mean";
}

// The series that tells most: one with a change if there is one, else the longest, on a shown CPU.
std::optional<std::uint32_t> example_series(const Page& page) {
    const auto rank = [&](std::uint32_t index) {
        const model::Series& series = page.history().series[index];
        const analysis::SeriesReport& report = page.report().series[index];
        return std::tuple{!page.history().testbeds[series.testbed].hidden,
                          report.steps.size() > 1 && report.latest.ratio, report.noise_between.has_value(),
                          series.size()};
    };
    std::optional<std::uint32_t> best;
    for (std::uint32_t i = 0; i < page.history().series.size(); ++i) {
        if (!best || rank(i) > rank(*best)) best = i;
    }
    return best;
}

std::string text_or_dash(const Page& page, double cell, std::uint32_t series) {
    const std::optional<double> value = model::present(cell);
    const model::Measure& measure = page.history().measures[page.history().series[series].measure];
    return value ? chart::quantity(*value, measure.unit) : "not recorded";
}

void add_line(html::Values& values, const std::string& what, const std::string& value) {
    values.add("LINE", std::move(with("WHAT", what).set("VALUE", value)));
}

void add_newest_run(html::Values& values, const Page& page, std::uint32_t index) {
    const std::size_t row = page.history().series[index].last - 1;
    const model::Columns& columns = page.history().columns;
    const analysis::EstimateSource source = page.report().estimate_source[row];
    add_line(values, "Newest run", day(page.history().runs[columns.run[row]].time));
    add_line(values, "Samples, or rounds, in it", columns.n[row] == 0 ? "not recorded" : number(columns.n[row]));
    add_line(values, "First quartile", text_or_dash(page, columns.q1[row], index));
    add_line(values, "Median", text_or_dash(page, columns.median[row], index));
    add_line(values, "Third quartile", text_or_dash(page, columns.q3[row], index));
    add_line(values, "Estimate",
             text_or_dash(page, page.report().estimate[row], index) + ", its " + std::string{name_of(source)});
}

void add_step(html::Values& values, const std::string& name, const analysis::Step& step, const std::string& unit) {
    std::string text = "median " + chart::quantity(step.median, unit) + " of " + counted(step.size(), "run");
    if (step.interval) {
        text += ", interval " + chart::quantity(step.interval->low, unit) + " to " +
                chart::quantity(step.interval->high, unit);
    }
    add_line(values, name, text);
}

void add_steps(html::Values& values, const Page& page, std::uint32_t index) {
    const analysis::SeriesReport& report = page.report().series[index];
    const std::string& unit = page.history().measures[page.history().series[index].measure].unit;
    add_line(values, "Steps found", number(report.steps.size()));
    if (report.steps.size() > 1) add_step(values, "The step before", report.steps[report.steps.size() - 2], unit);
    if (!report.steps.empty()) add_step(values, "The newest step", report.steps.back(), unit);
    if (report.noise_between) add_line(values, "Noise between runs", "±" + chart::percent(*report.noise_between));
    if (report.noise_within) add_line(values, "Noise within a run", "±" + chart::percent(*report.noise_within));
}

void set_example(html::Values& values, const Page& page) {
    values.declare("EXAMPLE");
    const std::optional<std::uint32_t> index = example_series(page);
    if (!index) return;
    const model::Series& series = page.history().series[*index];
    html::Values example;
    set_benchmark(example, page, series.benchmark);
    set_cpu(example, page, series.testbed);
    add_newest_run(example, page, *index);
    add_steps(example, page, *index);
    set_verdict(example, page.report().series[*index].latest, page.history().measures[series.measure]);
    values.add("EXAMPLE", std::move(example));
}

// ---- The gate ----

std::string patterns_text(const std::vector<std::string>& patterns, const std::string& every) {
    return patterns.empty() ? every : listed(patterns);
}

std::string limits_text(const analysis::Threshold& threshold) {
    std::vector<std::string> parts;
    if (threshold.lower) parts.push_back(fmt::format("lower {:g}", *threshold.lower));
    if (threshold.upper) parts.push_back(fmt::format("upper {:g}", *threshold.upper));
    return listed(parts);
}

html::Values threshold_values(const analysis::Threshold& threshold) {
    html::Values values = with("TEST", std::string{analysis::name_of(threshold.test)});
    values.set("LIMITS", limits_text(threshold)).set("PLACE", threshold.place);
    values.set("SCOPE", listed({patterns_text(threshold.measures, "every measure"),
                                patterns_text(threshold.benchmarks, "every benchmark"),
                                patterns_text(threshold.testbeds, "every CPU"),
                                patterns_text(threshold.branches, "every branch")}));
    return std::move(
        values.set("SAMPLES", number(threshold.min_sample_size) + " to " + number(threshold.max_sample_size)));
}

void set_gate(html::Values& values, const analysis::GateOptions& gate) {
    values.set("GATE_EFFECT", chart::percent(gate.minimum_effect))
        .set("GATE_RATE", chart::percent(gate.false_alarm_rate));
    values.set("GATE_BRANCH", gate.base_branch.empty() ? "" : ", of the branch " + gate.base_branch);
    values.declare("THRESHOLD").show("NO_THRESHOLD", gate.thresholds.empty());
    for (const analysis::Threshold& threshold : gate.thresholds) values.add("THRESHOLD", threshold_values(threshold));
}

void set_detector(html::Values& values) {
    namespace detector = analysis::detector;
    values.set("ALONE", fmt::format("{:g}", detector::alone))
        .set("ALONE_ERRORS", fmt::format("{:.1f}", std::sqrt(detector::alone)));
    values.set("TOGETHER", fmt::format("{:g}", detector::together))
        .set("LEAST_JOINT", fmt::format("{:g}", detector::least_joint));
    values.set("COMPANION", fmt::format("{:g}", detector::companion))
        .set("WORTH_WATCHING", fmt::format("{:g}", detector::worth_watching));
    values.set("KEPT", fmt::format("{:g}", detector::kept))
        .set("KEPT_JOINTLY", fmt::format("{:g}", detector::kept_jointly));
    values.set("RUNS_TO_CONFIRM", number(detector::runs_to_confirm))
        .set("LEAST_SIZE", chart::percent(detector::least_size))
        .set("SIZEABLE", fmt::format("{:g}", detector::sizeable_in_sigma));
}

// ---- Weights ----

html::Values weighted_set(const analysis::TaggedSet& set) {
    html::Values values = with("SET", set.name);
    for (std::size_t i = 0; i < set.weights.size(); ++i) {
        html::Values weight = with("PATTERN", set.weights[i].pattern);
        weight.set("VALUE", fmt::format("{:g}", set.weights[i].value)).show("MORE", i + 1 < set.weights.size());
        values.add("WEIGHT", std::move(weight));
    }
    return values;
}

void set_weights(html::Values& values, const std::vector<analysis::TaggedSet>& sets) {
    values.declare("WEIGHTED_SET");
    for (const analysis::TaggedSet& set : sets)
        if (!set.weights.empty()) values.add("WEIGHTED_SET", weighted_set(set));
}

}  // namespace

html::Values methods_page(const Page& page) {
    html::Values values = page.frame("Methods", routes::methods);
    const analysis::Estimate estimate = page.content().analysis_options.estimate;
    values.set("ESTIMATE", std::string{name_of(estimate)}).set("ESTIMATE_ELSE", std::string{else_of(estimate)});
    values.set("BASELINE", page.content().analysis_options.baseline.empty()
                               ? "The median of each CPU’s first ten runs"
                               : "Run or commit " + page.content().analysis_options.baseline);
    values.declare("EFFECTS");
    if (!page.content().analysis_options.effects.empty())
        values.add("EFFECTS", with("EFFECT_COMMITS", std::to_string(analysis::effect_commits)));
    values.show("BESIDE", page.history().aside != nullptr);
    values.set("NEWS_DAYS", std::to_string(analysis::news_window.count()));
    values.set("DECISION_DAYS", std::to_string(analysis::decision_window.count()));
    values.set("RECENT_DAYS", std::to_string(recent_window.count()));
    values.set("MAX_AGE", age_text(page.content().analysis_options.max_age.value_or(analysis::usual_max_age)));
    values.set("WORTH_TELLING", std::to_string(std::lround(analysis::worth_telling * 100)) + " %");
    values.set("NOISE_RUNS", std::to_string(analysis::noise_runs));
    values.set("NOISE_STEP_RUNS", std::to_string(analysis::noise_step_runs));
    values.set("SETTLED_RUNS", std::to_string(analysis::settled_runs));
    set_weights(values, page.content().analysis_options.sets);
    set_detector(values);
    set_gate(values, page.content().analysis_options.gate);
    set_example(values, page);
    return values;
}

}  // namespace benchfolio::site
