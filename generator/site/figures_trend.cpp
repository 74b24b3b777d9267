#include <algorithm>
#include <cmath>
#include <functional>

#include "chart/decimate.hpp"
#include "chart/quantity.hpp"
#include "chart/ticks.hpp"
#include "chart/time_window.hpp"
#include "chart/trend.hpp"
#include "site/change_marks.hpp"
#include "site/events.hpp"
#include "site/figure_parts.hpp"
#include "site/figures.hpp"
#include "site/lookup.hpp"
#include "site/tag_dates.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr double recent_days = 90, detail_days = 30, detail_from_days = 150;
constexpr std::size_t most_of_a_series = 900, most_of_a_picture = 1600;
constexpr double shortest_stretch = 1. / 16;  // of a day: of which the extremes are drawn where the nights are too many

// One night of one series, as it is drawn.
struct Night {
    std::size_t row = 0;
    chart::TrendPoint point;
    std::optional<std::size_t> step;  // index into the report's steps
};

struct NightlySeries {
    DrawnSeries of;
    std::vector<Night> nights;
};

// What a figure is about, with what is known of it already.
struct Subject {
    const Content& content;
    const Lookup& lookup;
    std::uint32_t benchmark = 0, measure = 0;
};

double date_of_run(const Content& content, std::uint32_t run) {
    return days_of(content.history.runs[run].time);
}

chart::TrendPoint point_at(const Content& content, std::size_t row) {
    const model::Columns& columns = content.history.columns;
    const double y = content.report.estimate[row];
    const double low = columns.q1[row], high = columns.q3[row];
    const bool known = !std::isnan(low) && !std::isnan(high);
    const bool trusted = row >= content.report.outlier.size() || content.report.outlier[row] == 0;
    return {date_of_run(content, columns.run[row]), y, known ? low : y, known ? high : y, trusted};
}

// Walks along the steps while the rows go by.
class StepFinder {
  public:
    StepFinder(const DrawnSeries& drawn) : steps_{drawn.report->steps}, first_row_{drawn.series->first} {}
    std::optional<std::size_t> operator()(std::size_t row) {
        while (at_ < steps_.size() && row - first_row_ >= steps_[at_].last) ++at_;
        const bool inside = at_ < steps_.size() && row - first_row_ >= steps_[at_].first;
        return inside ? std::optional{at_} : std::nullopt;
    }

  private:
    const std::vector<analysis::Step>& steps_;
    std::size_t first_row_, at_ = 0;
};

NightlySeries nights_of(const Content& content, const DrawnSeries& drawn, double from) {
    NightlySeries out{drawn, {}};
    StepFinder step{drawn};
    const std::size_t first = first_row_since(content, *drawn.series, from);
    out.nights.reserve(drawn.series->last - first);
    for (std::size_t row = first; row < drawn.series->last; ++row)
        if (!std::isnan(content.report.estimate[row])) out.nights.push_back({row, point_at(content, row), step(row)});
    return out;
}

// A level from its first to its last night; a new one after each pause. A step of a single night is its own dot.
std::vector<chart::Level> levels_of(const NightlySeries& series, bool with_interval) {
    std::vector<chart::Level> levels;
    const Night* before = nullptr;
    for (const Night& night : series.nights) {
        const bool goes_on = before && before->step == night.step && night.point.x - before->point.x <= longest_pause;
        if (night.step && goes_on) levels.back().to = night.point.x;
        if (night.step && !goes_on && series.of.report->steps[*night.step].size() > 1) {
            const analysis::Step& step = series.of.report->steps[*night.step];
            const auto interval = with_interval ? step.interval : std::nullopt;
            levels.push_back({night.point.x, night.point.x, step.median, interval ? interval->low : step.median,
                              interval ? interval->high : step.median});
        }
        before = &night;
    }
    return levels;
}

// ---- The rail ----

bool was_absent(const Content& content, std::uint32_t run, std::uint32_t benchmark) {
    return std::binary_search(content.report.absences.begin(), content.report.absences.end(),
                              analysis::Absence{run, benchmark});
}

