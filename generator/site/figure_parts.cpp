#include "site/figure_parts.hpp"

#include <algorithm>
#include <cmath>

#include "chart/quantity.hpp"
#include "site/embedded.hpp"
#include "site/lookup.hpp"
#include "site/words.hpp"
#include "svg/svg.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_findings = 4;

const analysis::EstimateSource* newest_source(const Content& content, const DrawnSeries& drawn) {
    const auto row = newest_row(content, *drawn.series);
    return row ? &content.report.estimate_source[*row] : nullptr;
}

// What all newest estimates are, if they are the same.
std::string_view common_source(const Content& content, const std::vector<DrawnSeries>& drawn) {
    const analysis::EstimateSource* common = nullptr;
    for (const DrawnSeries& each : drawn) {
        const auto* source = newest_source(content, each);
        if (source && common && *source != *common) return "estimate";
        if (source) common = source;
    }
    return common ? name_of(*common) : "estimate";
}

std::string verdict_text(const Content& content, const DrawnSeries& drawn) {
    const analysis::LatestChange& latest = drawn.report->latest;
    const model::Measure& measure = content.history.measures[drawn.series->measure];
    const auto amount = latest.ratio ? chart::percent(*latest.ratio - 1) + " " : "";
    switch (latest.verdict) {
        case analysis::Verdict::slower:
        case analysis::Verdict::faster:
            return ", " + amount + verdict_word(latest.verdict, measure);
        case analysis::Verdict::no_evidence:
            return ", no evidence of change";
        case analysis::Verdict::cannot_tell:
            return ", cannot tell about change";
    }
    return "";
}

std::string since_text(const Content& content, const analysis::LatestChange& latest) {
    const bool changed = latest.verdict == analysis::Verdict::slower || latest.verdict == analysis::Verdict::faster;
    return changed && latest.run ? " since " + day(content.history.runs[*latest.run].time) : "";
}

auto first_since(const Content& content, std::span<const std::uint32_t> runs, double from) {
    const auto is_before = [&](std::uint32_t run) { return days_of(content.history.runs[run].time) < from; };
    return std::partition_point(runs.begin(), runs.end(), is_before);
}

void erase_between(std::string& text, std::string_view from, std::string_view to) {
    for (auto begin = text.find(from); begin != text.npos; begin = text.find(from, begin)) {
        const auto end = text.find(to, begin + from.size());
        text.erase(begin, end == text.npos ? text.npos : end + to.size() - begin);
    }
}

std::string without_space(std::string_view css) {
    std::string out;
    for (const char c : css) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space)
            out += c;
        else if (!out.empty() && std::string_view{" {};:,"}.find(out.back()) == std::string_view::npos)
            out += ' ';
    }
    return out;
}

std::string marked_rules(std::string_view css) {
    constexpr std::string_view open = "/*svg{*/", close = "/*}svg*/";
    std::string rules;
    for (auto begin = css.find(open); begin != css.npos; begin = css.find(open, begin)) {
        begin += open.size();
        rules += css.substr(begin, css.find(close, begin) - begin);
    }
    erase_between(rules, "/*", "*/");
    return without_space(rules);
}

}  // namespace

double days_of(model::Time time) {
    return std::chrono::duration<double, std::chrono::days::period>{time.time_since_epoch()}.count();
}

double newest_date(const Content& content) {
    return days_of(content.history.runs.back().time);
}

chart::Identity identity_of(const model::Testbed& testbed) {
    const int colour = testbed.colour.value_or(chart::other);
    return colour >= 1 && colour <= chart::palette ? chart::variant_of(colour, testbed.variant) : chart::other;
}

DrawnSeries drawn_series(const Content& content, std::uint32_t series) {
    const model::Series& of = content.history.series[series];
    return {series, &of, &content.report.series[series], &content.history.testbeds[of.testbed]};
}

std::vector<DrawnSeries> series_to_draw(const Content& content, std::uint32_t benchmark, std::uint32_t measure,
                                        bool hidden) {
    std::vector<DrawnSeries> drawn;
    const auto [first, last] = series_range(content, benchmark);
    for (std::uint32_t i = first; i < last; ++i) {
        const DrawnSeries each = drawn_series(content, i);
        if (each.series->measure == measure && each.testbed->hidden == hidden && newest_row(content, *each.series))
            drawn.push_back(each);
    }
    return drawn;
}

