#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>

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

// The testbeds that differ in nothing but this dimension: they stand side by side.
struct SideBySide {
    std::string label;                                   // what they have in common: "Xeon 8272CL, Linux"
    std::vector<std::optional<std::uint32_t>> by_value;  // the testbed of each value of the dimension
    std::size_t testbeds() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(by_value, [](const auto& one) { return one.has_value(); }));
    }
};

std::vector<model::Dimension> others(const model::Testbed& testbed, const std::string& dimension) {
    std::vector<model::Dimension> rest;
    for (const model::Dimension& each : testbed.dimensions)
        if (each.name != dimension) rest.push_back(each);
    return rest;
}

// The label of a testbed without the value of one dimension, which stands behind a comma in it.
std::string label_without(const model::Testbed& testbed, const std::string& value) {
    std::string label = testbed.label;
    const std::string part = ", " + value;
    for (auto at = label.find(part); at != label.npos; at = label.find(part, at + 1)) {
        const std::size_t end = at + part.size();
        if (end == label.size() || label[end] == ',') return label.erase(at, part.size());
    }
    return label;
}

// Shown testbeds alone. First what ran under several values, then what still runs; in the order of the dimensions.
std::vector<SideBySide> rows_of(const Page& page, const DimensionValues& dimension) {
    const std::vector<model::Testbed>& all = page.history().testbeds;
    std::map<std::vector<model::Dimension>, SideBySide> by_rest;
    for (std::size_t value = 0; value < dimension.values.size(); ++value) {
        for (const std::uint32_t testbed : dimension.values[value].testbeds) {
            if (all[testbed].hidden) continue;
            SideBySide& row = by_rest[others(all[testbed], dimension.name)];
            row.by_value.resize(dimension.values.size());
            row.by_value[value] = testbed;
            row.label = label_without(all[testbed], dimension.values[value].value);
        }
    }
    std::vector<SideBySide> rows;
    for (auto& [rest, row] : by_rest) rows.push_back(std::move(row));
    const model::Time since = *page.lookup().newest - recent_window;
    const auto runs = [&](const SideBySide& row) {
        return std::ranges::any_of(row.by_value, [&](const auto& one) { return one && all[*one].last_seen >= since; });
    };
    std::ranges::stable_sort(rows, [&](const SideBySide& a, const SideBySide& b) {
        return std::pair{a.testbeds() > 1, runs(a)} > std::pair{b.testbeds() > 1, runs(b)};
    });
    return rows;
}

std::size_t testbeds_of(std::span<const SideBySide> rows) {
    std::size_t count = 0;
    for (const SideBySide& row : rows) count += row.testbeds();
    return count;
}

// As many rows as stay within so many testbeds, but one at least.
std::span<const SideBySide> first_rows(const std::vector<SideBySide>& rows, std::size_t most) {
    std::size_t count = std::min<std::size_t>(rows.size(), 1), testbeds = testbeds_of({rows.data(), count});
    while (count < rows.size() && testbeds + rows[count].testbeds() <= most) testbeds += rows[count++].testbeds();
    return {rows.data(), count};
}

void set_rest(html::Values& values, html::Name name, std::size_t testbeds) {
    values.declare(name);
    if (testbeds > 0) values.add(name, with("COUNT", counted(testbeds, "testbed")));
}

// ---- Which way each went

std::optional<std::uint32_t> leading_aggregate(const Page& page, std::uint32_t testbed) {
    const auto& all = page.report().aggregates;
    for (std::uint32_t i = 0; i < all.size(); ++i)
        if (all[i].testbed == testbed && all[i].set == all.front().set && !all[i].undefined && !all[i].points.empty())
            return i;
    return std::nullopt;
}

