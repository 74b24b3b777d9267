#include <algorithm>

#include "chart/quantity.hpp"
#include "chart/scaling.hpp"
#include "model/slug.hpp"
#include "site/figure_parts.hpp"
#include "site/figures.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

// One line on one testbed.
struct Measured {
    const analysis::ScalingLine* line = nullptr;
    std::vector<const analysis::ScalingPoint*> points;  // by x
    std::optional<double> exponent;
};

std::optional<double> exponent_of(const analysis::Scaling& scaling, std::uint32_t line, std::uint32_t testbed) {
    for (const auto& exponent : scaling.exponents)
        if (exponent.line == line && exponent.testbed == testbed) return exponent.value;
    return std::nullopt;
}

std::vector<const analysis::ScalingPoint*> points_of(const analysis::Scaling& scaling, std::uint32_t line,
                                                     std::uint32_t testbed) {
    std::vector<const analysis::ScalingPoint*> points;
    for (const analysis::ScalingPoint& point : scaling.points)
        if (point.line == line && point.testbed == testbed && point.x > 0 && point.y > 0) points.push_back(&point);
    std::sort(points.begin(), points.end(), [](const auto* a, const auto* b) { return a->x < b->x; });
    return points;
}

std::vector<Measured> measured_lines(const analysis::Scaling& scaling, std::uint32_t testbed) {
    std::vector<Measured> out;
    for (std::uint32_t line = 0; line < scaling.lines.size(); ++line) {
        Measured measured{&scaling.lines[line], points_of(scaling, line, testbed), exponent_of(scaling, line, testbed)};
        if (!measured.points.empty()) out.push_back(std::move(measured));
    }
    return out;
}

// Whether a size between these two is known to the line but was not measured.
bool skips_a_size(const analysis::ScalingLine& line, double from, double to) {
    return std::any_of(line.x.begin(), line.x.end(), [&](double x) { return from < x && x < to; });
}

chart::ScalingCurve curve_of(const Measured& measured) {
    chart::ScalingCurve curve;
    curve.label = measured.line->label;
    if (measured.exponent) curve.label += (curve.label.empty() ? "" : " ") + chart::power_text(*measured.exponent);
    for (const analysis::ScalingPoint* point : measured.points) {
        if (curve.pieces.empty() || skips_a_size(*measured.line, curve.pieces.back().back().x, point->x))
            curve.pieces.emplace_back();
        curve.pieces.back().push_back({point->x, point->y});
    }
    return curve;
}

std::string said_of(const Measured& measured) {
    std::string text = measured.line->label.empty() ? "" : measured.line->label + " ";
    return text + "grows as n to the power of " + chart::grouped(*measured.exponent, 2);
}

std::string finding(const Content& content, const std::vector<Measured>& lines, std::uint32_t testbed) {
    std::string text;
    for (const Measured& measured : lines)
        if (measured.exponent) text += (text.empty() ? "" : "; ") + said_of(measured);
    if (text.empty()) text = "too few sizes to fit an exponent";
    return content.history.testbeds[testbed].label + ": " + text + ".";
}

void add_rows(const Measured& measured, std::string_view unit, ValueTable& table) {
    for (const analysis::ScalingPoint* point : measured.points)
        table.add_row({measured.line->label, chart::quantity(point->x, ""), chart::quantity(point->y, unit),
                       number(point->n), measured.exponent ? chart::grouped(*measured.exponent, 2) : ""});
}

ValueTable table_of(const std::vector<Measured>& lines, const chart::ScalingPlot& plot) {
    ValueTable table{plot.title,
                     {{"Variant"}, {plot.parameter, true}, {"Median", true}, {"Runs", true}, {"Exponent", true}}};
    for (const Measured& measured : lines) add_rows(measured, plot.unit, table);
    return table;
}

}  // namespace

Figure scaling(const Content& content, std::uint32_t scaling, std::uint32_t testbed) {
    const analysis::Scaling& of = content.report.scalings[scaling];
    const auto lines = measured_lines(of, testbed);
    if (lines.empty()) return {};
    chart::ScalingPlot plot;
    plot.id = picture_id("scaling", model::slug(of.slug_key), of.measure) + "-" + std::to_string(testbed);
    plot.title = of.title + " against " + of.parameter + " on " + content.history.testbeds[testbed].label;
    plot.description = finding(content, lines, testbed);
    plot.note = "median of up to 10 runs · both axes log";
    plot.parameter = of.parameter;
    plot.unit = content.history.measures[of.measure].unit;
    plot.identity = identity_of(content.history.testbeds[testbed]);
    for (const Measured& measured : lines) plot.curves.push_back(curve_of(measured));
    return figure_of(chart::lay_out(plot), table_of(lines, plot));
}

}  // namespace benchfolio::site
