#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "chart/quantity.hpp"
#include "chart/ticks.hpp"
#include "chart/time_window.hpp"
#include "chart/trend.hpp"
#include "model/slug.hpp"
#include "site/comparison_words.hpp"
#include "site/figure_parts.hpp"
#include "site/figures.hpp"
#include "site/tag_dates.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr double ended_after_days = 90, small_days = 180, detail_days = 30, detail_from_days = 150;

using Points = std::vector<analysis::AggregatePoint>;

double date_of(const Content& content, const analysis::AggregatePoint& point) {
    return days_of(content.history.runs[point.run].time);
}

chart::TrendPoint trend_point(const Content& content, const analysis::AggregatePoint& point) {
    const auto interval = point.interval.value_or(analysis::Interval{point.ratio, point.ratio});
    return {date_of(content, point), point.ratio, interval.low, interval.high, point.complete};
}

// The stretches of points of one basis between pauses; the intervals of each make one band.
std::vector<std::vector<chart::TrendPoint>> stretches(const Content& content, const Points& points) {
    std::vector<std::vector<chart::TrendPoint>> finished;
    std::map<std::uint32_t, std::vector<chart::TrendPoint>> open;  // by basis
    for (const analysis::AggregatePoint& of : points) {
        const auto point = trend_point(content, of);
        auto& stretch = open[of.basis];
        if (!stretch.empty() && point.x - stretch.back().x > longest_pause)
            finished.push_back(std::exchange(stretch, {}));
        stretch.push_back(point);
    }
    for (auto& [basis, stretch] : open) finished.push_back(std::move(stretch));
    return finished;
}

std::string break_label(const Content& content, const analysis::AggregatePoint& before,
                        const analysis::AggregatePoint& now) {
    const auto &suite_before = content.history.runs[before.run].suite, &suite = content.history.runs[now.run].suite;
    if (suite != suite_before) return suite && suite->size() <= 14 ? "suite " + *suite : "other suite";
    return number(before.n) + " → " + counted(now.n, "benchmark");
}

// Where a new basis takes over from one that ends. Two suites that run side by side make no break: each goes on.
std::vector<chart::Event> breaks_of(const Content& content, const Points& points) {
    std::map<std::uint32_t, std::size_t> last_of;
    for (std::size_t i = 0; i < points.size(); ++i) last_of[points[i].basis] = i;
    std::vector<chart::Event> breaks;
    std::set<std::uint32_t> seen;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool begins = seen.insert(points[i].basis).second;
        if (i > 0 && begins && last_of[points[i - 1].basis] == i - 1)
            breaks.push_back({date_of(content, points[i]), break_label(content, points[i - 1], points[i])});
    }
    return breaks;
}

std::vector<DrawnSeries> as_drawn(const Content& content, const analysis::Aggregate& aggregate) {
    for (std::uint32_t i = 0; i < content.history.series.size(); ++i)
        if (content.history.series[i].testbed == aggregate.testbed) return {drawn_series(content, i)};
    return {};
}

std::string interval_text(const analysis::AggregatePoint& point) {
    if (!point.interval) return "";
    return chart::multiple(point.interval->low) + " to " + chart::multiple(point.interval->high);
}

std::string finding(const Content& content, const analysis::Aggregate& aggregate) {
    const analysis::AggregatePoint& last = aggregate.points.back();
    std::string text = content.history.testbeds[aggregate.testbed].label + ": " + chart::multiple(last.ratio);
    if (last.interval) text += " (" + interval_text(last) + ")";
    text += " of the baseline (" + aggregate.baseline + ") over " + counted(last.n, "benchmark") + " on " +
            day(content.history.runs[last.run].time) + ".";
    const auto breaks = breaks_of(content, aggregate.points).size();
    if (breaks > 0)
        text += " What it is a mean of changed " + counted(breaks, "time") + "; nothing is joined across that.";
    return text;
}

bool has_ended(const Content& content, const Points& points) {
    return newest_date(content) - date_of(content, points.back()) > ended_after_days;
}

