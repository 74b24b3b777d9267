#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "chart/decimate.hpp"
#include "chart/quantity.hpp"
#include "chart/ticks.hpp"
#include "chart/time_window.hpp"
#include "chart/trend.hpp"
#include "model/slug.hpp"
#include "site/comparison_words.hpp"
#include "site/figure_parts.hpp"
#include "site/figures.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::ContinuousPoint;
using analysis::ContinuousSeries;
using analysis::Part;

constexpr std::size_t most_points = 1200, longest_reason = 28;
constexpr double shortest_stretch = 1. / 16;

// One series with what is drawn of it.
struct Drawn {
    const Content& content;
    const ContinuousSeries& series;
    std::vector<ContinuousPoint> points;  // of all of them, the extremes where they are too many

    const analysis::Continuity& continuity() const { return content.report.continuity; }
    const Part& part(const ContinuousPoint& point) const { return series.parts[point.part]; }
    const analysis::MeasuredConfiguration& configuration(const Part& part) const {
        return continuity().configurations[part.configuration];
    }
    double date(const ContinuousPoint& point) const { return days_of(content.history.runs[point.run].time); }
    std::string unit() const {
        return series.track.baseline ? "×" : content.history.measures[series.track.measure].unit;
    }
};

std::vector<ContinuousPoint> few_enough(const Content& content, const std::vector<ContinuousPoint>& all) {
    if (all.size() <= most_points) return all;
    std::vector<chart::Point> points;
    for (const ContinuousPoint& point : all)
        points.push_back({days_of(content.history.runs[point.run].time), point.value});
    for (double stretch = shortest_stretch;; stretch *= 2) {
        const auto kept = chart::extremes(points, stretch);
        if (kept.size() > most_points) continue;
        std::vector<ContinuousPoint> few;
        for (const std::size_t i : kept) few.push_back(all[i]);
        return few;
    }
}

std::string shortened(const std::string& reason) {
    if (reason.size() <= longest_reason) return reason;
    const auto space = reason.rfind(' ', longest_reason - 1);
    return reason.substr(0, space == std::string::npos ? 0 : space) + " …";
}

// A link that the series goes over, or breaks at.
std::vector<const analysis::Link*> seams_of(const Drawn& drawn) {
    std::map<std::uint32_t, const analysis::Link*> by_transition;
    const auto add = [&](std::uint32_t configuration) {
        for (const analysis::Link& link : drawn.continuity().links)
            if (link.from == configuration) by_transition.try_emplace(link.transition, &link);
    };
    for (const Part& part : drawn.series.parts)
        if (part.configuration != drawn.series.configuration) add(part.configuration);
    for (const analysis::Unjoined& each : drawn.series.unjoined) add(each.configuration);
    if (!drawn.series.ends.empty()) add(drawn.series.configuration);
    std::vector<const analysis::Link*> seams;
    for (const auto& [transition, link] : by_transition) seams.push_back(link);
    std::ranges::stable_sort(seams, {}, [](const analysis::Link* link) { return link->seam; });
    return seams;
}

std::vector<chart::Event> breaks_of(const Drawn& drawn) {
    std::vector<chart::Event> breaks;
    for (const analysis::Link* link : seams_of(drawn))
        breaks.push_back(
            {days_of(link->seam), shortened(drawn.content.analysis_options.transitions[link->transition].reason)});
    return breaks;
}

chart::TrendSeries series_of(const Drawn& drawn, std::uint32_t index) {
    const Part& part = drawn.series.parts[index];
    const analysis::MeasuredConfiguration& configuration = drawn.configuration(part);
    chart::TrendSeries series;
    series.label = configuration.label;
    series.identity = identity_of(drawn.content.history.testbeds[configuration.testbed]);
    series.ended = part.configuration != drawn.series.configuration;
    series.note = part.rescaled ? "rescaled " + chart::multiple(part.factor.value) : "as measured";
    for (const ContinuousPoint& point : drawn.points) {
        if (point.part != index) continue;
        const double x = drawn.date(point);
        series.points.push_back({x, point.value, point.value, point.value, !part.rescaled});
        series.present.push_back(x);
    }
    return series;
}

