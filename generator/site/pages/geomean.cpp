#include <algorithm>

#include "analysis/tagged_set.hpp"
#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/comparison_words.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::Aggregate;

constexpr std::size_t most_excluded = 24;  // named in the page; the data file names all

std::string name_of(const Page& page, const Aggregate& aggregate) {
    const model::Measure& measure = page.history().measures[aggregate.measure];
    return aggregate.set + (goes_without_saying(measure) ? "" : " " + heading_of(measure));
}

std::string anchor_of(std::size_t index) {
    return "a" + std::to_string(index);
}

std::string slug_of(const Page& page, const Aggregate& aggregate) {
    return model::slug(aggregate.set + " " + page.history().measures[aggregate.measure].name + " " +
                       page.history().testbeds[aggregate.testbed].slug);
}

void set_excluded(html::Values& values, const Page& page, const std::vector<std::uint32_t>& benchmarks) {
    values.declare("EXCLUDED_ONE").declare("EXCLUDED_MORE");
    for (std::size_t i = 0; i < std::min(benchmarks.size(), most_excluded); ++i) {
        html::Values item;
        set_benchmark(item, page, benchmarks[i]);
        values.add("EXCLUDED_ONE", std::move(item));
    }
    if (benchmarks.size() <= most_excluded) return;
    values.add("EXCLUDED_MORE", std::move(with("MORE", number(benchmarks.size() - most_excluded))
                                              .set("GEOMEAN_JSON_URL", page.to(routes::geomean_data))));
}

void set_newest(html::Values& values, const Page& page, const Aggregate& aggregate) {
    values.declare("NEWEST").declare("UNDEFINED");
    if (aggregate.undefined) return void(values.add("UNDEFINED", with("REASON", *aggregate.undefined)));
    if (aggregate.points.empty())
        return void(values.add("UNDEFINED", with("REASON", "no run has all of its benchmarks")));
    const analysis::AggregatePoint& point = aggregate.points.back();
    html::Values newest = with("RATIO", chart::multiple(point.ratio));
    newest.set("LEVEL", chart::multiple(point.level));
    set_run(newest, page, point.run);
    newest.set("N", counted(point.n, "benchmark")).declare("INTERVAL");
    if (point.interval) {
        newest.add(
            "INTERVAL",
            std::move(
                with("LOW", chart::multiple(point.interval->low)).set("HIGH", chart::multiple(point.interval->high))));
    }
    values.add("NEWEST", std::move(newest.set("INCOMPLETE", point.complete ? "" : ", some of its benchmarks absent")));
}

// The page stays as small as it is with few CPUs and a short history: the first plots stand in it, with the newest of
// their values; the others are shown from their files. All values are in the data file.
constexpr std::size_t most_plots = 2, most_values = 500;

html::Values trend_in_page(const Page& page, Figure drawn, const std::string& name, const std::string& slug) {
    html::Values trend;
    trend.declare("OLDER");
    if (drawn.values.rows() > most_values) {
        drawn.values.keep_first(most_values);
        trend.add("OLDER", with("GEOMEAN_JSON_URL", page.to(routes::geomean_data)));
    }
    set_figure(trend, page, std::move(drawn), name, "geomean", slug);
    return trend;
}

html::Values trend_from_file(const Page& page, Figure drawn, const std::string& name, const std::string& slug) {
    const std::string path = routes::plot("geomean", slug);
    html::Values trend = with("PLOT_URL", page.to(path));
    trend.set("PLOT_NAME", name).set("PLOT_FINDING", drawn.finding);
    trend.set("GEOMEAN_JSON_URL", page.to(routes::geomean_data));
    page.site().sink(path, std::move(drawn.standalone));
    return trend;
}

void set_plot(html::Values& values, const Page& page, std::uint32_t index, const std::string& name, bool in_page) {
    values.declare("TREND").declare("TREND_FILE");
    Figure drawn = geomean_trend(page.content(), index, page.lookup().tags);
    if (drawn.svg.empty()) return;
    const std::string slug = slug_of(page, page.report().aggregates[index]);
    if (in_page) return void(values.add("TREND", trend_in_page(page, std::move(drawn), name, slug)));
    values.add("TREND_FILE", trend_from_file(page, std::move(drawn), name, slug));
}

html::Values basis_values(const Page& page, const analysis::AggregateBasis& basis) {
    html::Values values = with("BASELINE", basis.baseline.empty() ? "none" : basis.baseline);
    values.set("MEMBERS", counted(basis.members.size(), "benchmark"));
    values.set("EXCLUDED", counted(basis.excluded.size(), "benchmark")).declare("SUITE").declare("WHY_NONE");
    if (basis.suite) values.add("SUITE", with("SUITE_NAME", *basis.suite));
    if (basis.undefined) values.add("WHY_NONE", with("REASON", *basis.undefined));
    values.show("ANY_EXCLUDED", !basis.excluded.empty());
    set_excluded(values, page, basis.excluded);
    return values;
}

