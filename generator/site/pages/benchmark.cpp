#include <algorithm>

#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/feeds.hpp"
#include "site/pages/bimodal.hpp"
#include "site/pages/change_rows.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::Verdict;

constexpr std::size_t most_runs = 50, least_runs = 10;  // in the table of the newest
// A page of more measures has spreads of the first alone, and shorter tables, so that it stays as quick to fetch.
constexpr std::size_t few_measures = 3;

// One benchmark and one measure: a section of the page.
struct Section {
    const Page& page;
    std::uint32_t benchmark = 0, measure = 0;
    std::vector<std::uint32_t> series;  // by testbed
    std::size_t place = 0, places = 1;  // which section it is, of how many

    bool is_short() const { return place > 0 && places > few_measures; }
    std::size_t runs_shown() const {
        return places > few_measures ? std::max(least_runs, most_runs * 2 / places) : most_runs;
    }
    const model::Measure& of() const { return page.history().measures[measure]; }
    const model::Testbed& testbed(std::uint32_t index) const {
        return page.history().testbeds[page.history().series[index].testbed];
    }
    std::string slug() const { return routes::plot_slug(page.history(), benchmark, measure); }
};

std::vector<Section> sections_of(const Page& page, std::uint32_t benchmark) {
    std::vector<Section> sections;
    const auto [first, last] = series_range(page.content(), benchmark);
    for (std::uint32_t i = first; i < last; ++i) {
        const std::uint32_t measure = page.history().series[i].measure;
        if (sections.empty() || sections.back().measure != measure) sections.push_back({page, benchmark, measure, {}});
        sections.back().series.push_back(i);
    }
    for (std::size_t i = 0; i < sections.size(); ++i) {
        sections[i].place = i;
        sections[i].places = sections.size();
    }
    return sections;
}

// ---- The verdict ----

bool is_lately(const Section& section, const analysis::Change& change) {
    const model::History& history = section.page.history();
    return history.runs[change.first_run_after].time >= history.runs.back().time - recent_window;
}

// The changes of this measure that `wanted` says, on shown CPUs or any.
template <class Wanted>
std::vector<std::uint32_t> changes_of(const Section& section, Wanted wanted) {
    std::vector<std::uint32_t> found;
    for (const std::uint32_t index : section.page.lookup().changes_of[section.benchmark]) {
        const analysis::Change& change = section.page.report().changes[index];
        if (section.page.history().series[change.series].measure == section.measure && wanted(change))
            found.push_back(index);
    }
    return found;
}

// The newest of the last 90 nights that was not retracted.
std::optional<analysis::BenchmarkChange> newest_change(const Section& section) {
    const auto live = changes_of(section, [&](const analysis::Change& change) {
        return change.state != analysis::ChangeState::retracted && is_lately(section, change) &&
               !section.testbed(change.series).hidden;
    });
    auto events = analysis::events_of(section.page.history(), section.page.report(), live);
    if (events.empty()) return std::nullopt;
    return std::move(events.front().benchmarks.front());
}

// How soon a reader wants to know, where nothing changed: what could tell before what could not.
std::uint32_t most_telling(const Section& section) {
    const auto weight = [&](std::uint32_t series) {
        if (section.testbed(series).hidden) return -1;
        return section.page.report().series[series].latest.verdict == Verdict::cannot_tell ? 0 : 1;
    };
    return *std::max_element(section.series.begin(), section.series.end(),
                             [&](auto a, auto b) { return weight(a) < weight(b); });
}

void set_lead(html::Values& values, const Section& section) {
    values.declare("CHANGED").declare("UNCHANGED");
    if (const auto newest = newest_change(section)) {
        html::Values changed;
        set_benchmark_change(changed, section.page, *newest);
        return void(values.add("CHANGED", std::move(changed)));
    }
    const std::uint32_t telling = most_telling(section);
    html::Values unchanged;
    set_verdict(unchanged, section.page.report().series[telling].latest, section.of());
    set_cpu(unchanged, section.page, section.page.history().series[telling].testbed);
    values.add("UNCHANGED", std::move(unchanged));
}

