#include <algorithm>
#include <cmath>

#include "chart/decimate.hpp"
#include "chart/quantity.hpp"
#include "chart/ticks.hpp"
#include "chart/trend.hpp"
#include "site/change_marks.hpp"
#include "site/events.hpp"
#include "site/figure_parts.hpp"
#include "site/figures.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr double recent_days = 90, stretched_days = 30, stretch_from_days = 150;
constexpr double least_days = 7;  // an axis of fewer would have no dates
constexpr std::size_t most_of_a_series = 900, most_of_a_picture = 1600;

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
    for (std::size_t row = drawn.series->first; row < drawn.series->last; ++row) {
        if (std::isnan(content.report.estimate[row])) continue;
        const auto point = point_at(content, row);
        if (point.x >= from) out.nights.push_back({row, point, step(row)});
    }
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
    for (const std::uint32_t run : content.report.testbeds[series.of.series->testbed].runs) {
        while (night != series.nights.end() && content.history.columns.run[night->row] < run) ++night;
        if (night != series.nights.end() && content.history.columns.run[night->row] == run) continue;
        const double date = date_of_run(content, run);
        if (time.from <= date && date <= time.to && was_absent(content, run, series.of.series->benchmark))
            out.missing.push_back(date);
    }
}

// ---- Fewer nights ----

// Keeps every night from `kept_from` on, the last one in any case, and the extremes of what was before.
void thin_out(NightlySeries& series, std::size_t budget, double kept_from) {
    kept_from = std::min(kept_from, series.nights.back().point.x);
    const auto border = std::partition_point(series.nights.begin(), series.nights.end(),
                                             [&](const Night& night) { return night.point.x < kept_from; });
    std::vector<double> values;
    for (auto night = series.nights.begin(); night != border; ++night) values.push_back(night->point.y);
    const auto newest = static_cast<std::size_t>(series.nights.end() - border);
    std::vector<Night> kept;
    for (const std::size_t i : chart::decimate(values, std::max(budget, newest + 2) - newest))
        kept.push_back(series.nights[i]);
    kept.insert(kept.end(), border, series.nights.end());
    series.nights = std::move(kept);
}

std::size_t count_nights(const std::vector<NightlySeries>& all) {
    std::size_t count = 0;
    for (const NightlySeries& series : all) count += series.nights.size();
    return count;
}

void thin_out(std::vector<NightlySeries>& all, double kept_from) {
    const std::size_t count = count_nights(all);
    for (NightlySeries& series : all) {
        const std::size_t share = series.nights.size() * most_of_a_picture / std::max<std::size_t>(count, 1);
        thin_out(series, std::min(most_of_a_series, count > most_of_a_picture ? share : most_of_a_series), kept_from);
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
    double date = 0;
    std::vector<std::string> cells;
};

void add_rows(const Content& content, const NightlySeries& series, std::string_view unit, bool recent,
              const ChangesAt& changes, std::vector<TableRow>& rows) {
    std::optional<std::size_t> said;
    for (const Night& night : series.nights) {
        const chart::TrendPoint& point = night.point;
        std::vector<std::string> cells{chart::day_text(point.x), series.of.testbed->label,
                                       chart::quantity(point.y, unit) + (point.whole ? "" : " (outlier)")};
        const bool has_spread = point.low < point.high;
        if (recent) cells.push_back(has_spread ? chart::quantity(point.low, unit) : "");
        if (recent) cells.push_back(has_spread ? chart::quantity(point.high, unit) : "");
        const bool new_level = night.step && night.step != said;
        const auto change = changes.find({series.of.index, content.history.columns.run[night.row]});
        cells.push_back((new_level ? level_text(series.of.report->steps[*night.step], unit, !recent) : "") +
                        (change == changes.end() ? "" : change->second));
        if (new_level) said = night.step;
        rows.push_back({point.x, std::move(cells)});
    }
}

ValueTable table_of(const Content& content, const std::vector<NightlySeries>& all, const chart::Trend& trend,
                    const ChangesAt& changes, bool recent) {
    std::vector<DrawnSeries> drawn;
    std::vector<TableRow> rows;
    for (const NightlySeries& series : all) {
        drawn.push_back(series.of);
        add_rows(content, series, trend.unit, recent, changes, rows);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.date > b.date; });
    ValueTable table{trend.title, {"Night", "CPU", estimate_heading(content, drawn)}, {false, false, true}, {}};
    if (recent) table.head.insert(table.head.end(), {"First quartile", "Third quartile"});
    table.head.push_back("Level from here on");
    table.numeric.resize(table.head.size(), true);
    for (TableRow& row : rows) table.rows.push_back(std::move(row.cells));
    return table;
}

