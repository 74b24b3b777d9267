#include "site/downloads/continuity_document.hpp"

#include <map>

#include "analysis/tagged_set.hpp"
#include "site/downloads/documents.hpp"
#include "site/downloads/members.hpp"

namespace benchfolio::site::downloads {
namespace {

using analysis::Continuity;
using analysis::Factor;
using analysis::LinkFactor;

std::string opening() {
    return "{\"schema_version\":" + std::to_string(schema_version);
}

// `"name":[` one item a line `]`; `write(text, item)` appends one.
template <class Items, class Write>
void append_list(std::string& text, std::string_view name, const Items& items, Write write) {
    text.append(",\n\"").append(name).append("\":[");
    const char* separator = "\n";
    for (const auto& item : items) {
        text += separator;
        write(text, item);
        separator = ",\n";
    }
    text += ']';
}

template <class Write>
std::string object(Write write) {
    std::string text = "{";
    Members members{text};
    write(members);
    return text + "}";
}

std::string side_of(const analysis::Configuration& side) {
    return object([&](Members& members) {
        if (!side.testbed.empty()) members.text("testbed", side.testbed);
        for (const auto& [name, pattern] : side.recorded)
            members.json(json_text(name).substr(1, json_text(name).size() - 2), json_text(pattern));
    });
}

std::string configuration_of(const Content& content, const analysis::MeasuredConfiguration& of) {
    const model::History& history = content.history;
    return object([&](Members& members) {
        members.text("label", of.label).text("testbed", history.testbeds[of.testbed].slug);
        members.text_or_null("suite", of.suite).count("runs", static_cast<std::uint32_t>(of.runs.size()));
        members.text("first_run", history.runs[of.runs.front()].id).text("last_run", history.runs[of.runs.back()].id);
    });
}

std::string link_of(const analysis::Link& link) {
    return object([&](Members& members) {
        members.count("transition", link.transition).count("from", link.from).count("to", link.to);
        members.text("seam", model::iso8601(link.seam));
    });
}

void add_transition(std::string& text, const analysis::Transition& transition, const std::string& undefined) {
    text += object([&](Members& members) {
        members.text("reason", transition.reason);
        members.json("from", side_of(transition.from)).json("to", side_of(transition.to));
        members.json("date", transition.date ? json_text(model::iso8601(*transition.date)) : "null");
        members.json("undefined", undefined.empty() ? "null" : json_text(undefined));
    });
}

void add_track(Members& members, const Content& content, const analysis::Track& track) {
    const model::History& history = content.history;
    members.text("name", history.benchmarks[track.benchmark].name);
    members.text("measure", history.measures[track.measure].name);
    members.json("baseline", track.baseline ? json_text(history.benchmarks[*track.baseline].name) : "null");
}

void add_factor(Members& members, const Factor& factor) {
    const auto interval = factor.interval();
    members.number("factor", factor.value);
    members.number("low", interval ? std::optional{interval->low} : std::nullopt);
    members.number("high", interval ? std::optional{interval->high} : std::nullopt);
    members.flag("given", factor.given);
}

std::string commit_of(const analysis::SharedCommit& commit) {
    return object([&](Members& members) {
        members.text("commit", commit.commit).number("before", commit.before).number("after", commit.after);
        members.count("runs_before", commit.runs_before).count("runs_after", commit.runs_after);
        members.count("beside_trends", commit.beside);
    });
}

std::string commits_of(const Factor& factor) {
    std::string text = "[";
    for (const analysis::SharedCommit& commit : factor.commits)
        text += (text.size() > 1 ? "," : "") + commit_of(commit);
    return text + "]";
}

std::string wanted_of(const LinkFactor::Wanted& wanted) {
    return object([&](Members& members) {
        members.text("commit", wanted.commit).flag("on_old", wanted.on_old).flag("on_new", wanted.on_new);
    });
}

std::string link_factor_of(const Content& content, const LinkFactor& of) {
    return object([&](Members& members) {
        add_track(members, content, of.track);
        members.count("link", of.link);
        if (of.factor) {
            add_factor(members, *of.factor);
            members.json("commits", commits_of(*of.factor));
        } else {
            members.json("factor", "null").text("refusal", of.refusal);
            if (of.wanted) members.json("wanted", wanted_of(*of.wanted));
        }
    });
}

std::string spread_of(const Content& content, const analysis::FactorSpread& spread) {
    return object([&](Members& members) {
        members.count("link", spread.link).text("measure", content.history.measures[spread.measure].name);
        members.flag("relative", spread.relative).count("factors", spread.factors).count("refused", spread.refused);
        members.number("geometric_mean", spread.geometric_mean).number("low", spread.low);
        members.number("median", spread.median).number("high", spread.high).number("deviation", spread.deviation);
    });
}

std::string without_baseline_of(const Content& content, const analysis::WithoutBaseline& of) {
    return object([&](Members& members) {
        members.text("name", content.history.benchmarks[of.benchmark].name);
        members.text("measure", content.history.measures[of.measure].name).text("baseline", of.baseline);
        members.count("results", of.results).text("reason", of.reason);
    });
}

// ---- Of one benchmark ----

std::string part_of(const analysis::Part& part) {
    return object([&](Members& members) {
        members.count("configuration", part.configuration).flag("rescaled", part.rescaled);
        add_factor(members, part.factor);
    });
}

std::string unjoined_of(const analysis::Unjoined& of) {
    return object([&](Members& members) {
        members.count("configuration", of.configuration).count("results", of.results).text("reason", of.reason);
    });
}

template <class Items, class Text>
std::string array_of(const Items& items, Text text_of_one) {
    std::string text = "[";
    for (const auto& item : items) text.append(text.size() > 1 ? "," : "").append(text_of_one(item));
    return text + "]";
}

std::string number_text(double value) {
    std::string text;
    append_cell(text, value);
    return text;
}

void append_series(std::string& text, const Content& content, const analysis::ContinuousSeries& series) {
    using Point = analysis::ContinuousPoint;
    text += '{';
    Members members{text};
    add_track(members, content, series.track);
    members.count("configuration", series.configuration);
    members.json("parts", array_of(series.parts, part_of)).json("unjoined", array_of(series.unjoined, unjoined_of));
    members.json("ends", series.ends.empty() ? "null" : json_text(series.ends));
    const auto column = [&](std::string_view name, auto text_of_one) {
        members.json(name, array_of(series.points, text_of_one));
    };
    column("run", [&](const Point& point) { return json_text(content.history.runs[point.run].id); });
    column("part", [](const Point& point) { return std::to_string(point.part); });
    column("raw", [](const Point& point) { return number_text(point.raw); });
    column("value", [](const Point& point) { return number_text(point.value); });
    text += '}';
}

// ---- Over benchmarks ----

std::string member_of(const Content& content, const analysis::ContinuousMean::Member& member) {
    return object([&](Members& members) {
        add_track(members, content, content.report.continuity.series[member.series].track);
        members.number("base", member.base);
    });
}

void append_mean(std::string& text, const Content& content, const analysis::ContinuousMean& mean) {
    using Point = analysis::ContinuousMean::Point;
    text += '{';
    Members members{text};
    members.text("set", mean.set).text("measure", content.history.measures[mean.measure].name);
    members.flag("relative", mean.relative).flag("weighted", is_weighted(content.analysis_options, mean.set));
    members.count("configuration", mean.configuration);
    members.json("members", array_of(mean.members, [&](const auto& each) { return member_of(content, each); }));
    const auto column = [&](std::string_view name, auto text_of_one) {
        members.json(name, array_of(mean.points, text_of_one));
    };
    column("run", [&](const Point& point) { return json_text(content.history.runs[point.run].id); });
    column("point_configuration", [](const Point& point) { return std::to_string(point.configuration); });
    column("rescaled", [](const Point& point) { return std::string{point.rescaled ? "true" : "false"}; });
    column("n", [](const Point& point) { return std::to_string(point.n); });
    column("ratio", [](const Point& point) { return number_text(point.ratio); });
    text += '}';
}

}  // namespace

std::string continuity_document(const Content& content) {
    const Continuity& continuity = content.report.continuity;
    std::string text = opening();
    append_list(text, "configurations", continuity.configurations,
                [&](std::string& out, const auto& each) { out += configuration_of(content, each); });
    append_list(text, "transitions", content.analysis_options.transitions,
                [&, i = std::size_t{0}](std::string& out, const auto& each) mutable {
                    add_transition(out, each, continuity.undefined[i++]);
                });
    append_list(text, "links", continuity.links, [](std::string& out, const auto& each) { out += link_of(each); });
    append_list(text, "spreads", continuity.spreads,
                [&](std::string& out, const auto& each) { out += spread_of(content, each); });
    append_list(text, "factors", continuity.factors,
                [&](std::string& out, const auto& each) { out += link_factor_of(content, each); });
    append_list(text, "without_baseline", continuity.without_baseline,
                [&](std::string& out, const auto& each) { out += without_baseline_of(content, each); });
    append_list(text, "means", continuity.means,
                [&](std::string& out, const auto& each) { append_mean(out, content, each); });
    return text + "}\n";
}

std::string continuity_document(const Content& content, const std::vector<std::uint32_t>& series) {
    std::string text = opening();
    append_list(text, "series", series, [&](std::string& out, std::uint32_t index) {
        append_series(out, content, content.report.continuity.series[index]);
    });
    return text + "}\n";
}

std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> continuous_benchmarks(const Content& content) {
    std::map<std::uint32_t, std::vector<std::uint32_t>> found;
    const auto& series = content.report.continuity.series;
    for (std::uint32_t i = 0; i < series.size(); ++i) found[series[i].track.benchmark].push_back(i);
    return {found.begin(), found.end()};
}

}  // namespace benchfolio::site::downloads