// Newest first. The line of the plot breaks between them.
void set_bases(html::Values& values, const Page& page, const Aggregate& aggregate) {
    values.declare("BASIS");
    for (auto basis = aggregate.bases.rbegin(); basis != aggregate.bases.rend(); ++basis) {
        values.add("BASIS", basis_values(page, *basis));
    }
}

html::Values aggregate_section(const Page& page, std::uint32_t index, bool plot_in_page) {
    const Aggregate& aggregate = page.report().aggregates[index];
    const model::Testbed& cpu = page.history().testbeds[aggregate.testbed];
    html::Values values;
    set_cpu(values, page, aggregate.testbed);
    const bool weighted = analysis::is_weighted(page.content().analysis_options, aggregate.set);
    values.set("AGGREGATE", name_of(page, aggregate) + (weighted ? ", weighted" : "")).set("ANCHOR", anchor_of(index));
    set_bases(values, page, aggregate);
    set_newest(values, page, aggregate);
    set_plot(values, page, index,
             mean_heading(page.content().analysis_options, aggregate.set) + " of " + name_of(page, aggregate) + " on " +
                 cpu.label,
             plot_in_page);
    return values;
}

// ---- All of them at a glance ----

using Subject = std::pair<std::string, std::uint32_t>;  // set and measure

Subject subject_of(const Aggregate& aggregate) {
    return {aggregate.set, aggregate.measure};
}

template <typename Key>
std::vector<Key> distinct(const std::vector<Aggregate>& all, Key (*key_of)(const Aggregate&)) {
    std::vector<Key> keys;
    for (const Aggregate& aggregate : all)
        if (std::ranges::count(keys, key_of(aggregate)) == 0) keys.push_back(key_of(aggregate));
    return keys;
}

html::Values matrix_cell(const std::vector<Aggregate>& all, std::uint32_t testbed, const Subject& subject) {
    html::Values cell;
    cell.declare("LEVEL_LINK");
    const auto found = std::ranges::find_if(all, [&](const Aggregate& one) {
        return one.testbed == testbed && subject_of(one) == subject && !one.undefined && !one.points.empty();
    });
    cell.show("NONE", found == all.end());
    if (found == all.end()) return cell;
    html::Values link = with("ANCHOR", anchor_of(static_cast<std::size_t>(found - all.begin())));
    cell.add("LEVEL_LINK", std::move(link.set("LEVEL", chart::multiple(found->points.back().level))));
    return cell;
}

// Where there are several sets or measures: a row a testbed, a column each of them.
void set_matrix(html::Values& values, const Page& page) {
    values.declare("MATRIX");
    const std::vector<Aggregate>& all = page.report().aggregates;
    const auto subjects = distinct<Subject>(all, subject_of);
    if (subjects.size() < 2) return;
    html::Values matrix;
    matrix.declare("ROW");
    for (const auto& [set, measure] : subjects)
        matrix.add("COLUMN", with("WHAT", mean_subject(set, analysis::is_weighted(page.content().analysis_options, set),
                                                       page.history().measures[measure])));
    for (const std::uint32_t testbed : distinct<std::uint32_t>(all, [](const Aggregate& one) { return one.testbed; })) {
        if (page.history().testbeds[testbed].hidden) continue;
        html::Values row;
        set_cpu(row, page, testbed);
        for (const Subject& subject : subjects) row.add("CELL", matrix_cell(all, testbed, subject));
        matrix.add("ROW", std::move(row));
    }
    values.add("MATRIX", std::move(matrix));
}

std::string lead_of(const std::vector<Aggregate>& all) {
    if (all.empty()) return "There is no aggregate yet.";
    return "Each run against a baseline on the same CPU: below 1× is faster where lower is better. CPUs are never "
           "averaged or compared with each other.";
}

}  // namespace

html::Values geomean_page(const Page& page) {
    html::Values values = page.frame("Geometric mean", routes::geomean);
    const std::vector<Aggregate>& all = page.report().aggregates;
    values.set("LEAD", lead_of(all)).set("METHODS", page.to(routes::methods)).declare("AGGREGATE_SECTION");
    set_matrix(values, page);
    std::size_t sections = 0;
    for (const bool hidden : {false, true}) {
        for (std::uint32_t i = 0; i < all.size(); ++i) {
            if (page.history().testbeds[all[i].testbed].hidden == hidden)
                values.add("AGGREGATE_SECTION", aggregate_section(page, i, sections++ < most_plots));
        }
    }
    return values;
}

}  // namespace benchfolio::site
