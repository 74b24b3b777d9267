#include "site/downloads/effects_document.hpp"

#include "site/downloads.hpp"
#include "site/downloads/comparison_document.hpp"
#include "site/downloads/members.hpp"
#include "site/routes.hpp"

namespace benchfolio::site::downloads {
namespace {

using analysis::EffectPair;
using analysis::EffectPoint;
using analysis::EffectTrend;
using analysis::Interval;

void append_end(std::string& text, const std::optional<Interval>& interval, double Interval::*end) {
    append_cell(text, interval ? (*interval).*end : model::absent);
}

std::string trend_text(const model::History& history, const EffectTrend& trend) {
    std::string text = "{";
    Members{text}.text("set", trend.set).text("measure", history.measures[trend.measure].name);
    const auto column = [&](std::string_view name, auto append) {
        append_column(text, name, 0, trend.points.size(),
                      [&](std::string& out, std::size_t i) { append(out, trend.points[i]); });
    };
    using Point = EffectPoint;
    column("commit", [&](std::string& out, const Point& p) { out += json_text(history.runs[p.run_on].commit->id); });
    column("run_off", [&](std::string& out, const Point& p) { out += json_text(history.runs[p.run_off].id); });
    column("run_on", [&](std::string& out, const Point& p) { out += json_text(history.runs[p.run_on].id); });
    column("ratio", [](std::string& out, const Point& p) { append_cell(out, p.ratio); });
    column("level", [](std::string& out, const Point& p) { append_cell(out, p.level); });
    column("low", [](std::string& out, const Point& p) { append_end(out, p.interval, &Interval::low); });
    column("high", [](std::string& out, const Point& p) { append_end(out, p.interval, &Interval::high); });
    column("n", [](std::string& out, const Point& p) { out += std::to_string(p.n); });
    column("complete", [](std::string& out, const Point& p) { out += p.complete ? "true" : "false"; });
    return text + "}";
}

template <typename Things, typename Write>
std::string list(const Things& things, Write write) {
    std::string text = "[";
    for (const auto& thing : things) (text += text.size() > 1 ? ",\n" : "\n") += write(thing);
    return text + "]";
}

std::string exclusions_text(const std::vector<analysis::EffectExclusion>& all) {
    return list(all, [](const analysis::EffectExclusion& one) {
        std::string text = "{";
        Members{text}.text("what", one.what).text("why", one.why);
        return text + "}";
    });
}

std::string latest_text(const Content& content, const EffectPair& pair) {
    return pair.latest ? comparison_object(content, *pair.latest) : "null";
}

std::string pair_text(const Content& content, const EffectPair& pair) {
    const model::History& history = content.history;
    std::string text = "{";
    Members{text}
        .text("testbed_off", history.testbeds[pair.testbed_off].slug)
        .text("testbed_on", history.testbeds[pair.testbed_on].slug)
        .count("commits", pair.commits)
        .json("latest", latest_text(content, pair))
        .json("trends", list(pair.trends, [&](const EffectTrend& trend) { return trend_text(history, trend); }))
        .json("excluded", exclusions_text(pair.excluded));
    return text + "}";
}

std::string effect_text(const Content& content, const analysis::Effect& effect, const analysis::EffectReport& report) {
    std::string text = "{";
    Members{text}
        .text("name", effect.name)
        .text("dimension", effect.dimension)
        .text("off", effect.off)
        .text("on", effect.on)
        .text("page", routes::effect(effect))
        .json("pairs", list(report.pairs, [&](const EffectPair& pair) { return pair_text(content, pair); }))
        .json("unpaired", exclusions_text(report.unpaired));
    return text + "}";
}

}  // namespace

std::string effects_document(const Content& content, std::span<const analysis::EffectReport> effects) {
    std::string text = "{";
    std::size_t next = 0;
    Members{text}
        .json("schema_version", std::to_string(schema_version))
        .json("effects", list(content.analysis_options.effects, [&](const analysis::Effect& effect) {
                  return effect_text(content, effect, effects[next++]);
              }));
    return text + "}\n";
}

}  // namespace benchfolio::site::downloads