// ---- Changes ----

constexpr std::size_t most_changes = 30;  // rows; older ones are in the data

void set_changes(html::Values& values, const Section& section) {
    values.declare("CHANGES");
    const auto all = changes_of(section, [](const analysis::Change&) { return true; });
    if (all.empty()) return;
    html::Values table;
    std::size_t rows = 0;
    for (const analysis::ChangeEvent& event : analysis::events_of(section.page.history(), section.page.report(), all)) {
        for (const analysis::BenchmarkChange& of : event.benchmarks) {
            if (++rows > most_changes) continue;
            html::Values row;
            set_benchmark_change(row, section.page, of);
            table.add("CHANGE", std::move(row));
        }
    }
    table.declare("OLDER");
    if (rows > most_changes) {
        html::Values older = with("OLDER_COUNT", number(rows - most_changes));
        table.add("OLDER", std::move(older.set("OLDER_URL", section.page.to(routes::changes_data))));
    }
    values.add("CHANGES", std::move(table));
}

// ---- Two levels without a change ----

void set_bimodal(html::Values& values, const Section& section) {
    values.declare("BIMODAL");
    for (const std::uint32_t series : section.series) {
        if (!section.page.report().series[series].bimodal || section.testbed(series).hidden) continue;
        html::Values note;
        set_bimodality(note, section.page, series);
        values.add("BIMODAL", std::move(note));
    }
}

// ---- On each CPU ----

std::string noise_text(const analysis::SeriesReport& report) {
    return report.noise_between ? "noise ±" + chart::percent(*report.noise_between) : "noise not known";
}

html::Values cpu_row(const Section& section, std::uint32_t series) {
    const model::Series& of = section.page.history().series[series];
    const analysis::SeriesReport& report = section.page.report().series[series];
    html::Values row;
    set_cpu(row, section.page, of.testbed);
    set_verdict(row, report.latest, section.of());
    row.set("NOW", estimate_text(section.page.content(), of.last - 1, section.of()));
    row.set("RUNS", counted(of.size(), "run")).set("NOISE", noise_text(report)).declare("SINCE").declare("RETIRED");
    if (report.latest.run) {
        row.add("SINCE", with("DATE", day(section.page.history().runs[*report.latest.run].time)));
    }
    if (report.retired) {
        const std::uint32_t last = section.page.history().columns.run[of.last - 1];
        row.add("RETIRED", with("DATE", section.page.lookup().run_texts[last].day));
    }
    return row;
}

void set_cpus(html::Values& values, const Section& section) {
    values.declare("EACH_CPU");
    std::size_t hidden = 0;
    for (const std::uint32_t series : section.series) {
        if (section.testbed(series).hidden) {
            ++hidden;
        } else {
            values.add("EACH_CPU", cpu_row(section, series));
        }
    }
    values.declare("HIDDEN_NOTE").show("ANY_CPU", hidden < section.series.size());
    if (hidden > 0) values.add("HIDDEN_NOTE", with("HIDDEN_CPUS", counted(hidden, "hidden CPU")));
}

// ---- Figures ----

html::Values figure(const Section& section, Figure drawn, const std::string& name, std::string_view kind) {
    html::Values values;
    set_figure(values, section.page, std::move(drawn), name, kind, section.slug());
    return values;
}

void set_hidden_history(html::Values& values, const Section& section) {
    values.declare("HIDDEN_HISTORY");
    const auto hidden = std::count_if(section.series.begin(), section.series.end(),
                                      [&](auto series) { return section.testbed(series).hidden; });
    if (hidden == 0) return;
    Figure drawn =
        history_trend(section.page.content(), section.page.lookup(), section.benchmark, section.measure, true);
    if (drawn.svg.empty()) return;
    html::Values item = figure(section, std::move(drawn), "History on hidden CPUs", "history-hidden");
    item.set("HIDDEN_CPUS", counted(static_cast<std::size_t>(hidden), "hidden CPU"));
    values.add("HIDDEN_HISTORY", std::move(item));
}