void fill_rail(const Content& content, const NightlySeries& series, chart::Span time, chart::TrendSeries& out) {
    for (const Night& night : series.nights) out.present.push_back(night.point.x);
    auto night = series.nights.begin();
    for (const std::uint32_t run : runs_between(content, series.of.series->testbed, time)) {
        while (night != series.nights.end() && content.history.columns.run[night->row] < run) ++night;
        if (night != series.nights.end() && content.history.columns.run[night->row] == run) continue;
        if (was_absent(content, run, series.of.series->benchmark)) out.missing.push_back(date_of_run(content, run));
    }
}

// ---- Fewer nights ----

std::size_t count_nights(const std::vector<NightlySeries>& all) {
    std::size_t count = 0;
    for (const NightlySeries& series : all) count += series.nights.size();
    return count;
}

bool is_small_enough(const std::vector<NightlySeries>& all) {
    return count_nights(all) <= most_of_a_picture && std::ranges::all_of(all, [](const NightlySeries& series) {
               return series.nights.size() <= most_of_a_series;
           });
}

// The nights from `kept_from` on, the last one in any case, and the extremes of each stretch of days before them.
NightlySeries thinned(const NightlySeries& series, double stretch, double kept_from) {
    kept_from = std::min(kept_from, series.nights.back().point.x);
    const auto border = std::partition_point(series.nights.begin(), series.nights.end(),
                                             [&](const Night& night) { return night.point.x < kept_from; });
    std::vector<chart::Point> points;
    for (auto night = series.nights.begin(); night != border; ++night)
        points.push_back({night->point.x, night->point.y});
    NightlySeries kept{series.of, {}};
    for (const std::size_t i : chart::extremes(points, stretch)) kept.nights.push_back(series.nights[i]);
    kept.nights.insert(kept.nights.end(), border, series.nights.end());
    return kept;
}

// By the shortest stretch that makes few enough of them. It is doubled, so it stays the same while nights are added,
// until it has to be twice as long.
void thin_out(std::vector<NightlySeries>& all, chart::Span time, double kept_from) {
    if (is_small_enough(all)) return;
    const std::vector<NightlySeries> whole = std::move(all);
    for (double stretch = shortest_stretch; stretch == shortest_stretch || !is_small_enough(all); stretch *= 2) {
        if (stretch > time.to - time.from) kept_from = HUGE_VAL;  // too many of them are new
        all.clear();
        for (const NightlySeries& series : whole) all.push_back(thinned(series, stretch, kept_from));
        if (stretch > 2 * (time.to - time.from)) return;
    }
}

// ---- From nights to a picture ----

std::string latest_note(const NightlySeries& series, std::string_view unit) {
    if (series.of.report->retired) return "last " + chart::month_text(series.nights.back().point.x);
    return chart::quantity(series.nights.back().point.y, unit);
}

chart::TrendSeries trend_series(const Content& content, const NightlySeries& series, const chart::Trend& trend,
                                bool recent) {
    chart::TrendSeries out;
    // The whole label would not fit beside a narrow picture.
    out.label = recent && !series.of.testbed->comparable() ? "not recorded" : series.of.testbed->label;
    if (!recent) out.note = latest_note(series, trend.unit);
    out.identity = identity_of(*series.of.testbed);
    out.ended = series.of.report->retired;
    out.levels = levels_of(series, !recent);
    fill_rail(content, series, trend.time, out);
    return out;
}

void fill_points(const NightlySeries& series, bool recent, chart::TrendSeries& out) {
    for (const Night& night : series.nights) {
        out.points.push_back(night.point);
        if (!recent) out.points.back().low = out.points.back().high = night.point.y;
    }
}

// ---- The table of what is drawn ----

std::string level_text(const analysis::Step& step, std::string_view unit, bool with_interval) {
    std::string text = chart::quantity(step.median, unit);
    if (with_interval && step.interval)
        text += " (" + chart::quantity(step.interval->low, unit) + " to " + chart::quantity(step.interval->high, unit) +
                ")";
    return text;
}

struct TableRow {
    const NightlySeries* series = nullptr;
    const Night* night = nullptr;
    bool new_level = false;
};

