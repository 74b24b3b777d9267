#include "site/badges.hpp"

#include <fmt/format.h>

#include <cmath>

#include "analysis/decisions.hpp"
#include "analysis/tagged_set.hpp"
#include "chart/labels.hpp"
#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/headline.hpp"
#include "site/lookup.hpp"
#include "site/routes.hpp"
#include "svg/pen.hpp"

namespace benchfolio::site {
namespace {

constexpr double font_size = 11, padding = 6;

std::string escaped(std::string_view text) {
    std::string out;
    svg::append_escaped(out, text);
    return out;
}

// White text stands out on each of them by 4.5 to 1 at least.
std::string_view colour_of(Badge::Tone tone) {
    switch (tone) {
        case Badge::Tone::good:
            return "#205500";
        case Badge::Tone::bad:
            return "#a63c00";
        case Badge::Tone::plain:
            break;
    }
    return "#57606a";
}

Badge status_badge(const Content& content) {
    Badge badge{routes::badge("changes"), "benchmarks", "no results", Badge::Tone::plain};
    if (content.history.runs.empty()) return badge;
    const auto to_decide = analysis::count(analysis::decisions(content.history, content.report).decide);
    if (to_decide.worse == 0) return {badge.path, badge.label, "no regressions", Badge::Tone::good};
    return {badge.path, badge.label, regressions_and_improvements({to_decide.worse, 0}), Badge::Tone::bad};
}

// Every set, of the first measure.
bool has_badge(const Content& content, const analysis::Aggregate& aggregate) {
    if (aggregate.measure != content.report.aggregates.front().measure) return false;
    if (aggregate.undefined || aggregate.points.empty()) return false;
    const model::Time newest = content.history.runs.back().time;
    return !content.history.testbeds[aggregate.testbed].hidden &&
           content.history.runs[aggregate.points.back().run].time >= newest - recent_window;
}

Badge geomean_badge(const Content& content, const analysis::Aggregate& aggregate) {
    const model::Testbed& testbed = content.history.testbeds[aggregate.testbed];
    const bool first = aggregate.set == content.report.aggregates.front().set;
    const std::string slug = first ? testbed.slug : model::slug(aggregate.set) + "-" + testbed.slug;
    return {routes::badge("geomean-" + slug), first ? testbed.label : testbed.label + ", " + aggregate.set,
            chart::multiple(aggregate.points.back().level) + " of the baseline" +
                (analysis::is_weighted(content.analysis_options, aggregate.set) ? ", weighted" : ""),
            Badge::Tone::plain};
}

}  // namespace

std::vector<Badge> badges(const Content& content) {
    std::vector<Badge> all{status_badge(content)};
    for (const analysis::Aggregate& aggregate : content.report.aggregates)
        if (has_badge(content, aggregate)) all.push_back(geomean_badge(content, aggregate));
    return all;
}

std::string badge_svg(const Badge& badge) {
    const double left = std::ceil(chart::text_width(badge.label, font_size) + 2 * padding);
    const double right = std::ceil(chart::text_width(badge.message, font_size) + 2 * padding);
    const std::string label = escaped(badge.label), message = escaped(badge.message);
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"20\" viewBox=\"0 0 {0} 20\" role=\"img\" "
        "aria-label=\"{3}: {4}\"><title>{3}: {4}</title><desc>{4}</desc>"
        "<clipPath id=\"r\"><rect width=\"{0}\" height=\"20\" rx=\"3\"/></clipPath>"
        "<g clip-path=\"url(#r)\"><path fill=\"#1b1f24\" d=\"M0 0H{1}V20H0z\"/><path fill=\"{5}\" d=\"M{1} "
        "0H{0}V20H{1}z\"/></g>"
        "<g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\" text-anchor=\"middle\">"
        "<text x=\"{6}\" y=\"14\">{3}</text><text x=\"{7}\" y=\"14\">{4}</text></g></svg>\n",
        left + right, left, right, label, message, colour_of(badge.tone), left / 2, left + right / 2);
}

void render_badges(const Content& content, const FileSink& sink) {
    for (const Badge& badge : badges(content)) sink(badge.path, badge_svg(badge));
}

}  // namespace benchfolio::site