chart::TrendSeries series_of(const Content& content, const analysis::Aggregate& aggregate, const Points& points) {
    const model::Testbed& testbed = content.history.testbeds[aggregate.testbed];
    chart::TrendSeries series;
    series.label = testbed.label;
    series.ended = has_ended(content, points);
    series.note = series.ended ? "last " + chart::month_text(date_of(content, points.back()))
                               : chart::multiple(points.back().ratio);
    series.identity = identity_of(testbed);
    for (const analysis::AggregatePoint& point : points) {
        auto& drawn = series.points.emplace_back(trend_point(content, point));
        drawn.low = drawn.high = drawn.y;
        series.present.push_back(drawn.x);
    }
    series.ribbons = stretches(content, points);
    return series;
}

// From the first point to the newest run of the archive, or to the last point of a CPU that has not run for long.
chart::Span extent_of(const Content& content, const Points& points) {
    const double to = has_ended(content, points) ? date_of(content, points.back()) : newest_date(content);
    return {date_of(content, points.front()), to};
}

chart::Trend trend_of(const Content& content, const analysis::Aggregate& aggregate, const Points& points) {
    chart::Trend trend;
    trend.unit = "×";
    trend.scale_note = "geometric mean against the baseline";
    trend.title = mean_heading(content.analysis_options, aggregate.set, content.history.measures[aggregate.measure]) +
                  " on " + content.history.testbeds[aggregate.testbed].label;
    if (aggregate.set != "all") trend.title += ", set " + aggregate.set;
    trend.description = finding(content, aggregate);
    const chart::Span extent = extent_of(content, points);
    trend.time = chart::whole_window(extent.from, extent.to);
    trend.reference = 1;
    trend.series.push_back(series_of(content, aggregate, points));
    trend.breaks = breaks_of(content, points);
    trend.gaps = pauses(content, as_drawn(content, aggregate), extent);
    return trend;
}

ValueTable table_of(const Content& content, const Points& points, const std::string& caption) {
    ValueTable table{caption, {{"Night"}, {"Geometric mean", true}, {"95 % interval", true}, {"n", true}, {"Set"}}};
    table.reserve(points.size());
    for (auto point = points.rbegin(); point != points.rend(); ++point)
        table.add_row({chart::day_text(date_of(content, *point)), chart::multiple(point->ratio), interval_text(*point),
                       number(point->n), point->complete ? "complete" : "some missing"});
    return table;
}

std::string id_of(const Content& content, const analysis::Aggregate& aggregate, std::string_view kind) {
    const auto& testbed = content.history.testbeds[aggregate.testbed];
    return picture_id(kind, model::slug(testbed.slug + "/" + aggregate.set), aggregate.measure);
}

Points since(const Content& content, const Points& points, double from) {
    Points out;
    for (const analysis::AggregatePoint& point : points)
        if (date_of(content, point) >= from) out.push_back(point);
    return out;
}

}  // namespace

Figure geomean_trend(const Content& content, std::uint32_t aggregate, const std::vector<chart::Event>& tags) {
    const analysis::Aggregate& of = content.report.aggregates[aggregate];
    if (of.points.empty()) return {};
    chart::Trend trend = trend_of(content, of, of.points);
    trend.id = id_of(content, of, "geomean");
    const chart::Span extent = extent_of(content, of.points);
    const chart::Span newest = chart::recent_window(newest_date(content), detail_days);
    if (extent.to - extent.from >= detail_from_days && extent.to >= newest.from) trend.detail = newest;
    trend.detail_note = "newest weeks, wider";
    trend.dates = tags_within(tags, trend.time);
    trend.description += tags_in_words(trend.dates);
    return figure_of(chart::lay_out(trend), table_of(content, of.points, trend.title));
}

Figure geomean_small(const Content& content, std::uint32_t aggregate) {
    const analysis::Aggregate& of = content.report.aggregates[aggregate];
    const chart::Span window = chart::recent_window(newest_date(content), small_days);
    const Points points = since(content, of.points, window.from);
    if (points.empty()) return {};
    chart::Trend trend = trend_of(content, of, points);
    trend.id = id_of(content, of, "gm");
    trend.title += ", last 6 months";
    if (date_of(content, points.front()) < window.from + chart::fortnight) trend.time = window;
    return figure_of(chart::lay_out_small(trend), table_of(content, points, trend.title));
}

}  // namespace benchfolio::site