// Newest first.
std::vector<TableRow> table_rows(const std::vector<NightlySeries>& all) {
    std::vector<TableRow> rows;
    rows.reserve(count_nights(all));
    for (const NightlySeries& series : all) {
        std::optional<std::size_t> said;
        for (const Night& night : series.nights) {
            const bool new_level = night.step && night.step != said;
            rows.push_back({&series, &night, new_level});
            if (new_level) said = night.step;
        }
    }
    std::ranges::stable_sort(rows, std::greater{}, [](const TableRow& row) { return row.night->point.x; });
    return rows;
}

// What the rows of a table share.
struct TableStyle {
    std::string_view unit;
    bool recent = false;
};

void add_quartiles(const chart::TrendPoint& point, std::string_view unit, ValueTable& table) {
    const bool has_spread = point.low < point.high;
    for (const double quartile : {point.low, point.high})
        table.add(has_spread ? chart::quantity(quartile, unit) : std::string{});
}

void add_row(const Subject& subject, const TableRow& row, const TableStyle& style, const ChangesAt& changes,
             ValueTable& table) {
    const DrawnSeries& of = row.series->of;
    const chart::TrendPoint& point = row.night->point;
    const std::uint32_t run = subject.content.history.columns.run[row.night->row];
    table.add(subject.lookup.run_texts[run].day);
    table.add(of.testbed->label);
    table.add(chart::quantity(point.y, style.unit) + (point.whole ? "" : " (outlier)"));
    if (style.recent) add_quartiles(point, style.unit, table);
    std::string level;
    if (row.new_level) level = level_text(of.report->steps[*row.night->step], style.unit, !style.recent);
    if (const auto change = changes.find({of.index, run}); change != changes.end()) level += change->second;
    table.add(level);
}

ValueTable table_of(const Subject& subject, const std::vector<NightlySeries>& all, const chart::Trend& trend,
                    const ChangesAt& changes, bool recent) {
    std::vector<DrawnSeries> drawn;
    for (const NightlySeries& series : all) drawn.push_back(series.of);
    std::vector<ValueTable::Column> columns{{"Night"}, {"CPU"}, {estimate_heading(subject.content, drawn), true}};
    if (recent) columns.insert(columns.end(), {{"First quartile", true}, {"Third quartile", true}});
    columns.push_back({"Level from here on", true});
    ValueTable table{trend.title, columns};
    const std::vector<TableRow> rows = table_rows(all);
    table.reserve(rows.size());
    for (const TableRow& row : rows) add_row(subject, row, {trend.unit, recent}, changes, table);
    return table;
}

// ---- The two figures ----

std::vector<NightlySeries> collect(const Content& content, const std::vector<DrawnSeries>& drawn, double from) {
    std::vector<NightlySeries> all;
    for (const DrawnSeries& each : drawn)
        if (auto series = nights_of(content, each, from); !series.nights.empty()) all.push_back(std::move(series));
    return all;
}

double last_night(const std::vector<NightlySeries>& all) {
    double last = -HUGE_VAL;
    for (const NightlySeries& series : all) last = std::max(last, series.nights.back().point.x);
    return last;
}

double first_night(const std::vector<NightlySeries>& all) {
    double first = HUGE_VAL;
    for (const NightlySeries& series : all) first = std::min(first, series.nights.front().point.x);
    return first;
}

// From the first night drawn to the newest run of the archive, or to the last night of what is no longer measured.
chart::Span extent_of(const Content& content, const std::vector<NightlySeries>& all) {
    const double newest = newest_date(content), last = last_night(all);
    return {first_night(all), newest - last > recent_days ? last : newest};
}

chart::Trend base_trend(const Subject& subject, const std::vector<DrawnSeries>& drawn) {
    const Content& content = subject.content;
    chart::Trend trend;
    const model::Measure& measure = content.history.measures[subject.measure];
    trend.unit = measure.unit;
    trend.scale_note = estimate_note(content, drawn);
    trend.title = label_of(content.history.benchmarks[subject.benchmark]);
    if (!goes_without_saying(measure)) trend.title += ", " + heading_within(measure);
    trend.description = findings_of(content, drawn, trend.unit);
    return trend;
}

