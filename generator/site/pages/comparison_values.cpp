#include "site/pages/comparison_values.hpp"

#include <algorithm>

#include "analysis/differences.hpp"
#include "chart/quantity.hpp"
#include "site/comparison_words.hpp"
#include "site/issue_link.hpp"
#include "site/pages/differences.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::ComparedBenchmark;
using analysis::Comparison;
using analysis::Verdict;

// So that a page of thousands of benchmarks stays within its bytes; what changed comes first in the rows, and the data
// file has all of them.
constexpr std::size_t most_rows = 400, most_excluded = 60;

// ---- Who is compared ----

// The link is to the newest of its runs, where that has a page.
html::Values side_values(const Page& page, const std::string& name, const analysis::Side& side, bool linked) {
    const std::uint32_t newest = side.runs.back();
    const model::Run& run = page.history().runs[newest];
    const bool has_page = linked && page.lookup().recent(newest);
    html::Values values;
    values.set("SIDE_NAME", name).set("SIDE_RUNS", runs_text(page.history(), side));
    values.declare("LABELLED");
    if (capitalised(side.label) != name) values.add("LABELLED", with("SIDE_LABEL", side.label));
    values.declare("SIDE_RUN").declare("SIDE_COMMIT").show("SIDE_PLAIN", !has_page);
    if (has_page) values.add("SIDE_RUN", with("RUN_URL", page.to(routes::run(run))));
    if (!run.commit) return values;
    html::Values commit = with("WHICH", side.runs.size() > 1 ? "the newest of" : "of");
    set_commit(commit, page, run.commit);
    values.add("SIDE_COMMIT", std::move(commit));
    return values;
}

void set_commits(html::Values& values, const Page& page, const Comparison& comparison) {
    values.declare("COMMITS");
    const auto& before = page.history().runs[comparison.before.runs.back()].commit;
    const auto& after = page.history().runs[comparison.after.runs.front()].commit;
    if (!before || !after || before->id == after->id) return;
    const auto url = commits_url(page.content().options, before->id, after->id);
    if (!url) return;
    html::Values commits = with("COMMITS_URL", *url);
    values.add("COMMITS", std::move(commits.set("COMMITS_TEXT", short_commit(*before) + ".." + short_commit(*after))));
}

void set_sides(html::Values& values, const Page& page, const Comparison& comparison, bool linked) {
    values.add("SIDE", side_values(page, "Before", comparison.before, linked));
    values.add("SIDE", side_values(page, "After", comparison.after, linked));
    values.declare("SUITES");
    if (std::string suites = suites_text(page.history(), comparison); !suites.empty())
        values.add("SUITES", with("SUITES_TEXT", std::move(suites)));
    set_commits(values, page, comparison);
    const auto suspects =
        analysis::suspects(page.history(), comparison.before.runs.back(), comparison.after.runs.front());
    values.declare("ALSO");
    if (!suspects.empty()) values.add("ALSO", with("ALSO_TEXT", told(suspects)));
    const std::uint32_t before = comparison.testbed_before, after = comparison.testbed_after;
    values.declare("ACROSS");
    if (before != after)
        values.add("ACROSS", std::move(with("CPU_BEFORE", page.history().testbeds[before].label)
                                           .set("CPU_AFTER", page.history().testbeds[after].label)));
}

// ---- The verdict ----

std::vector<const analysis::ComparedAggregate*> told_means(const Comparison& comparison) {
    std::vector<const analysis::ComparedAggregate*> told;
    for (const analysis::ComparedAggregate& mean : comparison.means)
        if (mean.n > 0 || mean.undefined) told.push_back(&mean);
    return told;
}

std::string range_of(const analysis::ComparedAggregate& mean, const model::Measure& measure) {
    return mean.range && mean.n > 1 ? unbroken(range_text(*mean.range, measure)) : "";
}

html::Values mean_row(const model::History& history, const analysis::ComparedAggregate& mean) {
    const model::Measure& measure = history.measures[mean.measure];
    html::Values row = with("WHAT", mean_subject(mean.set, mean.weighted, measure));
    row.set("MEAN_TEXT", unbroken(mean_text(mean, measure))).set("TEST", unbroken(test_text(mean, measure)));
    return std::move(row.set("RANGE", range_of(mean, measure)));
}

