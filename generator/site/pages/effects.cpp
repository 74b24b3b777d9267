#include "site/effects.hpp"

#include <algorithm>
#include <span>

#include "analysis/tagged_set.hpp"
#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/comparison_words.hpp"
#include "site/pages/comparison_values.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::EffectPair;

// So that a page of thousands of benchmarks stays within its bytes; the data file has all of them.
constexpr std::size_t most_rows = 200, most_excluded = 60, most_values = 200;

const analysis::Effect& effect_of(const Page& page, std::uint32_t effect) {
    return page.content().analysis_options.effects[effect];
}

std::string slug_of(const Page& page, const EffectPair& pair) {
    return model::slug(page.history().testbeds[pair.testbed_off].slug + " " +
                       page.history().testbeds[pair.testbed_on].slug);
}

void set_exclusions(html::Values& values, html::Name name, const std::vector<analysis::EffectExclusion>& all) {
    values.declare(name);
    if (all.empty()) return;
    html::Values section = with("COUNT", number(all.size()));
    for (std::size_t i = 0; i < std::min(most_excluded, all.size()); ++i)
        section.add("ROW", std::move(with("WHAT", all[i].what).set("WHY", all[i].why)));
    section.declare("REST");
    if (all.size() > most_excluded) section.add("REST", with("MORE", number(all.size() - most_excluded)));
    values.add(name, std::move(section));
}

// ---- One pair of testbeds

void set_counts_of(html::Values& values, const Page& page, const EffectPair& pair) {
    values.declare("TALLY");
    set_counts(values, page.history(), *pair.latest);
}

void set_means(html::Values& values, const Page& page, const EffectPair& pair) {
    values.declare("MEAN");
    for (const analysis::ComparedAggregate& mean : pair.latest->means) {
        const model::Measure& measure = page.history().measures[mean.measure];
        html::Values item = with("WHAT", mean_subject(mean.set, mean.weighted, measure));
        values.add("MEAN", std::move(item.set("MEAN_TEXT", unbroken(mean_text(mean, measure)))));
    }
}

std::string subject_of(const Page& page, const analysis::EffectTrend& trend) {
    return mean_subject(trend.set, analysis::is_weighted(page.content().analysis_options, trend.set),
                        page.history().measures[trend.measure]);
}

html::Values trend_values(const Page& page, const EffectPair& pair, const analysis::EffectTrend& trend) {
    const std::string slug =
        model::slug(slug_of(page, pair) + " " + trend.set + " " + page.history().measures[trend.measure].name);
    Figure figure = effect_trend(page.content(), pair, trend, slug);
    figure.values.keep_first(std::min(most_values, figure.values.rows()));
    const std::string subject = subject_of(page, trend);
    html::Values item = with("WHAT", subject);
    set_figure(item, page, std::move(figure), "The effect at each commit: " + subject, "effect", slug);
    return item;
}

// The first is drawn at once, the others wait to be opened.
void set_trends(html::Values& values, const Page& page, const EffectPair& pair) {
    values.declare("TREND_SECTION");
    if (pair.trends.empty()) return;
    html::Values section, more;
    section.add("TREND", trend_values(page, pair, pair.trends.front())).declare("MORE_TRENDS");
    const auto others = std::span{pair.trends}.subspan(1);
    for (const analysis::EffectTrend& trend : others) more.add("TREND", trend_values(page, pair, trend));
    if (!others.empty())
        section.add(
            "MORE_TRENDS",
            std::move(more.set("OF_WHAT", counted(others.size(), "other set and measure", "other sets and measures"))));
    values.add("TREND_SECTION", std::move(section));
}

std::vector<std::uint32_t> measures_of(const EffectPair& pair) {
    std::vector<std::uint32_t> measures;
    for (const auto& row : pair.latest->rows) measures.push_back(row.measure);
    std::ranges::sort(measures);
    measures.erase(std::unique(measures.begin(), measures.end()), measures.end());
    return measures;
}

void set_plots(html::Values& values, const Page& page, const EffectPair& pair) {
    values.declare("FOREST");
    const auto measures = measures_of(pair);
    for (const std::uint32_t measure : measures) {
        const std::string slug = slug_of(page, pair) + (measure == 0 ? "" : "-" + std::to_string(measure));
        const std::string heading = heading_of(page.history().measures[measure]);
        html::Values item;
        item.declare("MEASURE_HEADING");
        if (measures.size() > 1) item.add("MEASURE_HEADING", with("HEADING", heading));
        set_figure(item, page, forest(page.content(), *pair.latest, measure, slug), heading + " of every benchmark",
                   "effect-forest", slug);
        values.add("FOREST", std::move(item));
    }
}