// A picture that could not be drawn is left out, with its heading.
void add_figure(html::Values& values, html::Name name, const Section& section, Figure drawn, const std::string& said,
                std::string_view kind) {
    values.declare(name);
    if (!drawn.svg.empty()) values.add(name, figure(section, std::move(drawn), said, kind));
}

void set_figures(html::Values& values, const Section& section) {
    const Content& content = section.page.content();
    const Lookup& lookup = section.page.lookup();
    const std::uint32_t benchmark = section.benchmark, measure = section.measure;
    add_figure(values, "RECENT", section, recent_trend(content, lookup, benchmark, measure), "Last 3 months", "recent");
    add_figure(values, "HISTORY", section, history_trend(content, lookup, benchmark, measure), "Whole history",
               "history");
    set_hidden_history(values, section);
    values.declare("WITHIN").declare("BETWEEN");
    if (section.is_short()) return;
    add_figure(values, "WITHIN", section, spread_within(content, benchmark, measure), "Spread within the latest run",
               "within");
    add_figure(values, "BETWEEN", section, spread_between(content, benchmark, measure), "Spread between runs",
               "between");
}

// ---- Over upgrades ----

html::Values part_row(const Section& section, const analysis::Part& part) {
    const analysis::MeasuredConfiguration& of = section.page.report().continuity.configurations[part.configuration];
    html::Values row = with("CONFIGURATION", of.label);
    const auto interval = part.factor.interval();
    row.set("FACTOR", part.rescaled ? chart::multiple(part.factor.value) : "as measured");
    std::string how;
    if (part.rescaled && interval)
        how = chart::multiple(interval->low) + " to " + chart::multiple(interval->high);
    else if (part.rescaled)
        how = part.factor.given ? "as configured" : "interval not known";
    return std::move(row.set("HOW", std::move(how)));
}

html::Values continuous_values(const Section& section, std::uint32_t index) {
    const analysis::Continuity& continuity = section.page.report().continuity;
    const analysis::ContinuousSeries& series = continuity.series[index];
    const model::History& history = section.page.history();
    html::Values values;
    // What tells the series of this benchmark apart: the baseline, and whose scale it is.
    const analysis::MeasuredConfiguration& newest = continuity.configurations[series.configuration];
    const std::string which = (series.track.baseline ? "relative " : "") + newest.label + " " +
                              newest.suite.value_or("") + " " + newest.sides;
    const std::string slug = model::slug(which) + "-" + section.slug();
    set_figure(values, section.page, continuous_trend(section.page.content(), index), "Continuous over upgrades",
               "upgrades", slug);
    values.set("CONTINUOUS_ID", "upgrades-" + slug).declare("PART").declare("UNJOINED");
    values.set("CONTINUOUS_HEADING", series.track.baseline
                                         ? "Times faster than " + label_of(history.benchmarks[*series.track.baseline])
                                         : "Continuous over upgrades");
    for (const analysis::Part& part : series.parts) values.add("PART", part_row(section, part));
    for (const analysis::Unjoined& each : series.unjoined) {
        html::Values row = with("CONFIGURATION", continuity.configurations[each.configuration].label);
        values.add("UNJOINED",
                   std::move(row.set("RESULTS", counted(each.results, "result")).set("REASON", each.reason)));
    }
    values.declare("ENDS");
    if (!series.ends.empty()) values.add("ENDS", with("REASON", series.ends));
    values.set("UPGRADES_URL", section.page.to(routes::continuity));
    values.set("CONTINUITY_JSON_URL", section.page.to(routes::continuity_of(history.benchmarks[section.benchmark])));
    return values;
}

void set_continuous(html::Values& values, const Section& section) {
    values.declare("CONTINUOUS");
    const auto& all = section.page.report().continuity.series;
    const auto of = [](const analysis::ContinuousSeries& series) { return series.track.benchmark; };
    for (auto at = std::ranges::lower_bound(all, section.benchmark, {}, of);
         at != all.end() && of(*at) == section.benchmark; ++at)
        if (at->track.measure == section.measure)
            values.add("CONTINUOUS", continuous_values(section, static_cast<std::uint32_t>(at - all.begin())));
}

