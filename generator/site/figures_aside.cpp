#include <algorithm>

#include "chart/quantity.hpp"
#include "chart/ticks.hpp"
#include "chart/time_window.hpp"
#include "chart/trend.hpp"
#include "model/slug.hpp"
#include "site/figure_parts.hpp"
#include "site/figures.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::AsidePoint;
using analysis::AsideVerdict;

double date_of(const AsideVerdict& verdict, const AsidePoint& point) {
    return days_of(verdict.excerpt.history.runs[point.run].time);
}

chart::TrendSeries series_of(const AsideVerdict& verdict, bool own, const std::string& label) {
    chart::TrendSeries series;
    series.label = label;
    // Another mark than that of the trends, whatever the CPU's is.
    const chart::Identity trends = identity_of(verdict.excerpt.history.testbeds.front());
    series.identity = own ? chart::colour_of(trends) % chart::palette + 1 : trends;
    for (const AsidePoint& point : verdict.points) {
        if (point.own != own) continue;
        const double date = date_of(verdict, point);
        series.points.push_back({date, point.ratio, point.ratio, point.ratio, point.complete});
        series.present.push_back(date);
        // What a page is about is on the axis, however far it is from the trends.
        if (own) series.levels.push_back({date, date, point.ratio, point.ratio, point.ratio});
    }
    if (!series.points.empty()) series.note = chart::multiple(series.points.back().y);
    return series;
}

std::string of_what(const AsideVerdict& verdict) {
    const model::Measure& measure = verdict.excerpt.history.measures[verdict.measure];
    return goes_without_saying(measure) ? "" : ", " + heading_of(measure);
}

std::string finding_of(const AsideVerdict& verdict, const std::string& label) {
    const auto own = std::ranges::find_if(verdict.points.rbegin(), verdict.points.rend(), &AsidePoint::own);
    const auto history = std::ranges::count(verdict.points, false, &AsidePoint::own);
    if (own == verdict.points.rend()) return label + ": no value.";
    return label + ": " + chart::multiple(own->ratio) + " of the base over " + counted(own->n, "benchmark") +
           of_what(verdict) + ", after " + counted(static_cast<std::size_t>(history), "run") + " of the trends.";
}

ValueTable table_of(const AsideVerdict& verdict, const std::string& label, const std::string& caption) {
    ValueTable table{caption, {{"Run"}, {"Of"}, {"Geometric mean", true}, {"n", true}}};
    table.reserve(verdict.points.size());
    for (auto point = verdict.points.rbegin(); point != verdict.points.rend(); ++point)
        table.add_row({chart::day_text(date_of(verdict, *point)), point->own ? label : "the trends",
                       chart::multiple(point->ratio), number(point->n)});
    return table;
}

}  // namespace

Figure aside_trend(const AsideVerdict& verdict, const std::string& label, std::string_view id) {
    if (verdict.points.empty()) return {};
    chart::Trend trend;
    trend.id = picture_id("aside", id, 0);
    trend.title = label + " after the trends";
    trend.description = finding_of(verdict, label);
    trend.scale_note = "geometric mean against the base" + of_what(verdict);
    trend.unit = "×";
    trend.reference = 1;
    for (const bool own : {false, true}) {
        chart::TrendSeries series = series_of(verdict, own, own ? label : "the trends");
        if (!series.points.empty()) trend.series.push_back(std::move(series));
    }
    trend.time = chart::whole_window(date_of(verdict, verdict.points.front()), date_of(verdict, verdict.points.back()));
    return figure_of(chart::lay_out(trend), table_of(verdict, label, trend.title));
}

}  // namespace benchfolio::site