std::optional<std::size_t> newest_row(const Content& content, const model::Series& series) {
    for (std::size_t row = series.last; row-- > series.first;)
        if (model::present(content.report.estimate[row])) return row;
    return std::nullopt;
}

std::size_t first_row_since(const Content& content, const model::Series& series, double from) {
    const auto runs = std::span{content.history.columns.run}.subspan(series.first, series.size());
    return series.first + static_cast<std::size_t>(first_since(content, runs, from) - runs.begin());
}

std::span<const std::uint32_t> runs_between(const Content& content, std::uint32_t testbed, chart::Span time) {
    const std::span<const std::uint32_t> runs = content.report.testbeds[testbed].runs;
    const auto first = first_since(content, runs, time.from);
    const auto is_then = [&](std::uint32_t run) { return days_of(content.history.runs[run].time) <= time.to; };
    return {first, std::partition_point(first, runs.end(), is_then)};
}

std::string estimate_note(const Content& content, const std::vector<DrawnSeries>& drawn) {
    return std::string{common_source(content, drawn)}.append(" of a run");
}

std::string estimate_heading(const Content& content, const std::vector<DrawnSeries>& drawn) {
    std::string heading{common_source(content, drawn)};
    heading[0] = static_cast<char>(heading[0] - 'a' + 'A');
    return heading;
}

std::string finding_of(const Content& content, const DrawnSeries& drawn, std::string_view unit) {
    const auto row = newest_row(content, *drawn.series);
    if (!row) return drawn.testbed->label + ": no result";
    std::string text = drawn.testbed->label + ": " + chart::quantity(content.report.estimate[*row], unit);
    if (drawn.report->retired)
        return text + ", last run " + day(content.history.runs[content.history.columns.run[*row]].time);
    return text + verdict_text(content, drawn) + since_text(content, drawn.report->latest);
}

std::string findings_of(const Content& content, const std::vector<DrawnSeries>& drawn, std::string_view unit) {
    std::string text;
    const std::size_t said = drawn.size() > most_findings + 1 ? most_findings : drawn.size();
    for (std::size_t i = 0; i < said; ++i) text += (i == 0 ? "" : "; ") + finding_of(content, drawn[i], unit);
    if (said < drawn.size()) text += "; and " + counted(drawn.size() - said, "more CPU");
    return text.empty() ? text : text + ".";
}

std::vector<chart::Span> pauses(const Content& content, const std::vector<DrawnSeries>& drawn, chart::Span time) {
    std::vector<double> dates{time.from};
    for (const DrawnSeries& each : drawn) {
        const auto before = static_cast<std::ptrdiff_t>(dates.size());
        for (const std::uint32_t run : runs_between(content, each.series->testbed, time))
            dates.push_back(days_of(content.history.runs[run].time));
        std::inplace_merge(dates.begin(), dates.begin() + before, dates.end());
    }
    dates.push_back(time.to);
    std::vector<chart::Span> found;
    for (std::size_t i = 1; i < dates.size(); ++i)
        if (dates[i] - dates[i - 1] > longest_pause) found.push_back({dates[i - 1], dates[i]});
    return found;
}

std::vector<chart::Band> declared_pauses(const Content& content, chart::Span time) {
    std::vector<chart::Band> bands;
    for (const analysis::Pause& pause : content.analysis_options.pauses) {
        const chart::Span span{std::max(days_of(pause.from), time.from), std::min(days_of(pause.until), time.to)};
        if (span.from < span.to) bands.push_back({span, pause.reason});
    }
    return bands;
}

std::string picture_id(std::string_view kind, std::string_view slug, std::uint32_t measure) {
    constexpr std::size_t digits = 8;
    std::string id{kind};
    (id += '-') += slug.substr(slug.size() - std::min(digits, slug.size()));
    return measure == 0 ? id : id + "-" + std::to_string(measure);
}

Figure figure_of(const chart::Picture& picture, ValueTable values) {
    Figure figure;
    figure.svg = svg::draw(picture);
    figure.standalone = svg::standalone(picture, figure.svg, svg_style());
    figure.finding = picture.description;
    figure.values = std::move(values);
    return figure;
}

std::string_view svg_style() {
    static const std::string style = marked_rules(asset("site.css"));
    return style;
}

}  // namespace benchfolio::site
