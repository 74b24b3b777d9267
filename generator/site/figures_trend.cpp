#include <algorithm>
#include <cmath>

#include "chart/decimate.hpp"
#include "chart/quantity.hpp"
#include "chart/ticks.hpp"
#include "chart/trend.hpp"
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
    return {date_of_run(content, columns.run[row]), y, known ? low : y, known ? high : y, true};
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

// ---- Changes ----

struct ChangeGroup {
    chart::Span time;
    bool rose = true;
    std::uint32_t run_before = 0, run = 0;
    std::vector<double> ratios;
};

bool is_change(const analysis::LatestChange& latest) {
    const bool changed = latest.verdict == analysis::Verdict::slower || latest.verdict == analysis::Verdict::faster;
    return changed && latest.ratio && latest.run && latest.run_before;
}

bool belongs(const ChangeGroup& group, chart::Span time, bool rose) {
    return group.rose == rose && group.time.from < time.to && time.from < group.time.to;
}

// Changes of several CPUs whose commit ranges overlap are one; it lies in what the ranges share.
void add_change(const Content& content, const analysis::LatestChange& latest, std::vector<ChangeGroup>& groups) {
    const chart::Span time{date_of_run(content, *latest.run_before), date_of_run(content, *latest.run)};
    const bool rose = *latest.ratio > 1;
    for (ChangeGroup& group : groups) {
        if (!belongs(group, time, rose)) continue;
        group.time = {std::max(group.time.from, time.from), std::min(group.time.to, time.to)};
        group.run_before = std::max(group.run_before, *latest.run_before);
        group.run = std::min(group.run, *latest.run);
        return group.ratios.push_back(*latest.ratio);
    }
    groups.push_back({time, rose, *latest.run_before, *latest.run, {*latest.ratio}});
}

std::string whole_percent(double ratio) {
    const std::string text = chart::grouped(std::abs(ratio - 1) * 100, 0);
    return (ratio > 1 ? "+" : "−") + text;
}

std::string amount_of(const ChangeGroup& group) {
    const auto [least, most] = std::minmax_element(group.ratios.begin(), group.ratios.end());
    const std::string low = whole_percent(*least), high = whole_percent(*most);
    return (low == high ? low : low + " to " + high) + " %";
}

std::string commits_of(const Content& content, const ChangeGroup& group) {
    const auto& before = content.history.runs[group.run_before].commit;
    const auto& after = content.history.runs[group.run].commit;
    if (!before || !after || before->id == after->id) return "";
    return ", " + short_commit(*before) + ".." + short_commit(*after);
}

chart::Change change_of(const Content& content, bool lower_is_better, const ChangeGroup& group) {
    const bool worse = group.rose == lower_is_better;
    const std::string word = lower_is_better ? (worse ? " slower" : " faster") : (worse ? " worse" : " better");
    const std::string glyph = worse ? "▲" : "▼";
    const std::string text = glyph + " " + amount_of(group) + word;
    return {group.time.from, group.time.to, worse, {text + commits_of(content, group), text, glyph}};
}

std::vector<chart::Change> changes_of(const Content& content, const std::vector<DrawnSeries>& drawn, chart::Span time) {
    std::vector<ChangeGroup> groups;
    for (const DrawnSeries& each : drawn)
        if (is_change(each.report->latest) && date_of_run(content, *each.report->latest.run) >= time.from)
            add_change(content, each.report->latest, groups);
    std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.time.to < b.time.to; });
    const model::Measure& measure = content.history.measures[drawn.front().series->measure];
    std::vector<chart::Change> changes;
    for (const ChangeGroup& group : groups)
        changes.push_back(change_of(content, measure.direction == model::Direction::lower_is_better, group));
    return changes;
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

void add_rows(const NightlySeries& series, std::string_view unit, bool recent, std::vector<TableRow>& rows) {
    std::optional<std::size_t> said;
    for (const Night& night : series.nights) {
        const chart::TrendPoint& point = night.point;
        std::vector<std::string> cells{chart::day_text(point.x), series.of.testbed->label,
                                       chart::quantity(point.y, unit)};
        const bool has_spread = point.low < point.high;
        if (recent) cells.push_back(has_spread ? chart::quantity(point.low, unit) : "");
        if (recent) cells.push_back(has_spread ? chart::quantity(point.high, unit) : "");
        const bool new_level = night.step && night.step != said;
        cells.push_back(new_level ? level_text(series.of.report->steps[*night.step], unit, !recent) : "");
        if (new_level) said = night.step;
        rows.push_back({point.x, std::move(cells)});
    }
}

ValueTable table_of(const Content& content, const std::vector<NightlySeries>& all, const chart::Trend& trend,
                    bool recent) {
    std::vector<DrawnSeries> drawn;
    std::vector<TableRow> rows;
    for (const NightlySeries& series : all) {
        drawn.push_back(series.of);
        add_rows(series, trend.unit, recent, rows);
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

Figure finished(const Content& content, std::vector<NightlySeries> all, chart::Trend& trend, bool recent) {
    for (const NightlySeries& series : all) trend.series.push_back(trend_series(content, series, trend, recent));
    const std::size_t count = count_nights(all);
    if (!recent) thin_out(all, trend.stretched_from.value_or(trend.time.to));
    if (count_nights(all) < count)
        trend.description +=
            " Of " + number(count) + " runs " + number(count_nights(all)) + " are drawn, the extremes among them.";
    for (std::size_t i = 0; i < all.size(); ++i) fill_points(all[i], recent, trend.series[i]);
    return figure_of(chart::lay_out(trend), table_of(content, all, trend, recent));
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
    trend.changes = changes_of(content, drawn, trend.time);
    return finished(content, std::move(all), trend, true);
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
    trend.changes = changes_of(content, drawn, trend.time);
    return finished(content, std::move(all), trend, false);
}

}  // namespace benchfolio::site
