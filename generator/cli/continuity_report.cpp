#include "cli/continuity_report.hpp"

#include <fmt/format.h>

#include <map>

#include "analysis/configurations.hpp"
#include "chart/quantity.hpp"
#include "cli/console.hpp"
#include "cli/json.hpp"
#include "site/words.hpp"

namespace benchfolio::cli {
namespace {

using analysis::Continuity;
using analysis::LinkFactor;
using site::Content;

const Continuity& continuity_of(const Content& content) {
    return content.report.continuity;
}

// "nbody", "nbody max_rss", "nbody against nbody-cpython".
std::string name_of(const Content& content, const analysis::Track& track) {
    const model::History& history = content.history;
    std::string name = history.benchmarks[track.benchmark].name;
    if (history.measures[track.measure].name != "time") name += " " + history.measures[track.measure].name;
    if (track.baseline) name += " against " + history.benchmarks[*track.baseline].name;
    return name;
}

std::string interval_text(const std::optional<stats::Interval>& interval) {
    return interval ? fmt::format(" ({:.4g} to {:.4g})", interval->low, interval->high) : " (interval not known)";
}

std::string basis_text(const analysis::Factor& factor) {
    if (factor.given) return "as configured";
    return counted(factor.commits.size(), "shared commit", "shared commits");
}

std::string spread_text(const Content& content, const analysis::FactorSpread& spread) {
    const std::string what =
        (spread.relative ? "against the baseline, " : "") + content.history.measures[spread.measure].name;
    std::string text = fmt::format("    {}: {} of {}", what, spread.factors,
                                   counted(spread.factors + spread.refused, "benchmark", "benchmarks"));
    if (spread.geometric_mean)
        text += fmt::format(", geometric mean {:.4g} ({:.4g} to {:.4g})", *spread.geometric_mean, *spread.low,
                            *spread.high);
    if (spread.deviation) text += fmt::format(", spread {}", chart::percent(*spread.deviation));
    return text + "\n";
}

std::string factor_lines(const Content& content, std::uint32_t link) {
    std::string text;
    for (const LinkFactor& each : continuity_of(content).factors)
        if (each.link == link && each.factor)
            text += fmt::format("    {:.4g}{}  {}  {}\n", each.factor->value,
                                each.factor->given ? "" : interval_text(each.factor->interval()),
                                name_of(content, each.track), basis_text(*each.factor));
    return text;
}

// "a, b, c and 21 more": a person wants to know which, a program has them all as JSON.
std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t shown = 4;
    if (names.size() <= shown + 1) return fmt::format("{}", fmt::join(names, ", "));
    return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + shown, ", "), names.size() - shown);
}

std::string refused_lines(const Content& content, std::uint32_t link) {
    std::map<std::string, std::vector<std::string>> refused;
    for (const LinkFactor& each : continuity_of(content).factors)
        if (each.link == link && !each.factor) refused[each.refusal].push_back(name_of(content, each.track));
    std::string text;
    for (const auto& [refusal, names] : refused) text += fmt::format("    {}: {}\n", some_of(names), refusal);
    return text.empty() ? text : "  not joined\n" + text;
}

// By commit and configuration, so that it reads as a list of runs to be made.
std::string wanted_lines(const Content& content, std::uint32_t link) {
    const Continuity& continuity = continuity_of(content);
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> wanted;
    const auto label = [&](std::uint32_t configuration) { return continuity.configurations[configuration].label; };
    for (const LinkFactor& each : continuity.factors) {
        if (each.link != link || !each.wanted) continue;
        const std::string& name = content.history.benchmarks[each.track.benchmark].name;
        if (each.wanted->on_old) wanted[{each.wanted->commit, label(continuity.links[link].from)}].push_back(name);
        if (each.wanted->on_new) wanted[{each.wanted->commit, label(continuity.links[link].to)}].push_back(name);
    }
    std::string text;
    for (const auto& [where, names] : wanted)
        text += fmt::format("    {} on {}: {}\n", where.first, where.second, some_of(names));
    return text.empty() ? text : "  still to be measured\n" + text;
}

std::string link_text(const Content& content, std::uint32_t index) {
    const Continuity& continuity = continuity_of(content);
    const analysis::Link& link = continuity.links[index];
    const analysis::MeasuredConfiguration &from = continuity.configurations[link.from],
                                          &to = continuity.configurations[link.to];
    std::string text = fmt::format("  {} -> {}, since {}", from.label, to.label, site::day(link.seam));
    if (to.suite) text += ", suite " + *to.suite;
    text += fmt::format(" ({} before, {} after)\n", counted(from.runs.size(), "run", "runs"),
                        counted(to.runs.size(), "run", "runs"));
    text += "  factors, new / old\n";
    for (const analysis::FactorSpread& spread : continuity.spreads)
        if (spread.link == index) text += spread_text(content, spread);
    return text + factor_lines(content, index) + refused_lines(content, index) + wanted_lines(content, index);
}

std::string transition_text(const Content& content, std::uint32_t index) {
    const analysis::Transition& transition = content.analysis_options.transitions[index];
    std::string text = fmt::format("transition {}: {}\n", index + 1, transition.reason);
    const std::string& undefined = continuity_of(content).undefined[index];
    if (!undefined.empty()) text += "  joins nothing: " + undefined + "\n";
    for (std::uint32_t link = 0; link < continuity_of(content).links.size(); ++link)
        if (continuity_of(content).links[link].transition == index) text += link_text(content, link);
    return text;
}

