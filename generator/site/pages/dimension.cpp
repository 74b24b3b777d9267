#include <algorithm>
#include <set>
#include <tuple>

#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::DimensionValue;
using analysis::DimensionValues;

// So that the page of thousands of benchmarks on dozens of testbeds stays within its bytes.
constexpr std::size_t most_rows = 250, most_columns = 12, most_plots = 24;

std::string name_of(const DimensionValues& dimension, const DimensionValue& value) {
    return value.value.empty() ? "no " + dimension.name + " recorded" : value.value;
}

// Shown ones alone, those that still run first; in the order of their dimensions, so that what differs in this one
// alone stands at the same place.
std::vector<std::uint32_t> shown_testbeds(const Page& page, const DimensionValue& value) {
    const std::vector<model::Testbed>& all = page.history().testbeds;
    std::vector<std::uint32_t> shown;
    for (const std::uint32_t testbed : value.testbeds)
        if (!all[testbed].hidden) shown.push_back(testbed);
    const model::Time since = *page.lookup().newest - recent_window;
    std::ranges::stable_sort(shown, [&](std::uint32_t a, std::uint32_t b) {
        const bool over_a = all[a].last_seen < since, over_b = all[b].last_seen < since;
        return std::tie(over_a, all[a].dimensions) < std::tie(over_b, all[b].dimensions);
    });
    return shown;
}

// ---- Which way each went

std::optional<std::uint32_t> leading_aggregate(const Page& page, std::uint32_t testbed) {
    const auto& all = page.report().aggregates;
    for (std::uint32_t i = 0; i < all.size(); ++i)
        if (all[i].testbed == testbed && all[i].set == all.front().set && !all[i].undefined && !all[i].points.empty())
            return i;
    return std::nullopt;
}

html::Values multiple(const Page& page, std::uint32_t testbed) {
    html::Values item;
    set_cpu(item, page, testbed);
    item.declare("MEAN").show("NO_MEAN", false);
    const auto index = leading_aggregate(page, testbed);
    Figure figure = index ? geomean_small(page.content(), *index) : Figure{};
    if (figure.svg.empty()) return std::move(item.show("NO_MEAN", true));
    const analysis::Aggregate& aggregate = page.report().aggregates[*index];
    const analysis::AggregatePoint& newest = aggregate.points.back();
    figure.standalone.clear();  // the home page and that of the means have it
    html::Values mean = with("LEVEL", chart::multiple(newest.level));
    set_figure(mean, page, std::move(figure), "Geometric mean on " + page.history().testbeds[testbed].label,
               "geomean-small", model::slug(page.history().testbeds[testbed].slug));
    mean.set("N", counted(newest.n, "benchmark"));
    item.add("MEAN", std::move(mean));
    return item;
}

void set_multiples(html::Values& values, const Page& page, const DimensionValues& dimension) {
    std::size_t room = most_plots;
    for (const DimensionValue& value : dimension.values) {
        html::Values section = with("VALUE", name_of(dimension, value));
        section.declare("MULTIPLE").declare("MORE");
        const auto shown = shown_testbeds(page, value);
        const std::size_t drawn = std::min(shown.size(), std::max<std::size_t>(room, 1));
        for (std::size_t i = 0; i < drawn; ++i) section.add("MULTIPLE", multiple(page, shown[i]));
        room -= std::min(room, drawn);
        if (drawn < shown.size()) section.add("MORE", with("COUNT", counted(shown.size() - drawn, "testbed")));
        values.add("VALUE_SECTION", std::move(section));
    }
}

// ---- The latest values

struct Column {
    std::size_t value = 0;  // of the dimension
    std::uint32_t testbed = 0;
};

// As many of each value as there is room for.
std::vector<Column> columns_of(const Page& page, const DimensionValues& dimension) {
    std::vector<Column> columns;
    const std::size_t each = std::max<std::size_t>(1, most_columns / dimension.values.size());
    for (std::size_t value = 0; value < dimension.values.size() && columns.size() < most_columns; ++value) {
        const auto shown = shown_testbeds(page, dimension.values[value]);
        for (std::size_t i = 0; i < std::min(each, shown.size()); ++i) columns.push_back({value, shown[i]});
    }
    return columns;
}

void set_columns(html::Values& table, const Page& page, const DimensionValues& dimension,
                 const std::vector<Column>& columns) {
    for (std::size_t value = 0; value < dimension.values.size(); ++value) {
        const auto count = std::ranges::count(columns, value, &Column::value);
        if (count == 0) continue;
        html::Values heading = with("VALUE", name_of(dimension, dimension.values[value]));
        table.add("HEADING", std::move(heading.set("SPAN", std::to_string(count))));
    }
    for (const Column& column : columns) {
        html::Values heading;
        set_cpu(heading, page, column.testbed);
        table.add("COLUMN", std::move(heading));
    }
}