// ---- The newest runs ----

struct RunRow {
    std::uint32_t run = 0, series = 0;
    std::size_t row = 0;
};

std::vector<RunRow> newest_rows(const Section& section) {
    const model::History& history = section.page.history();
    std::vector<RunRow> rows;
    for (const std::uint32_t series : section.series) {
        const model::Series& of = history.series[series];
        const std::size_t first = of.size() > section.runs_shown() ? of.last - section.runs_shown() : of.first;
        for (std::size_t row = first; row < of.last; ++row) rows.push_back({history.columns.run[row], series, row});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const RunRow& a, const RunRow& b) { return a.run > b.run; });
    if (rows.size() > section.runs_shown()) rows.resize(section.runs_shown());
    return rows;
}

std::string value_of(const model::Environment& environment, std::string_view name) {
    for (const auto& [key, value] : environment) {
        if (key == name) return value;
    }
    return "—";
}

std::string quartiles(const model::Columns& columns, std::size_t row, const model::Measure& measure) {
    const std::optional<double> q1 = model::present(columns.q1[row]), q3 = model::present(columns.q3[row]);
    if (!q1 || !q3) return "—";
    return chart::quantity(*q1, measure.unit) + " to " + chart::quantity(*q3, measure.unit);
}

html::Values run_row(const Section& section, const RunRow& of) {
    const model::History& history = section.page.history();
    html::Values row;
    set_run(row, section.page, of.run);
    set_cpu(row, section.page, history.series[of.series].testbed);
    set_commit(row, section.page, history.runs[of.run].commit);
    row.set("ESTIMATE", estimate_text(section.page.content(), of.row, section.of()));
    row.set("QUARTILES", quartiles(history.columns, of.row, section.of()));
    row.set("N", history.columns.n[of.row] == 0 ? "—" : number(history.columns.n[of.row]));
    row.set("PYTHON", value_of(history.runs[of.run].environment, "python"));
    return row;
}

void set_runs(html::Values& values, const Section& section) {
    const std::vector<RunRow> rows = newest_rows(section);
    std::size_t all = 0;
    for (const std::uint32_t series : section.series) all += section.page.history().series[series].size();
    values.set("RUNS_HEADING", all > rows.size() ? "Last " + counted(rows.size(), "run") : "All runs");
    for (const RunRow& row : rows) values.add("RUN", run_row(section, row));
}

// ---- Where it comes from ----

std::string estimate_words(const Section& section) {
    using analysis::EstimateSource;
    std::vector<std::string> used;
    for (const EstimateSource source : {EstimateSource::median, EstimateSource::mean, EstimateSource::min}) {
        const bool any = std::any_of(section.series.begin(), section.series.end(), [&](std::uint32_t series) {
            const model::Series& of = section.page.history().series[series];
            const auto& all = section.page.report().estimate_source;
            return std::find(all.begin() + static_cast<std::ptrdiff_t>(of.first),
                             all.begin() + static_cast<std::ptrdiff_t>(of.last),
                             source) != all.begin() + static_cast<std::ptrdiff_t>(of.last);
        });
        if (any) used.emplace_back(name_of(source));
    }
    if (used.empty()) return "none recorded";
    return listed(used) + " of each run" + (used.size() > 1 ? ", whichever it records first" : "");
}

// The beginning of the anchors of a section. Names that a rule or a tool gave may hold anything.
std::string anchor_of(const Section& section) {
    if (section.places == 1) return "";
    const std::string& name = section.of().name;
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return (std::ranges::all_of(name, is_plain) ? name : model::slug(name)) + "-";
}