Figure finished(const Subject& subject, std::vector<NightlySeries> all, const std::vector<DrawnSeries>& drawn,
                chart::Trend& trend, bool recent) {
    const Content& content = subject.content;
    trend.dates = tags_within(subject.lookup.tags, trend.time);
    const auto changes = drawn_changes(content, subject.lookup.changes_of[subject.benchmark], drawn, trend.time.from);
    trend.changes = change_marks(content, changes);
    trend.description += changes_in_words(content, changes) + tags_in_words(trend.dates);
    for (const NightlySeries& series : all) trend.series.push_back(trend_series(content, series, trend, recent));
    const std::size_t count = count_nights(all);
    if (!recent) thin_out(all, trend.time, trend.detail ? trend.detail->from : HUGE_VAL);
    if (count_nights(all) < count)
        trend.description +=
            " Of " + number(count) + " runs " + number(count_nights(all)) + " are drawn, the extremes among them.";
    for (std::size_t i = 0; i < all.size(); ++i) fill_points(all[i], recent, trend.series[i]);
    return figure_of(chart::lay_out(trend), table_of(subject, all, trend, changes_at(content, changes), recent));
}

std::optional<chart::Span> detail_of(const Content& content, const std::vector<NightlySeries>& all,
                                     chart::Span extent) {
    const chart::Span newest = chart::recent_window(newest_date(content), detail_days);
    const bool worth_it = extent.to - extent.from >= detail_from_days && last_night(all) >= newest.from;
    return worth_it ? std::optional{newest} : std::nullopt;
}

// What began only lately gets an axis of its own length.
chart::Span recent_time(const std::vector<NightlySeries>& all, chart::Span window, double newest) {
    const bool began_lately = !all.empty() && first_night(all) >= window.from + chart::fortnight;
    return began_lately ? chart::whole_window(first_night(all), newest) : window;
}

}  // namespace

Figure recent_trend(const Content& content, const Lookup& lookup, std::uint32_t benchmark, std::uint32_t measure) {
    const auto drawn = series_to_draw(content, benchmark, measure, false);
    if (drawn.empty()) return {};
    const Subject subject{content, lookup, benchmark, measure};
    chart::Trend trend = base_trend(subject, drawn);
    const double newest = newest_date(content);
    const chart::Span window = chart::recent_window(newest, recent_days);
    auto all = collect(content, drawn, window.from);
    trend.size = chart::Size::narrow;
    trend.id = picture_id("recent", content.history.benchmarks[benchmark].slug, measure);
    trend.title += ", last 3 months";
    trend.empty_note = "no runs in these months";
    trend.time = recent_time(all, window, newest);
    if (!all.empty()) trend.gaps = pauses(content, drawn, {trend.time.from, newest});
    trend.pauses = declared_pauses(content, trend.time);
    return finished(subject, std::move(all), drawn, trend, true);
}

Figure history_trend(const Content& content, const Lookup& lookup, std::uint32_t benchmark, std::uint32_t measure,
                     bool hidden) {
    const auto drawn = series_to_draw(content, benchmark, measure, hidden);
    if (drawn.empty()) return {};
    const Subject subject{content, lookup, benchmark, measure};
    chart::Trend trend = base_trend(subject, drawn);
    auto all = collect(content, drawn, -HUGE_VAL);
    trend.id = picture_id(hidden ? "hidden" : "history", content.history.benchmarks[benchmark].slug, measure);
    const model::Measure& of = content.history.measures[measure];  // a wide picture has room to name it
    if (!goes_without_saying(of)) trend.scale_note = heading_of(of) + ", " + trend.scale_note;
    trend.title += hidden ? ", whole history of the hidden CPUs" : ", whole history";
    const chart::Span extent = extent_of(content, all);
    trend.time = chart::whole_window(extent.from, extent.to);
    trend.detail = detail_of(content, all, extent);
    trend.detail_note = "newest weeks, wider";
    trend.gaps = pauses(content, drawn, extent);
    trend.pauses = declared_pauses(content, trend.time);
    trend.events = events_of(lookup.version_changes, drawn, trend.time);
    return finished(subject, std::move(all), drawn, trend, false);
}

}  // namespace benchfolio::site
