#include <cmath>

#include "chart/quantity.hpp"
#include "chart/sparkline.hpp"
#include "chart/ticks.hpp"
#include "chart/time_window.hpp"
#include "site/figure_parts.hpp"
#include "site/figures.hpp"
#include "site/words.hpp"
#include "svg/svg.hpp"

namespace benchfolio::site {
namespace {

constexpr double days_of_a_month = 30;

// What noise does to a level: one standard deviation of ln(estimate) to either side, twice.
chart::Level noise_band(double date, const analysis::Step& step, std::optional<double> noise) {
    const double factor = std::exp(2 * noise.value_or(0));
    const bool positive = step.median > 0;
    return {date, date, step.median, positive ? step.median / factor : step.median,
            positive ? step.median * factor : step.median};
}

const analysis::Step* step_of(const DrawnSeries& drawn, std::size_t row) {
    for (auto step = drawn.report->steps.rbegin(); step != drawn.report->steps.rend(); ++step) {
        const std::size_t position = row - drawn.series->first;
        if (step->first <= position && position < step->last) return &*step;
    }
    return nullptr;
}

void add_night(const DrawnSeries& drawn, std::size_t row, chart::Point point, const analysis::Step*& before,
               chart::Sparkline& sparkline) {
    const analysis::Step* step = step_of(drawn, row);
    const bool goes_on = step && step == before && point.x - sparkline.points.back().x <= longest_pause;
    if (goes_on)
        sparkline.levels.back().to = point.x;
    else if (step)
        sparkline.levels.push_back(noise_band(point.x, *step, drawn.report->noise_between));
    before = step;
    sparkline.points.push_back(point);
}

ValueTable table_of(const chart::Sparkline& sparkline, std::string_view unit) {
    ValueTable table{sparkline.title, {{"Night"}, {"Value", true}}};
    for (auto point = sparkline.points.rbegin(); point != sparkline.points.rend(); ++point)
        table.add_row({chart::day_text(point->x), chart::quantity(point->y, unit)});
    return table;
}

}  // namespace

Figure sparkline(const Content& content, std::uint32_t series, int months) {
    const DrawnSeries drawn = drawn_series(content, series);
    const std::string_view unit = content.history.measures[drawn.series->measure].unit;
    chart::Sparkline sparkline;
    sparkline.title =
        label_of(content.history.benchmarks[drawn.series->benchmark]) + ", last " + std::to_string(months) + " months";
    sparkline.description = finding_of(content, drawn, unit);
    sparkline.identity = identity_of(*drawn.testbed);
    sparkline.time = chart::recent_window(newest_date(content), days_of_a_month * months);
    const analysis::Step* before = nullptr;
    for (std::size_t row = first_row_since(content, *drawn.series, sparkline.time.from); row < drawn.series->last;
         ++row)
        if (const auto value = model::present(content.report.estimate[row]))
            add_night(drawn, row, {days_of(content.history.runs[content.history.columns.run[row]].time), *value},
                      before, sparkline);
    return figure_of(chart::lay_out(sparkline), table_of(sparkline, unit));
}

std::string testbed_mark(const model::Testbed& testbed) {
    return svg::legend_mark(identity_of(testbed));
}

}  // namespace benchfolio::site
