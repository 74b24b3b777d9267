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

using analysis::EffectPair;
using analysis::EffectPoint;
using analysis::EffectTrend;

// A point is there from the day on which both were measured.
double date_of(const Content& content, const EffectPoint& point) {
    return days_of(content.history.runs[std::max(point.run_off, point.run_on)].time);
}

const model::Suite& suite_of(const Content& content, const EffectPoint& point) {
    return content.history.runs[point.run_on].suite;
}

std::string interval_text(const EffectPoint& point) {
    if (!point.interval) return "";
    return chart::multiple(point.interval->low) + " to " + chart::multiple(point.interval->high);
}

chart::TrendPoint trend_point(const Content& content, const EffectPoint& point) {
    return {date_of(content, point), point.ratio, point.ratio, point.ratio, point.complete};
}

// Stretches of one suite, without longer pauses, whose levels' intervals make one band each.
std::vector<std::vector<chart::TrendPoint>> ribbons_of(const Content& content, const std::vector<EffectPoint>& points) {
    std::vector<std::vector<chart::TrendPoint>> all;
    for (std::size_t i = 0; i < points.size(); ++i) {
        chart::TrendPoint point = trend_point(content, points[i]);
        if (points[i].interval) point.low = points[i].interval->low, point.high = points[i].interval->high;
        const bool goes_on = i > 0 && suite_of(content, points[i]) == suite_of(content, points[i - 1]) &&
                             point.x - date_of(content, points[i - 1]) <= longest_pause;
        if (!goes_on) all.emplace_back();
        all.back().push_back(point);
    }
    return all;
}

std::vector<chart::Event> breaks_of(const Content& content, const std::vector<EffectPoint>& points) {
    std::vector<chart::Event> breaks;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const model::Suite& suite = suite_of(content, points[i]);
        if (suite == suite_of(content, points[i - 1])) continue;
        const bool is_short = suite && suite->size() <= 14;
        breaks.push_back({date_of(content, points[i]), is_short ? "suite " + *suite : "other suite"});
    }
    return breaks;
}

chart::TrendSeries series_of(const Content& content, const EffectPair& pair, const EffectTrend& trend) {
    const model::Testbed& testbed = content.history.testbeds[pair.testbed_on];
    chart::TrendSeries series;
    series.label = testbed.label;
    series.note = chart::multiple(trend.points.back().level);
    series.identity = identity_of(testbed);
    for (const EffectPoint& point : trend.points) {
        series.points.push_back(trend_point(content, point));
        series.present.push_back(series.points.back().x);
    }
    series.ribbons = ribbons_of(content, trend.points);
    return series;
}

std::string finding_of(const Content& content, const EffectPair& pair, const EffectTrend& trend) {
    const EffectPoint& last = trend.points.back();
    std::string text = content.history.testbeds[pair.testbed_on].label + " takes " + chart::multiple(last.level);
    if (last.interval) text += " (" + interval_text(last) + ")";
    return text + " of " + content.history.testbeds[pair.testbed_off].label + " over the newest of " +
           counted(trend.points.size(), "commit") + " that both measured, by " +
           day(content.history.runs[last.run_on].time) + ".";
}

ValueTable table_of(const Content& content, const EffectTrend& trend, const std::string& caption) {
    ValueTable table{caption,
                     {{"Commit"}, {"Day"}, {"On / off", true}, {"Level, 95 % interval", true}, {"n", true}, {"Set"}}};
    for (auto point = trend.points.rbegin(); point != trend.points.rend(); ++point)
        table.add_row({short_commit(*content.history.runs[point->run_on].commit),
                       chart::day_text(date_of(content, *point)), chart::multiple(point->ratio),
                       chart::multiple(point->level) + (point->interval ? ", " + interval_text(*point) : ""),
                       number(point->n), point->complete ? "complete" : "some missing"});
    return table;
}

}  // namespace

Figure effect_trend(const Content& content, const EffectPair& pair, const EffectTrend& of, std::string_view id) {
    if (of.points.empty()) return {};
    chart::Trend trend;
    trend.id = picture_id("effect", id, of.measure);
    trend.unit = "×";
    trend.scale_note = "geometric mean, on against off";
    trend.title = content.history.testbeds[pair.testbed_on].label + " against " +
                  content.history.testbeds[pair.testbed_off].label + ", " +
                  heading_of(content.history.measures[of.measure]);
    if (of.set != "all") trend.title += ", set " + of.set;
    trend.description = finding_of(content, pair, of);
    trend.time = chart::whole_window(date_of(content, of.points.front()), date_of(content, of.points.back()));
    trend.reference = 1;
    trend.series.push_back(series_of(content, pair, of));
    trend.breaks = breaks_of(content, of.points);
    return figure_of(chart::lay_out(trend), table_of(content, of, trend.title));
}

}  // namespace benchfolio::site
