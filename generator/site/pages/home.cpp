#include <algorithm>
#include <span>

#include "analysis/tagged_set.hpp"
#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/comparison_words.hpp"
#include "site/headline.hpp"
#include "site/pages/benchmark_list.hpp"
#include "site/pages/change_rows.hpp"
#include "site/pages/coverage.hpp"
#include "site/pages/nights.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_events = 12;       // told one by one
constexpr std::size_t most_examples = 3;      // benchmarks of an event
constexpr std::size_t most_benchmarks = 600;  // listed one by one; beyond, their groups are
constexpr std::size_t most_other_means = 6;   // of a testbed, beside the one that is drawn
constexpr int sparkline_months = 3;

void add_tally(html::Values& values, const std::string& css, const std::string& count, const std::string& what) {
    values.add("TALLY", std::move(with("TALLY_CLASS", css).set("COUNT", count).set("WHAT", what)));
}

void set_tally(html::Values& values, const analysis::Standing& standing, const analysis::Decisions& decisions) {
    values.declare("TALLY");
    if (standing.telling()) {
        const analysis::ChangeCounts decide = analysis::count(decisions.decide);
        const analysis::ChangeCounts watching = analysis::count(decisions.watching);
        add_tally(values, "", number(decide.all()), "to decide");
        add_tally(values, "", number(watching.all()), "watching");
        add_tally(values, "", number(standing.steady), "no evidence of change");
        if (standing.cannot_tell > 0) add_tally(values, "", number(standing.cannot_tell), "cannot tell");
    }
    if (standing.living() > 0)
        add_tally(values, "", number(standing.living()),
                  standing.living() == 1 ? "benchmark measured" : "benchmarks measured");
    if (standing.retired > 0) add_tally(values, "", number(standing.retired), "no longer measured");
}

void set_cpu_tally(html::Values& values, const Page& page) {
    const std::vector<model::Testbed>& all = page.history().testbeds;
    const auto hidden =
        static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& t) { return t.hidden; }));
    values.declare("CPUS_SHOWN");
    if (all.empty()) return;
    html::Values cpus;
    const std::string one = page.lookup().dimensions.empty() ? "CPU" : "testbed";
    cpus.set("COUNT", number(all.size() - hidden)).set("WORD", one + (all.size() - hidden == 1 ? " shown" : "s shown"));
    cpus.set("CPUS_URL", page.to(routes::testbeds)).declare("HIDDEN");
    if (hidden > 0) cpus.add("HIDDEN", with("COUNT", number(hidden)));
    values.add("CPUS_SHOWN", std::move(cpus));
}

html::Values decide_row(const Page& page, const analysis::BenchmarkChange& of) {
    const std::uint32_t series = page.report().changes[of.leading].series;
    html::Values row;
    set_benchmark_change(row, page, of);
    row.show("OF_MEASURE", !goes_without_saying(page.history().measures[page.history().series[series].measure]));
    row.set("SPARK", html::Markup{sparkline(page.content(), series, sparkline_months).svg});
    return row;
}

html::Values decide_event(const Page& page, const analysis::ChangeEvent& event) {
    html::Values values;
    const std::size_t shown = std::min(event.benchmarks.size(), most_examples);
    for (std::size_t i = 0; i < shown; ++i) values.add("ROW", decide_row(page, event.benchmarks[i]));
    values.declare("MORE");
    if (shown == event.benchmarks.size()) return values;
    html::Values more = with("MORE_COUNT", number(event.benchmarks.size() - shown));
    more.set("EVENT_URL", page.to(routes::changes) + "#event-" + page.report().change_groups[event.group].id);
    set_event_counts(more, page, event);
    values.add("MORE", std::move(more));
    return values;
}

html::Values decide_table(const Page& page, std::span<const analysis::ChangeEvent> events, const std::string& caption) {
    html::Values table = with("CAPTION", caption);
    const std::size_t shown = std::min(events.size(), most_events);
    for (const analysis::ChangeEvent& event : events.first(shown)) table.add("EVENT", decide_event(page, event));
    table.declare("MORE_EVENTS");
    if (shown < events.size()) {
        html::Values more = with("COUNT", number(analysis::count(events.subspan(shown)).all()));
        table.add("MORE_EVENTS", std::move(more.set("CHANGES_URL", page.to(routes::changes))));
    }
    return table;
}

void set_asides(html::Values& values, const Page& page) {
    values.declare("ASIDES");
    const std::string what = in_words(page.lookup().asides);
    if (what.empty()) return;
    html::Values asides = with("WHAT", what);
    values.add("ASIDES", std::move(asides.set("ASIDES_URL", page.to(routes::asides))));
}