html::Values cell_of(const Page& page, std::uint32_t testbed, const std::string& value) {
    html::Values cell;
    set_cpu(cell, page, testbed);
    cell.set("VALUE", value).declare("MEAN").show("NO_MEAN", false);
    const auto index = leading_aggregate(page, testbed);
    Figure figure = index ? geomean_small(page.content(), *index) : Figure{};
    if (figure.svg.empty()) return std::move(cell.show("NO_MEAN", true));
    const analysis::Aggregate& aggregate = page.report().aggregates[*index];
    const analysis::AggregatePoint& newest = aggregate.points.back();
    figure.standalone.clear();  // the home page and that of the means have it
    html::Values mean = with("LEVEL", chart::multiple(newest.level));
    set_figure(mean, page, std::move(figure), "Geometric mean on " + page.history().testbeds[testbed].label,
               "geomean-small", model::slug(page.history().testbeds[testbed].slug));
    mean.set("N", counted(newest.n, "benchmark"));
    cell.add("MEAN", std::move(mean));
    return cell;
}

html::Values row_values(const Page& page, const DimensionValues& dimension, const SideBySide& row) {
    html::Values values = with("LABEL", row.label);
    for (std::size_t value = 0; value < row.by_value.size(); ++value) {
        const std::string name = name_of(dimension, dimension.values[value]);
        html::Values cell = with("VALUE", name);
        cell.declare("TESTBED").show("NONE", !row.by_value[value]);
        if (row.by_value[value]) cell.add("TESTBED", cell_of(page, *row.by_value[value], name));
        values.add("CELL", std::move(cell));
    }
    return values;
}

void set_ways(html::Values& values, const Page& page, const DimensionValues& dimension,
              const std::vector<SideBySide>& rows) {
    for (const DimensionValue& value : dimension.values)
        values.add("VALUE_HEADING", with("VALUE", name_of(dimension, value)));
    const auto shown = first_rows(rows, most_plots);
    for (const SideBySide& row : shown) values.add("WAY", row_values(page, dimension, row));
    set_rest(values, "MORE", testbeds_of(rows) - testbeds_of(shown));
    const model::Measure& measure = page.history().measures.front();
    const bool lower = measure.direction == model::Direction::lower_is_better;
    values.set("BELOW_ONE", verdict_word(lower ? analysis::Verdict::faster : analysis::Verdict::slower, measure));
}

// ---- The latest values

struct Column {
    std::uint32_t testbed = 0;
    std::string value;
};

std::vector<Column> columns_of(const DimensionValues& dimension, std::span<const SideBySide> rows) {
    std::vector<Column> columns;
    for (const SideBySide& row : rows)
        for (std::size_t value = 0; value < row.by_value.size(); ++value)
            if (row.by_value[value])
                columns.push_back({*row.by_value[value], name_of(dimension, dimension.values[value])});
    return columns;
}

void set_columns(html::Values& table, const Page& page, std::span<const SideBySide> rows,
                 const std::vector<Column>& columns) {
    for (const SideBySide& row : rows)
        table.add("HEADING", std::move(with("LABEL", row.label).set("SPAN", std::to_string(row.testbeds()))));
    for (const Column& column : columns) {
        html::Values heading = with("VALUE", column.value);
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

void set_table(html::Values& values, const Page& page, const DimensionValues& dimension,
               const std::vector<SideBySide>& rows) {
    values.declare("TABLE");
    const auto shown = first_rows(rows, most_columns);
    const auto columns = columns_of(dimension, shown);
    const auto panels = panels_of(page.history());
    if (columns.empty() || panels.empty()) return;
    html::Values table;
    set_columns(table, page, shown, columns);
    for (std::size_t i = 0; i < std::min(panels.size(), most_rows); ++i)
        table.add("RESULT", benchmark_row(page, panels[i].first, panels[i].second, columns));
    table.declare("REST");
    if (panels.size() > most_rows) table.add("REST", with("COUNT", counted(panels.size() - most_rows, "row")));
    set_rest(table, "LEFT", testbeds_of(rows) - columns.size());
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
    if (dimension.values.size() > 3) return dimension.name + " side by side";
    std::vector<std::string> names;
    for (const DimensionValue& value : dimension.values) names.push_back(name_of(dimension, value));
    return dimension.name + ": " + listed(names) + " side by side";
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
    const std::vector<SideBySide> rows = rows_of(page, dimension);
    set_ways(values, page, dimension, rows);
    set_table(values, page, dimension, rows);
    set_coverage(values, dimension);
    return values;
}

}  // namespace benchfolio::site