html::Values row_values(const Page& page, const analysis::ComparedBenchmark& row, bool several_measures) {
    const model::Measure& measure = page.history().measures[row.measure];
    html::Values values;
    set_benchmark(values, page, row.benchmark);
    values.declare("MEASURE_NAME").declare("TELLING");
    if (several_measures) values.add("MEASURE_NAME", with("MEASURE", heading_of(measure)));
    values.set("OFF", chart::quantity(row.before, measure.unit)).set("ON", chart::quantity(row.after, measure.unit));
    values.set("CHANGE", chart::signed_percent(*row.ratio - 1)).set("COMMITS", number(row.runs_after));
    values.set("INTERVAL", row.interval ? interval_text(*row.interval) : "—");
    values.set("VERDICT_CLASS", std::string{class_of(row.verdict)});
    values.set("VERDICT_GLYPH", std::string{glyph_of(row.verdict)}).set("VERDICT_TEXT", verdict_text(row, measure));
    if (row.verdict == analysis::Verdict::cannot_tell && row.more_runs)
        values.add("TELLING", with("WHAT_WOULD", "about " + counted(*row.more_runs, "more commit") + " would do"));
    return values;
}

void set_table(html::Values& values, const Page& page, const EffectPair& pair) {
    values.declare("TABLE");
    const auto& rows = pair.latest->rows;
    if (rows.empty()) return;
    html::Values table = with("OFF_LABEL", capitalised(pair.latest->before.label));
    table.set("ON_LABEL", capitalised(pair.latest->after.label)).declare("REST");
    const bool several = measures_of(pair).size() > 1;
    for (std::size_t i = 0; i < std::min(most_rows, rows.size()); ++i)
        table.add("RESULT", row_values(page, rows[i], several));
    if (rows.size() > most_rows) table.add("REST", with("COUNT", counted(rows.size() - most_rows, "row")));
    values.add("TABLE", std::move(table));
}

html::Values latest_values(const Page& page, const EffectPair& pair) {
    html::Values values =
        with("COMMITS", counted(std::min<std::size_t>(pair.commits, analysis::effect_commits), "commit"));
    set_counts_of(values, page, pair);
    set_means(values, page, pair);
    set_plots(values, page, pair);
    set_table(values, page, pair);
    return values;
}

html::Values pair_section(const Page& page, const EffectPair& pair, std::uint32_t number_of) {
    html::Values values = with("ANCHOR", "p" + std::to_string(number_of));
    set_cpu(values, page, pair.testbed_on);
    values.set("SUMMARY", unbroken(summary_of(page.history(), pair)))
        .set("AGAINST", page.history().testbeds[pair.testbed_off].label);
    values.set("AGAINST_URL", page.to(routes::testbed(page.history().testbeds[pair.testbed_off])));
    set_trends(values, page, pair);
    values.declare("LATEST");
    if (pair.latest) values.add("LATEST", latest_values(page, pair));
    set_exclusions(values, "EXCLUDED", pair.excluded);
    return values;
}

// ---- The index

html::Values index_row(const Page& page, std::uint32_t effect, const EffectPair& pair) {
    html::Values row;
    set_cpu(row, page, pair.testbed_on);
    row.set("AGAINST", page.history().testbeds[pair.testbed_off].label);
    row.set("SUMMARY", unbroken(summary_of(page.history(), pair))).set("COMMITS", number(pair.commits));
    row.set("EFFECT_URL", page.to(routes::effect(effect_of(page, effect))));
    return row;
}

html::Values index_section(const Page& page, std::uint32_t effect) {
    const analysis::Effect& of = effect_of(page, effect);
    const analysis::EffectReport& report = page.site().effects[effect];
    html::Values section = with("EFFECT", of.name);
    section.set("EFFECT_URL", page.to(routes::effect(of))).set("VALUES", values_text(of)).declare("PAIR");
    for (const EffectPair& pair : report.pairs) section.add("PAIR", index_row(page, effect, pair));
    section.show("NO_PAIR", report.pairs.empty());
    return section;
}

}  // namespace

html::Values effect_index_page(const Page& page) {
    html::Values values = page.frame("Effects", routes::effects);
    const auto count = static_cast<std::uint32_t>(page.site().effects.size());
    values.set("LEAD", counted(count, "configuration is", "configurations are") +
                           " measured on and off, on the same CPU at the same commits.");
    values.set("EFFECTS_JSON_URL", page.to(routes::effects_data)).declare("EFFECT_SECTION");
    for (std::uint32_t i = 0; i < count; ++i) values.add("EFFECT_SECTION", index_section(page, i));
    return values;
}

html::Values effect_page(const Page& page, std::uint32_t effect) {
    const analysis::Effect& of = effect_of(page, effect);
    const analysis::EffectReport& report = page.site().effects[effect];
    html::Values values = page.frame(of.name + ": what does it do?", routes::effects);
    values.set("EFFECT", of.name).set("VALUES", values_text(of)).set("EFFECTS_URL", page.to(routes::effects));
    values.set("EFFECTS_JSON_URL", page.to(routes::effects_data)).show("NO_PAIR", report.pairs.empty());
    values.declare("ANSWER").declare("PAIR");
    for (std::uint32_t i = 0; i < report.pairs.size(); ++i) {
        values.add("ANSWER", index_row(page, effect, report.pairs[i]));
        values.add("PAIR", pair_section(page, report.pairs[i], i));
    }
    set_exclusions(values, "UNPAIRED", report.unpaired);
    return values;
}

}  // namespace benchfolio::site