void set_decisions(html::Values& values, const Page& page, const analysis::Decisions& decisions) {
    values.declare("DECIDE").declare("WATCH").declare("LEFT_OUT");
    values.show("HAS_RUNS", !page.history().runs.empty()).show("DECIDED", decisions.decide.empty());
    values.set("WINDOW", std::to_string(analysis::decision_window.count()))
        .set("CHANGES_URL", page.to(routes::changes));
    if (!decisions.decide.empty())
        values.add("DECIDE", decide_table(page, decisions.decide, "Changes that need a decision"));
    if (!decisions.watching.empty())
        values.add("WATCH", decide_table(page, decisions.watching, "Changes that are being watched"));
    if (const std::string what = left_out(decisions); !what.empty()) values.add("LEFT_OUT", with("WHAT", what));
}

bool has_recent_mean(const Page& page, const analysis::Aggregate& aggregate) {
    return !aggregate.undefined && !aggregate.points.empty() && !page.history().testbeds[aggregate.testbed].hidden &&
           page.lookup().recent(aggregate.points.back().run);
}

// Of the same testbed: what is declared besides, each set and measure in a line.
void set_other_means(html::Values& row, const Page& page, const analysis::Aggregate& leading) {
    row.declare("OTHER_MEAN").declare("MORE_MEANS");
    std::size_t told = 0;
    for (const analysis::Aggregate& other : page.report().aggregates) {
        const bool same = other.set == leading.set && other.measure == leading.measure;
        if (same || other.testbed != leading.testbed || !has_recent_mean(page, other)) continue;
        if (++told > most_other_means) continue;
        const bool weighted = analysis::is_weighted(page.content().analysis_options, other.set);
        html::Values mean = with("WHAT", mean_subject(other.set, weighted, page.history().measures[other.measure]));
        row.add("OTHER_MEAN", std::move(mean.set("LEVEL", chart::multiple(other.points.back().level))));
    }
    if (told > most_other_means) row.add("MORE_MEANS", with("COUNT", number(told - most_other_means)));
}

html::Values geomean_row(const Page& page, std::uint32_t index) {
    const analysis::Aggregate& aggregate = page.report().aggregates[index];
    const model::Testbed& cpu = page.history().testbeds[aggregate.testbed];
    const analysis::AggregatePoint& newest = aggregate.points.back();
    html::Values row;
    set_cpu(row, page, aggregate.testbed);
    set_figure(row, page, geomean_small(page.content(), index),
               mean_heading(page.content().analysis_options, aggregate.set) + " on " + cpu.label, "geomean-small",
               model::slug(aggregate.set + " " + page.history().measures[aggregate.measure].name + " " + cpu.slug));
    row.set("LEVEL", chart::multiple(newest.level)).set("MEMBERS", number(newest.n)).declare("INTERVAL");
    if (newest.interval) {
        row.add("INTERVAL", std::move(with("LOW", chart::multiple(newest.interval->low))
                                          .set("HIGH", chart::multiple(newest.interval->high))));
    }
    set_other_means(row, page, aggregate);
    return row;
}

bool leads(const Page& page, const analysis::Aggregate& aggregate) {
    const analysis::Aggregate& first = page.report().aggregates.front();
    return aggregate.set == first.set && aggregate.measure == first.measure;
}

void set_geomean(html::Values& values, const Page& page) {
    html::Values section;
    bool any = false;
    for (std::uint32_t i = 0; i < page.report().aggregates.size(); ++i) {
        const analysis::Aggregate& aggregate = page.report().aggregates[i];
        if (!leads(page, aggregate) || !has_recent_mean(page, aggregate)) continue;
        section.add("GEOMEAN_CPU", geomean_row(page, i));
        any = true;
    }
    values.declare("GEOMEAN");
    if (!any) return;
    const analysis::Aggregate& first = page.report().aggregates.front();
    const model::Measure& measure = page.history().measures[first.measure];
    const bool lower = measure.direction == model::Direction::lower_is_better;
    section.set("MEAN_HEADING", mean_heading(page.content().analysis_options, first.set, measure))
        .set("BELOW_ONE", verdict_word(lower ? analysis::Verdict::faster : analysis::Verdict::slower, measure));
    values.add("GEOMEAN", std::move(section.set("GEOMEAN_URL", page.to(routes::geomean))));
}

}  // namespace

html::Values home_page(const Page& page) {
    const analysis::Decisions decisions = analysis::decisions(page.history(), page.report());
    const analysis::Standing standing = analysis::standing_of_all(page.history(), page.report());
    const std::string said = headline(page.history(), standing, decisions);
    html::Values values = page.frame(said, routes::home);
    values.set("HEADLINE", said).set("LEAD", lead(page.history(), page.report(), standing, decisions));
    set_newest_nights(values, page);
    set_tally(values, standing, decisions);
    set_cpu_tally(values, page);
    set_asides(values, page);
    set_decisions(values, page, decisions);
    set_coverage(values, page);
    set_geomean(values, page);
    set_benchmark_list(values, page, standing.living() <= most_benchmarks);
    return values;
}

}  // namespace benchfolio::site
