#include <algorithm>
#include <map>
#include <set>

#include "analysis/standing.hpp"
#include "site/pages/benchmark_list.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_multiples = 12;  // small plots: one a benchmark

// The parameter that makes the columns: the x axis of the group's scaling.
std::optional<std::string> column_parameter(const Page& page, const analysis::Group& group) {
    for (const std::uint32_t benchmark : group.benchmarks) {
        const std::vector<std::uint32_t>& scalings = page.lookup().scalings[benchmark];
        if (!scalings.empty()) return page.report().scalings[scalings.front()].parameter;
    }
    return std::nullopt;
}

std::string function_of(const model::Benchmark& benchmark) {
    const std::string label = label_of(benchmark);
    return label.substr(0, std::min(label.find(" · "), label.find('[')));
}

bool is_one_function(const Page& page, const analysis::Group& group) {
    const std::vector<model::Benchmark>& all = page.history().benchmarks;
    return std::all_of(group.benchmarks.begin(), group.benchmarks.end(), [&](std::uint32_t benchmark) {
        return function_of(all[benchmark]) == function_of(all[group.benchmarks.front()]);
    });
}

// What tells two rows apart: every parameter but the column's, and the function where there are several.
std::string variant_of(const model::Benchmark& benchmark, const std::string& column, bool one_function) {
    model::Benchmark rest = benchmark;
    std::erase_if(rest.parameters, [&](const model::Parameter& parameter) { return parameter.name == column; });
    const std::string parameters = parameters_of(rest);
    if (parameters.empty()) return function_of(benchmark);
    return one_function ? parameters : function_of(benchmark) + " · " + parameters;
}

struct Grid {
    std::string parameter;                                             // the columns'
    std::vector<std::string> columns;                                  // its values, ascending
    std::map<std::string, std::map<std::string, std::uint32_t>> rows;  // variant -> column value -> benchmark
};

std::optional<Grid> grid_of(const Page& page, const analysis::Group& group) {
    const std::optional<std::string> parameter = column_parameter(page, group);
    if (!parameter) return std::nullopt;
    Grid grid{*parameter, {}, {}};
    const bool one_function = is_one_function(page, group);
    std::map<double, std::string> columns;
    for (const std::uint32_t index : group.benchmarks) {
        const model::Benchmark& benchmark = page.history().benchmarks[index];
        for (const model::Parameter& candidate : benchmark.parameters) {
            if (candidate.name != *parameter || !number_of(candidate.value)) continue;
            columns.emplace(*number_of(candidate.value), text_of(candidate.value));
            grid.rows[variant_of(benchmark, *parameter, one_function)].emplace(text_of(candidate.value), index);
        }
    }
    for (const auto& [value, text] : columns) grid.columns.push_back(text);
    return grid;
}

html::Values grid_cell(const Page& page, const std::map<std::string, std::uint32_t>& row, const std::string& column) {
    html::Values cell;
    cell.declare("MEASURED");
    const auto found = row.find(column);
    std::optional<html::Values> measured;
    if (found != row.end()) measured = benchmark_row(page, found->second);
    cell.show("NOT_MEASURED", !measured);
    if (measured) cell.add("MEASURED", std::move(*measured));
    return cell;
}

void set_grid(html::Values& values, const Page& page, const analysis::Group& group) {
    values.declare("GRID");
    const std::optional<Grid> grid = grid_of(page, group);
    if (!grid) return;
    html::Values table;
    for (const std::string& column : grid->columns) {
        table.add("COLUMN", with("COLUMN_NAME", grid->parameter + " " + column));
    }
    for (const auto& [variant, row] : grid->rows) {
        html::Values line = with("VARIANT", variant);
        for (const std::string& column : grid->columns) line.add("CELL", grid_cell(page, row, column));
        table.add("LINE", std::move(line));
    }
    values.add("GRID", std::move(table.set("PARAMETER", grid->parameter)));
}