std::string finding(const Drawn& drawn) {
    std::string text;
    for (const Part& part : drawn.series.parts) {
        text += (text.empty() ? "" : "; ") + drawn.configuration(part).label;
        const auto interval = part.factor.interval();
        if (part.rescaled) text += " times " + chart::multiple(part.factor.value);
        if (part.rescaled && interval)
            text += " (" + chart::multiple(interval->low) + " to " + chart::multiple(interval->high) + ")";
        if (!part.rescaled) text += " as measured";
    }
    if (!drawn.points.empty()) text += "; newest " + chart::quantity(drawn.points.back().value, drawn.unit());
    for (const analysis::Unjoined& each : drawn.series.unjoined)
        text += ". Not joined: " + drawn.continuity().configurations[each.configuration].label + ", " + each.reason;
    if (!drawn.series.ends.empty()) text += ". Not continued: " + drawn.series.ends;
    return text + ".";
}

ValueTable table_of(const Drawn& drawn, const std::string& caption) {
    ValueTable table{caption,
                     {{"Night"}, {"Configuration"}, {"Value", true}, {"As measured", true}, {"Rescaled by", true}}};
    table.reserve(drawn.points.size());
    for (auto point = drawn.points.rbegin(); point != drawn.points.rend(); ++point) {
        const Part& part = drawn.part(*point);
        table.add_row({chart::day_text(drawn.date(*point)), drawn.configuration(part).label,
                       chart::quantity(point->value, drawn.unit()), chart::quantity(point->raw, drawn.unit()),
                       part.rescaled ? chart::multiple(part.factor.value) : std::string{}});
    }
    return table;
}

chart::Trend trend_of(const Drawn& drawn, std::uint32_t index) {
    const Content& content = drawn.content;
    const model::Benchmark& benchmark = content.history.benchmarks[drawn.series.track.benchmark];
    chart::Trend trend;
    trend.id = picture_id("upgrades", benchmark.slug, index);
    trend.unit = drawn.unit();
    trend.title = label_of(benchmark);
    trend.title += drawn.series.track.baseline
                       ? " against " + label_of(content.history.benchmarks[*drawn.series.track.baseline])
                       : ", continuous over upgrades";
    trend.scale_note =
        drawn.series.track.baseline ? "times faster than the baseline" : "on the scale of the newest configuration";
    trend.description = finding(drawn);
    const chart::Span extent{drawn.date(drawn.points.front()), drawn.date(drawn.points.back())};
    trend.time = chart::whole_window(extent.from, extent.to);
    for (std::uint32_t part = 0; part < drawn.series.parts.size(); ++part)
        trend.series.push_back(series_of(drawn, part));
    trend.breaks = breaks_of(drawn);
    trend.pauses = declared_pauses(content, trend.time);
    if (drawn.series.track.baseline) trend.reference = 1;
    return trend;
}

// ---- The mean of many ----

using analysis::ContinuousMean;

double date_of(const Content& content, const ContinuousMean::Point& point) {
    return days_of(content.history.runs[point.run].time);
}

const analysis::MeasuredConfiguration& configuration_of(const Content& content, std::uint32_t index) {
    return content.report.continuity.configurations[index];
}

// A series to each configuration, the oldest first.
std::vector<chart::TrendSeries> series_of(const Content& content, const ContinuousMean& mean) {
    std::map<std::uint32_t, chart::TrendSeries> series;
    for (const ContinuousMean::Point& point : mean.points) {
        const double x = date_of(content, point);
        chart::TrendSeries& of = series[point.configuration];
        of.points.push_back({x, point.ratio, point.ratio, point.ratio, !point.rescaled});
        of.present.push_back(x);
        of.note = point.rescaled ? "rescaled" : chart::multiple(point.ratio);
    }
    std::vector<chart::TrendSeries> all;
    for (auto& [index, one] : series) {
        const analysis::MeasuredConfiguration& configuration = configuration_of(content, index);
        one.label = configuration.label;
        one.identity = identity_of(content.history.testbeds[configuration.testbed]);
        one.ended = index != mean.configuration;
        all.push_back(std::move(one));
    }
    return all;
}

