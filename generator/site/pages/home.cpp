#include <algorithm>
#include <map>

#include "analysis/recent_changes.hpp"
#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/headline.hpp"
#include "site/pages/benchmark_list.hpp"
#include "site/pages/coverage.hpp"
#include "site/pages/differences.hpp"
#include "site/pages/nights.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_events = 8;        // told one by one
constexpr std::size_t most_examples = 3;      // benchmarks named for an event, each way
constexpr std::size_t most_benchmarks = 600;  // listed one by one; beyond, their groups are

void add_tally(html::Values& values, const std::string& css, const std::string& count, const std::string& what) {
    values.add("TALLY", std::move(with("TALLY_CLASS", css).set("COUNT", count).set("WHAT", what)));
}

void set_tally(html::Values& values, const analysis::Standing& standing) {
    values.declare("TALLY");
    if (standing.telling()) {
        if (standing.slower > 0) add_tally(values, "slow", "▲ " + number(standing.slower), "slower " + news_words());
        if (standing.faster > 0) add_tally(values, "fast", "▼ " + number(standing.faster), "faster " + news_words());
        add_tally(values, "", number(standing.steady), "without a change");
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
    cpus.set("COUNT", number(all.size() - hidden)).set("WORD", all.size() - hidden == 1 ? "CPU shown" : "CPUs shown");
    cpus.set("CPUS_URL", page.to(routes::testbeds)).declare("HIDDEN");
    if (hidden > 0) cpus.add("HIDDEN", with("COUNT", number(hidden)));
    values.add("CPUS_SHOWN", std::move(cpus));
}

// Which commits the change lies in: after the last run before it, up to the first run after.
void set_commits(html::Values& values, const Page& page, const analysis::ChangeEvent& event) {
    values.declare("COMMIT_BEFORE").declare("COMMIT_AFTER").declare("SAME_COMMIT").declare("COMMITS_UNKNOWN");
    const std::optional<model::Commit>& before = page.history().runs[event.run_before].commit;
    const std::optional<model::Commit>& after = page.history().runs[event.run].commit;
    if (!before || !after) return void(values.show("COMMITS_UNKNOWN", true));
    html::Values left, right;
    set_commit(left, page, before);
    set_commit(right, page, after);
    if (before->id == after->id) return void(values.add("SAME_COMMIT", std::move(right)));
    values.add("COMMIT_BEFORE", std::move(left)).add("COMMIT_AFTER", std::move(right));
}

html::Values example(const Page& page, std::uint32_t index) {
    const model::Series& series = page.history().series[index];
    const model::Measure& measure = page.history().measures[series.measure];
    html::Values values;
    set_benchmark(values, page, series.benchmark);
    set_verdict(values, page.report().series[index].latest, measure);
    const BeforeAfter medians = before_after(page.content(), index).value_or(BeforeAfter{"—", "—"});
    values.set("BEFORE", medians.before).set("AFTER", medians.after);
    values.set("MEASURE", series.measure == 0 ? "" : heading_of(measure) + ", ");
    return values;
}

// The largest of an event's changes one way, and how many there are.
void set_direction(html::Values& row, const Page& page, std::string_view name,
                   const std::vector<std::uint32_t>& series) {
    row.declare(name);
    if (series.empty()) return;
    html::Values direction = with("COUNT", number(series.size()));
    for (std::size_t i = 0; i < std::min(series.size(), most_examples); ++i) {
        direction.add("EXAMPLE", example(page, series[i]));
    }
    direction.declare("MORE");
    if (series.size() > most_examples) direction.add("MORE", with("MORE_COUNT", number(series.size() - most_examples)));
    row.add(name, std::move(direction));
}

html::Values event_row(const Page& page, const analysis::ChangeEvent& event) {
    html::Values row;
    set_run(row, page, event.run);
    set_cpu(row, page, event.testbed);
    set_direction(row, page, "SLOWER", event.slower);
    set_direction(row, page, "FASTER", event.faster);
    set_commits(row, page, event);
    row.set("ALSO", told(analysis::suspects(page.history(), event.run_before, event.run)));
    return row;
}

void set_changes(html::Values& values, const Page& page, const std::vector<analysis::ChangeEvent>& changes) {
    values.declare("CHANGES");
    if (changes.empty()) return;
    html::Values section;
    for (std::size_t i = 0; i < std::min(changes.size(), most_events); ++i) {
        section.add("EVENT", event_row(page, changes[i]));
    }
    section.declare("MORE_EVENTS");
    if (changes.size() > most_events) section.add("MORE_EVENTS", with("COUNT", number(changes.size() - most_events)));
    values.add("CHANGES", std::move(section));
}

html::Values geomean_row(const Page& page, std::uint32_t index) {
    const analysis::Aggregate& aggregate = page.report().aggregates[index];
    const model::Testbed& cpu = page.history().testbeds[aggregate.testbed];
    const analysis::AggregatePoint& newest = aggregate.points.back();
    html::Values row;
    set_cpu(row, page, aggregate.testbed);
    set_figure(row, page, geomean_small(page.content(), index), "Geometric mean on " + cpu.label, "geomean-small",
               model::slug(aggregate.set + " " + page.history().measures[aggregate.measure].name + " " + cpu.slug));
    row.set("LEVEL", chart::multiple(newest.level)).set("MEMBERS", number(newest.n)).declare("INTERVAL");
    if (newest.interval) {
        row.add("INTERVAL", std::move(with("LOW", chart::multiple(newest.interval->low))
                                          .set("HIGH", chart::multiple(newest.interval->high))));
    }
    return row;
}

bool is_on_home(const Page& page, const analysis::Aggregate& aggregate) {
    const analysis::Aggregate& first = page.report().aggregates.front();
    return aggregate.set == first.set && aggregate.measure == first.measure && !aggregate.undefined &&
           !aggregate.points.empty() && !page.history().testbeds[aggregate.testbed].hidden &&
           page.lookup().recent(aggregate.points.back().run);
}

void set_geomean(html::Values& values, const Page& page) {
    html::Values section;
    bool any = false;
    for (std::uint32_t i = 0; i < page.report().aggregates.size(); ++i) {
        if (!is_on_home(page, page.report().aggregates[i])) continue;
        section.add("GEOMEAN_CPU", geomean_row(page, i));
        any = true;
    }
    values.declare("GEOMEAN");
    if (any) values.add("GEOMEAN", std::move(section.set("GEOMEAN_URL", page.to(routes::geomean))));
}

}  // namespace

html::Values home_page(const Page& page) {
    const std::vector<analysis::ChangeEvent> changes = analysis::recent_changes(page.history(), page.report());
    const analysis::Standing standing = analysis::standing_of_all(page.history(), page.report());
    html::Values values = page.frame(headline(page.history(), standing), routes::home);
    values.set("HEADLINE", headline(page.history(), standing)).set("LEAD", lead(page.history(), standing, changes));
    values.set("NEWS_WINDOW", std::to_string(analysis::news_window.count()));
    set_newest_nights(values, page);
    set_tally(values, standing);
    set_cpu_tally(values, page);
    set_changes(values, page, changes);
    set_coverage(values, page);
    set_geomean(values, page);
    set_benchmark_list(values, page, standing.living() <= most_benchmarks);
    return values;
}

}  // namespace benchfolio::site