// What was measured, at a glance: each measure now, and what it does lately.
void set_measures(html::Values& values, const std::vector<Section>& sections) {
    values.declare("MEASURES");
    if (sections.size() < few_measures) return;
    html::Values list;
    for (const Section& section : sections) {
        const std::uint32_t telling = most_telling(section);
        const model::Series& of = section.page.history().series[telling];
        html::Values row;
        row.set("MEASURE", heading_of(section.of())).set("ANCHOR", anchor_of(section));
        row.set("NOW", estimate_text(section.page.content(), of.last - 1, section.of()));
        set_verdict(row, section.page.report().series[telling].latest, section.of());
        set_cpu(row, section.page, of.testbed);
        list.add("MEASURE_ROW", std::move(row));
    }
    values.add("MEASURES", std::move(list));
}

html::Values section_values(const Section& section) {
    html::Values values;
    values.set("MEASURE", heading_of(section.of())).show("SEVERAL", section.places > 1);
    values.set("ANCHOR", anchor_of(section));
    values.set("BETTER",
               section.of().direction == model::Direction::lower_is_better ? "lower is better" : "higher is better");
    values.set("ESTIMATE_HEADING", capitalised(name_of(section.page.content().analysis_options.estimate)));
    set_lead(values, section);
    set_changes(values, section);
    set_bimodal(values, section);
    set_cpus(values, section);
    set_figures(values, section);
    set_continuous(values, section);
    set_runs(values, section);
    return values;
}

void set_scalings(html::Values& values, const Page& page, std::uint32_t benchmark) {
    values.declare("SCALING");
    for (const std::uint32_t index : page.lookup().scalings[benchmark]) {
        const analysis::Scaling& scaling = page.report().scalings[index];
        html::Values item;
        item.set("SCALING_URL", page.to(routes::scaling(scaling))).set("PARAMETER", scaling.parameter);
        item.set("PANEL", scaling.panel.empty() ? "" : ", " + scaling.panel);
        item.set("OF", goes_without_saying(page.history().measures[scaling.measure])
                           ? ""
                           : " (" + heading_of(page.history().measures[scaling.measure]) + ")");
        values.add("SCALING", std::move(item));
    }
}

void set_provenance(html::Values& values, const Page& page, std::uint32_t benchmark) {
    const model::Benchmark& of = page.history().benchmarks[benchmark];
    values.set("NAME", of.name).declare("EARLIER").declare("PARAMETERS").declare("GROUP_LINK");
    for (const std::string& earlier : of.earlier_names) values.add("EARLIER", with("EARLIER_NAME", earlier));
    if (!of.parameters.empty()) values.add("PARAMETERS", with("PARAMETERS_TEXT", parameters_of(of)));
    if (const auto group = page.lookup().group[benchmark]) {
        const std::string& name = page.report().groups[*group].name;
        values.add("GROUP_LINK", std::move(with("GROUP", name).set("GROUP_URL", page.to(routes::group(name)))));
    }
    values.declare("FEED_LINK");
    if (has_feeds(page.content().options))
        values.add("FEED_LINK", with("FEED_LINK_URL", page.to(routes::benchmark_feed(of))));
    values.set("JSON_URL", page.to(routes::benchmark_data(of))).set("CSV_URL", page.to(routes::benchmark_csv(of)));
}

}  // namespace

html::Values benchmark_page(const Page& page, std::uint32_t benchmark) {
    const model::Benchmark& of = page.history().benchmarks[benchmark];
    const std::vector<Section> sections = sections_of(page, benchmark);
    html::Values values = page.frame(label_of(of));
    values.set("LABEL", label_of(of)).declare("MEASURE_SECTION").show("NO_RESULT", sections.empty());
    values.set("ESTIMATE_WORDS", sections.empty() ? "none" : estimate_words(sections.front()));
    for (const Section& section : sections) {
        values.add("MEASURE_SECTION", section_values(section));
    }
    set_measures(values, sections);
    if (has_feeds(page.content().options))
        add_feed(values, page, "Changes of " + label_of(of), routes::benchmark_feed(of));
    set_scalings(values, page, benchmark);
    set_provenance(values, page, benchmark);
    return values;
}

}  // namespace benchfolio::site