// Those that are not in the grid, or all of them where there is none.
void set_rows(html::Values& values, const Page& page, const analysis::Group& group) {
    values.declare("LIST");
    const std::optional<Grid> grid = grid_of(page, group);
    std::set<std::uint32_t> in_grid;
    if (grid) {
        for (const auto& [variant, row] : grid->rows) {
            for (const auto& [column, benchmark] : row) in_grid.insert(benchmark);
        }
    }
    html::Values list;
    bool any = false;
    for (const std::uint32_t benchmark : group.benchmarks) {
        if (in_grid.contains(benchmark)) continue;
        auto row = benchmark_row(page, benchmark);
        if (row) list.add("ROW", std::move(*row));
        any = any || row;
    }
    if (any) values.add("LIST", std::move(list.set("HEADING", grid ? "The others" : "Every benchmark")));
}

void set_multiples(html::Values& values, const Page& page, const analysis::Group& group) {
    values.declare("MULTIPLE").set("SHOWN", "");
    std::size_t drawn = 0;
    for (const std::uint32_t index : group.benchmarks) {
        if (drawn == most_multiples) break;
        const auto leading = leading_series(page.content(), page.lookup(), index);
        if (!leading) continue;
        const model::Series& series = page.history().series[*leading];
        if (page.history().testbeds[series.testbed].hidden) continue;  // so are all of its measure: there is no plot
        html::Values item;
        set_benchmark(item, page, index);
        const std::string slug = routes::plot_slug(page.history(), index, series.measure);
        item.set("PLOT_URL", page.to(routes::plot("recent", slug)));
        values.add("MULTIPLE", std::move(item));
        ++drawn;
    }
    values.show("MULTIPLES", drawn > 0);
    if (drawn < group.benchmarks.size()) values.set("SHOWN", "The first " + number(drawn) + ". ");
}

void set_scaling_links(html::Values& values, const Page& page, const analysis::Group& group) {
    std::set<std::uint32_t> scalings;
    for (const std::uint32_t benchmark : group.benchmarks) {
        const std::vector<std::uint32_t>& of = page.lookup().scalings[benchmark];
        scalings.insert(of.begin(), of.end());
    }
    values.declare("SCALING").show("SCALINGS", !scalings.empty());
    for (const std::uint32_t index : scalings) {
        const analysis::Scaling& scaling = page.report().scalings[index];
        const std::string panel = scaling.panel.empty() ? "" : ", " + scaling.panel;
        values.add("SCALING", std::move(with("SCALING_URL", page.to(routes::scaling(scaling)))
                                            .set("SCALING_NAME", scaling.title + " by " + scaling.parameter + panel)));
    }
}

std::string lead_of(const Page& page, const analysis::Group& group) {
    const analysis::Standing standing = analysis::standing_of(page.history(), page.report(), group.benchmarks);
    std::vector<std::string> parts;
    if (standing.slower > 0) parts.push_back(number(standing.slower) + " slower");
    if (standing.faster > 0) parts.push_back(number(standing.faster) + " faster");
    if (standing.steady > 0)
        parts.push_back(number(standing.steady) + " without a change in the last " +
                        std::to_string(recent_window.count()) + " days");
    if (standing.cannot_tell > 0) parts.push_back(number(standing.cannot_tell) + " cannot tell");
    if (standing.retired > 0) parts.push_back(number(standing.retired) + " no longer measured");
    return counted(group.benchmarks.size(), "benchmark") + ": " + listed(parts) + ".";
}

}  // namespace

html::Values group_page(const Page& page, std::uint32_t index) {
    const analysis::Group& group = page.report().groups[index];
    html::Values values = page.frame(group.name);
    values.set("GROUP", group.name).set("LEAD", lead_of(page, group)).declare("REFERENCE");
    values.set("ESTIMATE", std::string{name_of(page.content().analysis_options.estimate)});
    if (page.lookup().reference_testbed) {
        html::Values cpu;
        set_cpu(cpu, page, *page.lookup().reference_testbed);
        values.add("REFERENCE", std::move(cpu));
    }
    set_scaling_links(values, page, group);
    set_grid(values, page, group);
    set_rows(values, page, group);
    set_multiples(values, page, group);
    return values;
}

}  // namespace benchfolio::site
