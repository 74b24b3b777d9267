#include <algorithm>

#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::LatestChange;
using analysis::Verdict;

constexpr std::size_t most_runs = 50;  // in the table of the newest

// One benchmark and one measure: a section of the page.
struct Section {
    const Page& page;
    std::uint32_t benchmark = 0, measure = 0;
    std::vector<std::uint32_t> series;  // by testbed

    const model::Measure& of() const { return page.history().measures[measure]; }
    const model::Testbed& testbed(std::uint32_t index) const {
        return page.history().testbeds[page.history().series[index].testbed];
    }
    // Time keeps the plain slug: a picture embedded elsewhere stays where it is when further measures come.
    std::string slug() const {
        const std::string& plain = page.history().benchmarks[benchmark].slug;
        return measure == 0 && of().name == "time" ? plain : model::slug(of().name) + "-" + plain;
    }
};

std::vector<Section> sections_of(const Page& page, std::uint32_t benchmark) {
    std::vector<Section> sections;
    const auto [first, last] = series_range(page.content(), benchmark);
    for (std::uint32_t i = first; i < last; ++i) {
        const std::uint32_t measure = page.history().series[i].measure;
        if (sections.empty() || sections.back().measure != measure) sections.push_back({page, benchmark, measure, {}});
        sections.back().series.push_back(i);
    }
    return sections;
}

// ---- The verdict ----

// How soon a reader wants to know: a change before no change, a newer one before an older one.
std::pair<int, std::uint32_t> weight(const Section& section, std::uint32_t series) {
    const LatestChange& change = section.page.report().series[series].latest;
    if (section.testbed(series).hidden) return {-1, 0};
    if (change.verdict == Verdict::cannot_tell) return {0, 0};
    return {change.verdict == Verdict::no_evidence ? 1 : 2, change.run.value_or(0)};
}

std::uint32_t most_telling(const Section& section) {
    return *std::max_element(section.series.begin(), section.series.end(),
                             [&](auto a, auto b) { return weight(section, a) < weight(section, b); });
}

void set_lead(html::Values& values, const Section& section) {
    const std::uint32_t telling = most_telling(section);
    const LatestChange& change = section.page.report().series[telling].latest;
    set_verdict(values, change, section.of());
    set_cpu(values, section.page, section.page.history().series[telling].testbed);
    values.declare("CHANGED").declare("UNCHANGED");
    const std::optional<BeforeAfter> medians = before_after(section.page.content(), telling);
    if (!medians || !change.run || change.verdict > Verdict::faster) {
        values.show("UNCHANGED", true);
        return;
    }
    html::Values changed;
    changed.set("DATE", day(section.page.history().runs[*change.run].time));
    changed.set("BEFORE", medians->before).set("AFTER", medians->after);
    values.add("CHANGED", std::move(changed));
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
    if (report.retired) row.add("RETIRED", with("DATE", day(section.testbed(series).last_seen)));
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
    Figure drawn = history_trend(section.page.content(), section.benchmark, section.measure, true);
    if (drawn.svg.empty()) return;
    html::Values item = figure(section, std::move(drawn), "History on hidden CPUs", "history-hidden");
    item.set("HIDDEN_CPUS", counted(static_cast<std::size_t>(hidden), "hidden CPU"));
    values.add("HIDDEN_HISTORY", std::move(item));
}

// A picture that could not be drawn is left out, with its heading.
void add_figure(html::Values& values, std::string_view name, const Section& section, Figure drawn,
                const std::string& said, std::string_view kind) {
    values.declare(name);
    if (!drawn.svg.empty()) values.add(name, figure(section, std::move(drawn), said, kind));
}

void set_figures(html::Values& values, const Section& section) {
    const Content& content = section.page.content();
    const std::uint32_t benchmark = section.benchmark, measure = section.measure;
    add_figure(values, "RECENT", section, recent_trend(content, benchmark, measure), "Last 90 days", "recent");
    add_figure(values, "HISTORY", section, history_trend(content, benchmark, measure), "Whole history", "history");
    add_figure(values, "WITHIN", section, spread_within(content, benchmark, measure), "Spread within the latest run",
               "within");
    add_figure(values, "BETWEEN", section, spread_between(content, benchmark, measure), "Spread between runs",
               "between");
    set_hidden_history(values, section);
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
        const std::size_t first = of.size() > most_runs ? of.last - most_runs : of.first;
        for (std::size_t row = first; row < of.last; ++row) rows.push_back({history.columns.run[row], series, row});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const RunRow& a, const RunRow& b) { return a.run > b.run; });
    if (rows.size() > most_runs) rows.resize(most_runs);
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

html::Values section_values(const Section& section, bool only_one) {
    html::Values values;
    values.set("MEASURE", heading_of(section.of())).show("SEVERAL", !only_one);
    values.set("ANCHOR", only_one ? "" : section.of().name + "-");
    values.set("BETTER",
               section.of().direction == model::Direction::lower_is_better ? "lower is better" : "higher is better");
    values.set("ESTIMATE_HEADING", capitalised(name_of(section.page.content().analysis_options.estimate)));
    set_lead(values, section);
    set_cpus(values, section);
    set_figures(values, section);
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
        item.set("OF", scaling.measure == 0 ? "" : " (" + heading_of(page.history().measures[scaling.measure]) + ")");
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
        values.add("MEASURE_SECTION", section_values(section, sections.size() == 1));
    }
    set_scalings(values, page, benchmark);
    set_provenance(values, page, benchmark);
    return values;
}

}  // namespace benchfolio::site