// The first is said at once. One alone is told among the facts, several as a table.
void set_means(html::Values& values, const model::History& history, const Comparison& comparison) {
    values.declare("MEAN").declare("MEAN_TEST").declare("MEAN_RANGE").declare("MEAN_TABLE");
    const auto means = told_means(comparison);
    if (means.empty()) return;
    const analysis::ComparedAggregate& first = *means.front();
    const model::Measure& measure = history.measures[first.measure];
    std::string what = capitalised(mean_name(first.weighted));
    if (first.set != "all") what += " of " + first.set;
    if (!goes_without_saying(measure)) what += ", " + heading_within(measure) + ":";
    values.add("MEAN", std::move(with("WHAT", what).set("MEAN_TEXT", unbroken(mean_text(first, measure)))));
    if (means.size() > 1) {
        html::Values table;
        for (const analysis::ComparedAggregate* mean : means) table.add("MEAN_ROW", mean_row(history, *mean));
        values.add("MEAN_TABLE", std::move(table));
        return;
    }
    if (first.test) values.add("MEAN_TEST", with("MEAN_TEXT", unbroken(test_text(first, measure))));
    if (std::string range = range_of(first, measure); !range.empty())
        values.add("MEAN_RANGE", with("MEAN_TEXT", std::move(range)));
}

void set_chance(html::Values& values, const Comparison& comparison) {
    values.declare("CHANCE");
    if (comparison.by_chance == 0) return;
    values.add("CHANCE", with("COUNT", counted(comparison.by_chance, "interval leaves", "intervals leave")));
}

// ---- The plots ----

std::vector<std::uint32_t> measures_of(const Comparison& comparison) {
    std::vector<std::uint32_t> measures;
    for (const ComparedBenchmark& row : comparison.rows) measures.push_back(row.measure);
    std::sort(measures.begin(), measures.end());
    measures.erase(std::unique(measures.begin(), measures.end()), measures.end());
    return measures;
}

void set_plots(html::Values& values, const Page& page, const Comparison& comparison, const ComparisonPlace& place) {
    values.declare("PLOTS");
    const auto measures = measures_of(comparison);
    if (measures.empty()) return;
    html::Values section;
    for (const std::uint32_t measure : measures) {
        Figure figure = forest(page.content(), comparison, measure, place.id);
        if (!place.linked) figure.standalone.clear();
        const std::string heading = heading_of(page.history().measures[measure]);
        html::Values item;
        item.declare("MEASURE_HEADING");
        if (measures.size() > 1) item.add("MEASURE_HEADING", with("HEADING", heading));
        const std::string slug = measure == 0 ? place.id : place.id + "-" + std::to_string(measure);
        set_figure(item, page, std::move(figure), heading + " of every benchmark", "forest", slug);
        section.add("MEASURE_PLOT", std::move(item));
    }
    values.add("PLOTS", std::move(section));
}

// ---- The table ----

bool has_page(const Page& page, std::uint32_t benchmark, const ComparisonPlace& place) {
    if (place.linked || place.site == nullptr) return place.linked;
    const std::string& name = page.history().benchmarks[benchmark].name;
    const auto found = std::ranges::lower_bound(place.site->benchmarks, name, {}, &model::Benchmark::name);
    return found != place.site->benchmarks.end() && found->name == name;
}

bool cpu_has_page(const Page& page, std::uint32_t testbed, const ComparisonPlace& place) {
    if (place.linked || place.site == nullptr) return place.linked;
    const std::string& slug = page.history().testbeds[testbed].slug;
    return std::ranges::count(place.site->testbeds, slug, &model::Testbed::slug) > 0;
}

html::Values row_values(const Page& page, const ComparedBenchmark& row, bool several_measures,
                        const ComparisonPlace& place) {
    const model::Measure& measure = page.history().measures[row.measure];
    const bool linked = has_page(page, row.benchmark, place);
    html::Values values;
    values.show("LINKED", linked).show("PLAIN", !linked);
    set_benchmark(values, page, row.benchmark);
    values.declare("MEASURE_NAME").declare("TELLING");
    if (several_measures) values.add("MEASURE_NAME", with("MEASURE", heading_of(measure)));
    values.set("BEFORE", chart::quantity(row.before, measure.unit))
        .set("AFTER", chart::quantity(row.after, measure.unit));
    values.set("CHANGE", row.ratio ? chart::signed_percent(*row.ratio - 1) : "—");
    values.set("INTERVAL", row.interval ? interval_text(*row.interval) : "—");
    values.set("NOISE", row.noise ? "±" + chart::percent(*row.noise) : "—");
    values.set("VERDICT_CLASS", std::string{class_of(row.verdict)});
    values.set("VERDICT_GLYPH", std::string{glyph_of(row.verdict)});
    values.set("VERDICT_TEXT", verdict_text(row, measure));
    if (std::string telling = telling_text(row); !telling.empty())
        values.add("TELLING", with("WHAT_WOULD", std::move(telling)));
    return values;
}