// ---- The two figures ----

double newest_date(const Content& content) {
    return days_of(content.history.runs.back().time);
}

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

// From the first night drawn to the newest run of the archive, or to the last night of what is no longer measured; a
// week at least.
chart::Span time_of(const Content& content, const std::vector<NightlySeries>& all) {
    const double newest = newest_date(content), last = last_night(all);
    chart::Span time{newest, newest - last > recent_days ? last : newest};
    for (const NightlySeries& series : all) time.from = std::min(time.from, series.nights.front().point.x);
    const double air = std::max(0.0, least_days - (time.to - time.from));
    return {time.from - air, time.to};
}

chart::Trend base_trend(const Content& content, const std::vector<DrawnSeries>& drawn, std::uint32_t benchmark,
                        std::uint32_t measure) {
    chart::Trend trend;
    trend.unit = content.history.measures[measure].unit;
    trend.scale_note = estimate_note(content, drawn, measure);
    trend.title = label_of(content.history.benchmarks[benchmark]);
    trend.description = findings_of(content, drawn, trend.unit);
    return trend;
}

Figure finished(const Content& content, std::vector<NightlySeries> all, const std::vector<DrawnSeries>& drawn,
                chart::Trend& trend, bool recent) {
    const auto changes = drawn_changes(content, drawn, trend.time.from);
    trend.changes = change_marks(content, changes);
    trend.description += changes_in_words(content, changes);
    for (const NightlySeries& series : all) trend.series.push_back(trend_series(content, series, trend, recent));
    const std::size_t count = count_nights(all);
    if (!recent) thin_out(all, trend.stretched_from.value_or(trend.time.to));
    if (count_nights(all) < count)
        trend.description +=
            " Of " + number(count) + " runs " + number(count_nights(all)) + " are drawn, the extremes among them.";
    for (std::size_t i = 0; i < all.size(); ++i) fill_points(all[i], recent, trend.series[i]);
    return figure_of(chart::lay_out(trend), table_of(content, all, trend, changes_at(content, changes), recent));
}

std::optional<double> stretched_from(const Content& content, const std::vector<NightlySeries>& all, chart::Span time) {
    const double knee = newest_date(content) - stretched_days;
    const bool worth_it = time.to - time.from >= stretch_from_days && last_night(all) >= knee;
    return worth_it ? std::optional{knee} : std::nullopt;
}

}  // namespace

Figure recent_trend(const Content& content, std::uint32_t benchmark, std::uint32_t measure) {
    const auto drawn = series_to_draw(content, benchmark, measure, false);
    if (drawn.empty()) return {};
    chart::Trend trend = base_trend(content, drawn, benchmark, measure);
    auto all = collect(content, drawn, newest_date(content) - recent_days);
    trend.size = chart::Size::narrow;
    trend.id = picture_id("recent", content.history.benchmarks[benchmark].slug, measure);
    trend.title += ", last 90 nights";
    trend.empty_note = "no runs in these 90 nights";
    const double newest = newest_date(content);
    trend.time = all.empty() ? chart::Span{newest - recent_days, newest} : time_of(content, all);
    if (!all.empty()) trend.gaps = pauses(content, drawn, trend.time);
    return finished(content, std::move(all), drawn, trend, true);
}

Figure history_trend(const Content& content, std::uint32_t benchmark, std::uint32_t measure, bool hidden) {
    const auto drawn = series_to_draw(content, benchmark, measure, hidden);
    if (drawn.empty()) return {};
    chart::Trend trend = base_trend(content, drawn, benchmark, measure);
    auto all = collect(content, drawn, -HUGE_VAL);
    trend.id = picture_id(hidden ? "hidden" : "history", content.history.benchmarks[benchmark].slug, measure);
    trend.title += hidden ? ", whole history of the hidden CPUs" : ", whole history";
    trend.time = time_of(content, all);
    trend.stretched_from = stretched_from(content, all, trend.time);
    trend.stretched_note = "last 30 nights, wider";
    trend.gaps = pauses(content, drawn, trend.time);
    trend.events = events_of(content, drawn, trend.time);
    return finished(content, std::move(all), drawn, trend, false);
}

}  // namespace benchfolio::site