html::Values benchmark_row(const Page& page, std::uint32_t benchmark, std::uint32_t measure,
                           const std::vector<Column>& columns) {
    const model::Measure& of = page.history().measures[measure];
    const auto levels = analysis::newest_levels(page.history(), page.report(), benchmark, measure);
    html::Values row;
    set_benchmark(row, page, benchmark);
    row.set("MEASURE", goes_without_saying(of) ? "" : heading_of(of));
    for (const Column& column : columns) {
        const auto level = model::present(levels[column.testbed]);
        row.add("CELL", with("LEVEL", level ? chart::quantity(*level, of.unit) : "—"));
    }
    return row;
}

// Benchmark and measure of every series, in order, each once.
std::vector<std::pair<std::uint32_t, std::uint32_t>> panels_of(const model::History& history) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> panels;
    for (const model::Series& series : history.series)
        if (const std::pair panel{series.benchmark, series.measure}; panels.empty() || panels.back() != panel)
            panels.push_back(panel);
    return panels;
}

void set_table(html::Values& values, const Page& page, const DimensionValues& dimension) {
    values.declare("TABLE");
    const auto columns = columns_of(page, dimension);
    const auto panels = panels_of(page.history());
    if (columns.empty() || panels.empty()) return;
    html::Values table;
    set_columns(table, page, dimension, columns);
    for (std::size_t i = 0; i < std::min(panels.size(), most_rows); ++i)
        table.add("RESULT", benchmark_row(page, panels[i].first, panels[i].second, columns));
    table.declare("REST").declare("LEFT");
    if (panels.size() > most_rows) table.add("REST", with("COUNT", counted(panels.size() - most_rows, "row")));
    std::size_t shown = 0;
    for (const DimensionValue& value : dimension.values) shown += shown_testbeds(page, value).size();
    if (shown > columns.size()) table.add("LEFT", with("COUNT", counted(shown - columns.size(), "testbed")));
    values.add("TABLE", std::move(table));
}

// ---- Coverage

void set_coverage(html::Values& values, const DimensionValues& dimension) {
    for (const DimensionValue& value : dimension.values) {
        html::Values row = with("VALUE", name_of(dimension, value));
        row.set("TESTBEDS", number(value.testbeds.size())).set("RUNS", number(value.runs));
        row.set("BENCHMARKS", number(value.benchmarks));
        row.set("FIRST_SEEN", day(value.first_seen)).set("LAST_SEEN", day(value.last_seen));
        values.add("COVERAGE", std::move(row));
    }
}

// ---- The rest

std::string title_of(const DimensionValues& dimension) {
    if (dimension.values.size() > 3) return capitalised(dimension.name) + " side by side";
    std::vector<std::string> names;
    for (const DimensionValue& value : dimension.values) names.push_back(name_of(dimension, value));
    return capitalised(listed(names)) + " side by side";
}

std::string lead_of(const Page& page, const DimensionValues& dimension) {
    std::set<std::string> cpus;
    for (const DimensionValue& value : dimension.values)
        for (const std::uint32_t testbed : value.testbeds)
            cpus.insert(page.history().testbeds[testbed].dimensions.front().value);
    return counted(dimension.values.size(), "value") + " of " + dimension.name + " on " + counted(cpus.size(), "CPU") +
           ". Each testbed stands against its own past; numbers of different CPUs are not compared.";
}

void set_effects(html::Values& values, const Page& page, const DimensionValues& dimension) {
    values.declare("EFFECT_LINK");
    for (const analysis::Effect& effect : page.content().analysis_options.effects)
        if (effect.dimension == dimension.name)
            values.add("EFFECT_LINK",
                       std::move(with("EFFECT", effect.name).set("EFFECT_URL", page.to(routes::effect(effect)))));
}

}  // namespace

html::Values dimension_page(const Page& page, std::uint32_t index) {
    const DimensionValues& dimension = page.lookup().dimensions[index];
    html::Values values = page.frame(title_of(dimension), routes::testbeds);
    values.set("TITLE", title_of(dimension)).set("LEAD", lead_of(page, dimension));
    values.set("DIMENSION", dimension.name).set("CPUS_URL", page.to(routes::testbeds));
    set_effects(values, page, dimension);
    set_multiples(values, page, dimension);
    set_table(values, page, dimension);
    set_coverage(values, dimension);
    return values;
}

}  // namespace benchfolio::site
