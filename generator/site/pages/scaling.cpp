#include <algorithm>
#include <map>
#include <set>

#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::Scaling;

std::string title_of(const Scaling& scaling) {
    return scaling.title + (scaling.panel.empty() ? "" : ", " + scaling.panel);
}

std::string size_text(double x) {
    return chart::quantity(x, "");
}

// The testbeds with points, the shown ones first.
std::vector<std::uint32_t> testbeds_of(const Page& page, const Scaling& scaling) {
    std::set<std::pair<bool, std::uint32_t>> testbeds;
    for (const analysis::ScalingPoint& point : scaling.points) {
        testbeds.emplace(page.history().testbeds[point.testbed].hidden, point.testbed);
    }
    std::vector<std::uint32_t> order;
    for (const auto& [hidden, testbed] : testbeds) order.push_back(testbed);
    return order;
}

std::vector<double> sizes_of(const Scaling& scaling) {
    std::set<double> sizes;
    for (const analysis::ScalingLine& line : scaling.lines) sizes.insert(line.x.begin(), line.x.end());
    return {sizes.begin(), sizes.end()};
}

std::string exponent_text(const Scaling& scaling, std::uint32_t line, std::uint32_t testbed) {
    for (const Scaling::Exponent& exponent : scaling.exponents) {
        if (exponent.line == line && exponent.testbed == testbed) return chart::grouped(exponent.value, 2);
    }
    return "—";
}

void set_plots(html::Values& values, const Page& page, std::uint32_t index) {
    const Scaling& scaling = page.report().scalings[index];
    values.declare("PLOT_CPU");
    for (const std::uint32_t testbed : testbeds_of(page, scaling)) {
        const model::Testbed& cpu = page.history().testbeds[testbed];
        if (cpu.hidden) continue;
        Figure drawn = site::scaling(page.content(), index, testbed);
        if (drawn.svg.empty()) continue;
        html::Values item;
        set_cpu(item, page, testbed);
        set_figure(item, page, std::move(drawn), title_of(scaling) + " on " + cpu.label, "scaling",
                   model::slug(scaling.slug_key + " " + cpu.slug));
        values.add("PLOT_CPU", std::move(item));
    }
}

html::Values table_row(const Page& page, const Scaling& scaling, std::uint32_t line, std::uint32_t testbed,
                       const std::map<double, double>& measured, const std::vector<double>& sizes) {
    html::Values row = with("VARIANT", scaling.lines[line].label.empty() ? scaling.title : scaling.lines[line].label);
    set_cpu(row, page, testbed);
    const std::string& unit = page.history().measures[scaling.measure].unit;
    for (const double size : sizes) {
        const auto found = measured.find(size);
        html::Values cell = with("VALUE", found == measured.end() ? "" : chart::quantity(found->second, unit));
        cell.show("NOT_RUN", found == measured.end());
        row.add("CELL", std::move(cell));
    }
    return std::move(row.set("EXPONENT", exponent_text(scaling, line, testbed)));
}

void set_table(html::Values& values, const Page& page, const Scaling& scaling) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::map<double, double>> measured;  // by line and testbed
    for (const analysis::ScalingPoint& point : scaling.points) measured[{point.line, point.testbed}][point.x] = point.y;
    const std::vector<double> sizes = sizes_of(scaling);
    values.declare("SIZE").declare("LINE");
    for (const double size : sizes) values.add("SIZE", with("SIZE_TEXT", size_text(size)));
    for (const std::uint32_t testbed : testbeds_of(page, scaling)) {
        for (std::uint32_t line = 0; line < scaling.lines.size(); ++line) {
            const auto found = measured.find({line, testbed});
            if (found == measured.end()) continue;
            values.add("LINE", table_row(page, scaling, line, testbed, found->second, sizes));
        }
    }
}

void set_group(html::Values& values, const Page& page, const Scaling& scaling) {
    values.declare("GROUP_LINK");
    if (scaling.lines.empty() || scaling.lines.front().benchmarks.empty()) return;
    const std::optional<std::uint32_t> group = page.lookup().group[scaling.lines.front().benchmarks.front()];
    if (!group) return;
    const std::string& name = page.report().groups[*group].name;
    values.add("GROUP_LINK", std::move(with("GROUP", name).set("GROUP_URL", page.to(routes::group(name)))));
}

void set_benchmarks(html::Values& values, const Page& page, const Scaling& scaling) {
    std::set<std::uint32_t> benchmarks;
    for (const analysis::ScalingLine& line : scaling.lines) {
        benchmarks.insert(line.benchmarks.begin(), line.benchmarks.end());
    }
    values.set("BENCHMARK_COUNT", counted(benchmarks.size(), "benchmark"));
    for (const std::uint32_t benchmark : benchmarks) {
        html::Values item;
        set_benchmark(item, page, benchmark);
        values.add("BENCHMARK", std::move(item));
    }
}

void set_left_out(html::Values& values, const Page& page, html::Name section,
                  const std::vector<std::uint32_t>& benchmarks) {
    values.declare(section);
    if (benchmarks.empty()) return;
    html::Values left_out = with("COUNT", counted(benchmarks.size(), "benchmark"));
    for (const std::uint32_t benchmark : benchmarks) {
        html::Values item;
        set_benchmark(item, page, benchmark);
        left_out.add("LEFT_OUT", std::move(item));
    }
    values.add(section, std::move(left_out));
}

}  // namespace

html::Values scaling_page(const Page& page, std::uint32_t index) {
    const Scaling& scaling = page.report().scalings[index];
    html::Values values = page.frame(title_of(scaling) + " by " + scaling.parameter, routes::scalings);
    values.set("TITLE", title_of(scaling)).set("PARAMETER", scaling.parameter);
    values.set("MEASURE", heading_of(page.history().measures[scaling.measure]));
    values.set("SCALINGS_URL", page.to(routes::scalings));
    set_group(values, page, scaling);
    set_plots(values, page, index);
    set_table(values, page, scaling);
    set_benchmarks(values, page, scaling);
    set_left_out(values, page, "EXCLUDED", scaling.excluded);
    set_left_out(values, page, "WITHOUT_NUMBER", scaling.without_number);
    return values;
}

html::Values scaling_index_page(const Page& page) {
    html::Values values = page.frame("Scaling", routes::scalings);
    const std::vector<Scaling>& all = page.report().scalings;
    values.declare("ROW").show("EMPTY", all.empty()).show("ANY", !all.empty());
    for (const Scaling& scaling : all) {
        html::Values row = with("SCALING_URL", page.to(routes::scaling(scaling)));
        row.set("TITLE", title_of(scaling)).set("PARAMETER", scaling.parameter);
        row.set("MEASURE", heading_of(page.history().measures[scaling.measure]));
        const std::vector<double> sizes = sizes_of(scaling);
        row.set("LINES", number(scaling.lines.size())).set("SIZES", number(sizes.size()));
        row.set("RANGE", sizes.empty() ? "—" : size_text(sizes.front()) + " to " + size_text(sizes.back()));
        values.add("ROW", std::move(row));
    }
    return values;
}

}  // namespace benchfolio::site