void set_table(html::Values& values, const Page& page, const Comparison& comparison, const ComparisonPlace& place) {
    values.declare("TABLE");
    if (comparison.rows.empty()) return;
    const bool several = measures_of(comparison).size() > 1;
    const std::size_t shown = std::min(most_rows, comparison.rows.size());
    html::Values section;
    section.set("BEFORE_LABEL", capitalised(comparison.before.label));
    section.set("AFTER_LABEL", capitalised(comparison.after.label));
    section.set("ESTIMATE", std::string{name_of(page.content().analysis_options.estimate)});
    for (std::size_t i = 0; i < shown; ++i) section.add("RESULT", row_values(page, comparison.rows[i], several, place));
    section.declare("REST");
    if (shown < comparison.rows.size())
        section.add("REST", with("COUNT", counted(comparison.rows.size() - shown, "row")));
    values.add("TABLE", std::move(section));
}

// ---- What is not compared ----

void set_excluded(html::Values& values, const Comparison& comparison) {
    values.declare("EXCLUDED");
    if (comparison.excluded.empty()) return;
    const std::size_t shown = std::min(most_excluded, comparison.excluded.size());
    html::Values section;
    for (std::size_t i = 0; i < shown; ++i) {
        const analysis::Excluded& excluded = comparison.excluded[i];
        html::Values row = with("WHAT", excluded.what);
        section.add("ROW",
                    std::move(row.set("WHY", std::string{name_of(excluded.why)}).set("DETAIL", excluded.detail)));
    }
    section.declare("REST");
    if (shown < comparison.excluded.size())
        section.add("REST", with("COUNT", number(comparison.excluded.size() - shown)));
    values.add("EXCLUDED", std::move(section));
}

html::Values tally_of(Verdict verdict, std::size_t count, const std::string& what) {
    html::Values item;
    const bool coloured = verdict == Verdict::slower || verdict == Verdict::faster;
    item.declare("TALLY_COLOUR");
    if (coloured) item.add("TALLY_COLOUR", with("TALLY_CLASS", std::string{class_of(verdict)}));
    item.set("TALLY_GLYPH", std::string{glyph_of(verdict)});
    item.set("COUNT", number(count)).set("WHAT", what);
    return item;
}

}  // namespace

void set_counts(html::Values& values, const model::History& history, const Comparison& comparison) {
    const VerdictCounts counts = counts_of(comparison.rows);
    const VerdictWords words = verdict_words(history, comparison);
    values.add("TALLY", tally_of(Verdict::slower, counts.slower, words.slower));
    values.add("TALLY", tally_of(Verdict::faster, counts.faster, words.faster));
    values.add("TALLY", tally_of(Verdict::no_evidence, counts.no_evidence, "no evidence of change"));
    values.add("TALLY", tally_of(Verdict::cannot_tell, counts.cannot_tell, "cannot tell"));
}

void set_comparison(html::Values& values, const Page& page, const Comparison& comparison,
                    const ComparisonPlace& place) {
    const bool linked = cpu_has_page(page, comparison.testbed_after, place);
    values.set("SUFFIX", place.linked ? "" : "-" + place.id).show("LINKED", linked).show("PLAIN", !linked);
    set_cpu(values, page, comparison.testbed_after);
    values.declare("DATA");
    const std::string data = place.linked ? routes::comparison_data(place.id) : place.data;
    if (!data.empty()) values.add("DATA", with("DATA_URL", page.to(data)));
    values.set("SENTENCE", sentence_of(page.history(), comparison));
    set_counts(values, page.history(), comparison);
    values.declare("ANY_EXCLUDED");
    if (!comparison.excluded.empty()) values.add("ANY_EXCLUDED", with("COUNT", number(comparison.excluded.size())));
    set_means(values, page.history(), comparison);
    set_chance(values, comparison);
    set_sides(values, page, comparison, place.linked);
    set_plots(values, page, comparison, place);
    set_table(values, page, comparison, place);
    set_excluded(values, comparison);
}

}  // namespace benchfolio::site