// "nbody against nbody-cpython: 2.31 times better on Xeon 8272CL, 16 Nov 2026 (24 runs)".
std::string relative_line(const Content& content, const analysis::ContinuousSeries& series) {
    const analysis::MeasuredConfiguration& on = continuity_of(content).configurations[series.configuration];
    const analysis::ContinuousPoint& newest = series.points.back();
    return fmt::format("  {}: {:.4g} times better on {}{}, {} ({})\n", name_of(content, series.track), newest.value,
                       on.label, on.suite ? ", suite " + *on.suite : "",
                       site::day(content.history.runs[newest.run].time), counted(series.points.size(), "run", "runs"));
}

std::string relatives_text(const Content& content) {
    if (content.analysis_options.relatives.empty()) return {};
    std::string text;
    for (const analysis::ContinuousSeries& series : continuity_of(content).series)
        if (series.track.baseline && !series.points.empty()) text += relative_line(content, series);
    if (text.empty()) text = "  nothing: no result has the baseline that it is to be told against\n";
    return "relative to a baseline, newest value\n" + text;
}

std::string baselines_text(const Content& content) {
    std::string text;
    for (const analysis::WithoutBaseline& each : continuity_of(content).without_baseline)
        text += fmt::format("  {} against {}: {}{}\n", content.history.benchmarks[each.benchmark].name, each.baseline,
                            each.results > 0 ? counted(each.results, "result", "results") + ", " : "", each.reason);
    return text.empty() ? text : "without a baseline\n" + text;
}

// A declared pause is no failure, and is said as what it is.
std::string pauses_text(const Content& content) {
    std::string text;
    for (const analysis::Pause& pause : content.analysis_options.pauses)
        text += fmt::format("  {} to {}: {}\n", site::day(pause.from), site::day(pause.until - std::chrono::days{1}),
                            pause.reason);
    return text.empty() ? text : "declared pauses\n" + text;
}

std::string verdict_line(const Content& content, const analysis::SeamVerdict& verdict) {
    const std::string name = name_of(content, continuity_of(content).series[verdict.series].track);
    if (!verdict.ratio) return fmt::format("  cannot tell  {}: {}\n", name, verdict.reason);
    return fmt::format("  {:<11}  {}: {} ({} to {}); {} would have shown\n",
                       verdict.verdict == analysis::Continued::abrupt ? "ABRUPT" : "continuous", name,
                       chart::signed_percent(*verdict.ratio - 1), chart::signed_percent(verdict.interval->low - 1),
                       chart::signed_percent(verdict.interval->high - 1), chart::percent(*verdict.visible));
}

Json json_of(const Content& content, const analysis::SeamVerdict& verdict) {
    const analysis::Track& track = continuity_of(content).series[verdict.series].track;
    const model::History& history = content.history;
    const auto& interval = verdict.interval;
    return {{"name", history.benchmarks[track.benchmark].name},
            {"measure", history.measures[track.measure].name},
            {"baseline", track.baseline ? Json(history.benchmarks[*track.baseline].name) : Json(nullptr)},
            {"verdict", name_of(verdict.verdict)},
            {"reason", verdict.reason.empty() ? Json(nullptr) : Json(verdict.reason)},
            {"before", or_null(verdict.before)},
            {"after", or_null(verdict.after)},
            {"ratio", or_null(verdict.ratio)},
            {"low", interval ? Json(interval->low) : Json(nullptr)},
            {"high", interval ? Json(interval->high) : Json(nullptr)},
            {"visible", or_null(verdict.visible)}};
}

std::string overall_text(const analysis::SeamCheck& check) {
    switch (check.overall) {
        case analysis::Continued::abrupt:
            return "abrupt: " + counted(check.abrupt, "series jumps", "series jump") + " where nothing should change";
        case analysis::Continued::continuous:
            return "no abrupt change";
        case analysis::Continued::cannot_tell:
            break;
    }
    return "cannot tell";
}

}  // namespace

std::string factors_text(const Content& content) {
    std::string text;
    for (std::uint32_t i = 0; i < content.analysis_options.transitions.size(); ++i) text += transition_text(content, i);
    return text + relatives_text(content) + baselines_text(content) + pauses_text(content);
}

std::string seam_text(const Content& content, const analysis::SeamCheck& check) {
    std::string text = fmt::format("commit     {}\n", check.commit);
    for (const analysis::SeamVerdict& verdict : check.verdicts) text += verdict_line(content, verdict);
    return text + fmt::format("verdict    {}: {} continuous, {} abrupt, {} cannot tell\n", overall_text(check),
                              check.continuous, check.abrupt, check.unknown);
}

std::string seam_json(const Content& content, const analysis::SeamCheck& check) {
    Json verdicts = Json::array();
    for (const analysis::SeamVerdict& verdict : check.verdicts) verdicts.push_back(json_of(content, verdict));
    const Json report{{"schema_version", 1},
                      {"commit", check.commit},
                      {"verdict", name_of(check.overall)},
                      {"continuous", check.continuous},
                      {"abrupt", check.abrupt},
                      {"cannot_tell", check.unknown},
                      {"series", verdicts}};
    return json_text(report, 1);
}

}  // namespace benchfolio::cli
