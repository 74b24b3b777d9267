#include <algorithm>

#include "chart/quantity.hpp"
#include "site/pages/change_rows.hpp"
#include "site/pages/differences.hpp"
#include "site/pages/nights.hpp"
#include "site/pages/pages.hpp"
#include "site/pages/run_facts.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

// ---- What differs from the run before ----

void set_differences(html::Values& values, const Page& page, std::uint32_t run) {
    const std::optional<std::uint32_t> before = page.lookup().previous[run];
    values.declare("COMPARED").show("FIRST_RUN", !before);
    if (!before) return;
    const auto result = analysis::differences(page.history().runs[*before], page.history().runs[run]);
    html::Values section;
    section.set("SAME", counted(result.same, "recorded fact is", "recorded facts are") + " the same");
    section.set("BEFORE_DATE", day(page.history().runs[*before].time))
        .set("AFTER_DATE", day(page.history().runs[run].time));
    section.show("DIFFERS", !result.facts.empty()).declare("DIFFERENCE");
    for (const auto& [name, old_value, new_value] : result.facts) {
        section.add("DIFFERENCE",
                    std::move(with("WHAT", name).set("BEFORE", recorded(old_value)).set("AFTER", recorded(new_value))));
    }
    values.add("COMPARED", std::move(section));
}

// ---- What is not there ----

void set_missing(html::Values& values, const Page& page, std::uint32_t run) {
    const auto absent = absences_of(page.content(), run);
    const auto omitted = omissions_of(page.content(), run);
    values.show("MISSING", !absent.empty() || !omitted.empty()).declare("ABSENT").declare("OMITTED");
    for (const analysis::Absence& absence : absent) {
        html::Values row;
        set_benchmark(row, page, absence.benchmark);
        values.add("ABSENT", std::move(row));
    }
    for (const model::Omission& omission : omitted) {
        values.add("OMITTED", std::move(with("OMITTED_NAME", omission.benchmark).set("REASON", omission.reason)));
    }
}

// ---- Every result ----

// The change whose first run after is this one, if there is one: one run against one other says nothing.
std::optional<std::uint32_t> begins_change(const Page& page, const Row& at) {
    const std::uint32_t run = page.history().columns.run[at.row];
    const std::uint32_t benchmark = page.history().series[at.series].benchmark;
    for (const std::uint32_t index : page.lookup().changes_of[benchmark]) {
        const analysis::Change& change = page.report().changes[index];
        if (change.series == at.series && change.first_run_after == run) return index;
    }
    return std::nullopt;
}

html::Values result_row(const Page& page, const Row& at) {
    const model::Series& series = page.history().series[at.series];
    const model::Measure& measure = page.history().measures[series.measure];
    const model::Columns& columns = page.history().columns;
    html::Values row;
    set_benchmark(row, page, series.benchmark);
    row.set("MEASURE", goes_without_saying(measure) ? "" : heading_of(measure));
    row.set("ESTIMATE", estimate_text(page.content(), at.row, measure));
    row.set("N", columns.n[at.row] == 0 ? "—" : number(columns.n[at.row]));
    row.set("BEFORE", at.row > series.first ? estimate_text(page.content(), at.row - 1, measure) : "—");
    const std::optional<double> noise = page.report().series[at.series].noise_between;
    row.set("NOISE", noise ? "±" + chart::percent(*noise) : "—").declare("CHANGE");
    if (const auto change = begins_change(page, at)) {
        html::Values here;
        set_change(here, page, *change);
        row.add("CHANGE", std::move(here));
    }
    return row;
}

constexpr std::size_t most_results = 1000;  // so that the page stays small; those with a change come first

void set_results(html::Values& values, const Page& page, std::uint32_t run) {
    std::vector<Row> rows = page.lookup().rows[run - page.lookup().first_recent_run];
    values.show("RESULTS", !rows.empty()).declare("RESULT").declare("RESULTS_MORE");
    if (rows.size() > most_results) {
        std::ranges::stable_partition(rows, [&](const Row& row) { return begins_change(page, row).has_value(); });
        values.add("RESULTS_MORE", with("COUNT", number(rows.size() - most_results)));
        rows.resize(most_results);
    }
    for (const Row& row : rows) values.add("RESULT", result_row(page, row));
}

// ---- This run ----

std::string lead_of(const Page& page, std::uint32_t run) {
    const std::vector<Row>& rows = page.lookup().rows[run - page.lookup().first_recent_run];
    const std::size_t absent = absences_of(page.content(), run).size();
    const std::size_t omitted = omissions_of(page.content(), run).size();
    std::string text = counted(rows.size(), "result");
    if (absent > 0) text += ", " + counted(absent, "benchmark") + " absent that the run before had";
    if (omitted > 0) text += ", " + counted(omitted, "part") + " not used";
    return text + ".";
}

void set_neighbour(html::Values& values, html::Name section, const Page& page, std::optional<std::uint32_t> run) {
    values.declare(section);
    if (!run) return;
    html::Values neighbour;
    set_run(neighbour, page, *run);
    values.add(section, std::move(neighbour));
}

std::optional<std::uint32_t> next_of(const Page& page, std::uint32_t run) {
    const std::vector<std::uint32_t>& runs = page.report().testbeds[page.history().runs[run].testbed].runs;
    const auto after = std::upper_bound(runs.begin(), runs.end(), run);
    return after == runs.end() ? std::nullopt : std::optional{*after};
}

}  // namespace

html::Values run_page(const Page& page, std::uint32_t run) {
    const model::Run& of = page.history().runs[run];
    html::Values values = page.frame(day(of.time) + " on " + page.history().testbeds[of.testbed].label, routes::runs);
    values.set("DATE", day(of.time)).set("RUNS_URL", page.to(routes::runs)).set("LEAD", lead_of(page, run));
    values.set("ESTIMATE_HEADING", capitalised(name_of(page.content().analysis_options.estimate)));
    set_cpu(values, page, of.testbed);
    set_commit(values, page, of.commit);
    set_neighbour(values, "PREVIOUS", page, page.lookup().previous[run]);
    set_neighbour(values, "NEXT", page, next_of(page, run));
    set_differences(values, page, run);
    set_run_facts(values, page, of);
    values.show("CPU_LINKED", true).show("CPU_PLAIN", false);
    set_missing(values, page, run);
    set_results(values, page, run);
    return values;
}

html::Values run_index_page(const Page& page) {
    html::Values values = page.frame("Runs", routes::runs);
    const std::uint32_t first = page.lookup().first_recent_run;
    values.set("OLDER", first == 0 ? "" : counted(first, "older run")).show("ANY_OLDER", first > 0);
    values.set("RUNS_JSON_URL", page.to(routes::runs_data));
    set_nights(values, page);
    return values;
}

}  // namespace benchfolio::site