// The upgrades that its points go over.
std::vector<chart::Event> breaks_of(const Content& content, const ContinuousMean& mean) {
    std::set<std::uint32_t> drawn;
    for (const ContinuousMean::Point& point : mean.points) drawn.insert(point.configuration);
    std::vector<chart::Event> breaks;
    for (const analysis::Link& link : content.report.continuity.links)
        if (drawn.contains(link.from) && drawn.contains(link.to))
            breaks.push_back(
                {days_of(link.seam), shortened(content.analysis_options.transitions[link.transition].reason)});
    std::ranges::stable_sort(breaks, {}, &chart::Event::x);
    return breaks;
}

ValueTable table_of(const Content& content, const ContinuousMean& mean, const std::string& caption) {
    ValueTable table{caption, {{"Night"}, {"Configuration"}, {"Geometric mean", true}, {"n", true}, {"Rescaled"}}};
    table.reserve(mean.points.size());
    for (auto point = mean.points.rbegin(); point != mean.points.rend(); ++point)
        table.add_row({chart::day_text(date_of(content, *point)), configuration_of(content, point->configuration).label,
                       chart::multiple(point->ratio), number(point->n), point->rescaled ? "rescaled" : "as measured"});
    return table;
}

}  // namespace

std::string heading_of(const Content& content, const ContinuousMean& mean) {
    std::string heading =
        mean_heading(content.analysis_options, mean.set, content.history.measures[mean.measure]) + " over upgrades";
    if (mean.relative) heading += ", against the baseline";
    return mean.set == "all" ? heading : heading + ", set " + mean.set;
}

Figure continuous_mean(const Content& content, std::uint32_t index) {
    const ContinuousMean& mean = content.report.continuity.means[index];
    if (mean.points.empty()) return {};
    const ContinuousMean::Point& last = mean.points.back();
    chart::Trend trend;
    trend.id = picture_id("upgrades-mean", model::slug(mean.set + (mean.relative ? "/relative" : "")), index);
    trend.unit = "×";
    trend.title = heading_of(content, mean);
    trend.scale_note = "geometric mean, 1 is " + configuration_of(content, mean.configuration).label;
    trend.description = "Over " + counted(mean.members.size(), "benchmark") +
                        " with factors: " + chart::multiple(mean.points.front().ratio) + " on " +
                        chart::day_text(date_of(content, mean.points.front())) + ", " + chart::multiple(last.ratio) +
                        " on " + chart::day_text(date_of(content, last)) + ".";
    trend.time = chart::whole_window(date_of(content, mean.points.front()), date_of(content, last));
    trend.series = series_of(content, mean);
    trend.breaks = breaks_of(content, mean);
    trend.pauses = declared_pauses(content, trend.time);
    trend.reference = 1;
    return figure_of(chart::lay_out(trend), table_of(content, mean, trend.title));
}

Figure continuous_trend(const Content& content, std::uint32_t series) {
    const ContinuousSeries& of = content.report.continuity.series[series];
    if (of.points.empty()) return {};
    const Drawn drawn{content, of, few_enough(content, of.points)};
    std::uint32_t place = 0;  // among the series of this benchmark
    while (place < series && content.report.continuity.series[series - place - 1].track.benchmark == of.track.benchmark)
        ++place;
    const chart::Trend trend = trend_of(drawn, place);
    return figure_of(chart::lay_out(trend), table_of(drawn, trend.title));
}

}  // namespace benchfolio::site
