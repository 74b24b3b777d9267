#include <algorithm>
#include <map>
#include <set>

#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::Continuity;
using analysis::LinkFactor;

constexpr std::size_t most_rows = 500;  // the data file has all

const Continuity& continuity_of(const Page& page) {
    return page.report().continuity;
}

std::string what_of(const Page& page, const analysis::Track& track) {
    const model::Measure& measure = page.history().measures[track.measure];
    std::string what = goes_without_saying(measure) ? "" : heading_of(measure);
    if (track.baseline)
        what += (what.empty() ? "against " : ", against ") + label_of(page.history().benchmarks[*track.baseline]);
    return what;
}

html::Values benchmark_row(const Page& page, const analysis::Track& track) {
    html::Values row;
    set_benchmark(row, page, track.benchmark);
    row.set("WHAT", what_of(page, track));
    return row;
}

// ---- Over benchmarks ----

void set_spreads(html::Values& values, const Page& page, std::uint32_t link) {
    values.declare("SPREAD");
    bool any = false;
    for (const analysis::FactorSpread& spread : continuity_of(page).spreads) {
        if (spread.link != link) continue;
        const auto text = [](const std::optional<double>& value) { return value ? chart::multiple(*value) : "—"; };
        html::Values row = with("MEASURE", heading_of(page.history().measures[spread.measure]) +
                                               (spread.relative ? " against the baseline" : ""));
        row.set("COUNT", number(spread.factors) + " of " + number(spread.factors + spread.refused));
        row.set("MEAN", text(spread.geometric_mean));
        row.set("RANGE", spread.low ? text(spread.low) + " to " + text(spread.high) : "—");
        row.set("DEVIATION", spread.deviation ? "±" + chart::percent(*spread.deviation) : "—");
        values.add("SPREAD", std::move(row));
        any = true;
    }
    values.show("ANY_SPREAD", any);
}

// ---- Benchmark by benchmark ----

// The rows of a table, as many as a page holds.
void add_rows(html::Values& table, html::Name name, html::Name more, std::vector<html::Values> rows) {
    table.declare(name).declare(more);
    const std::size_t all = rows.size();
    for (std::size_t i = 0; i < std::min(all, most_rows); ++i) table.add(name, std::move(rows[i]));
    if (all > most_rows) table.add(more, with("MORE", number(all - most_rows)));
}

std::string interval_text(const analysis::Factor& factor) {
    const auto interval = factor.interval();
    if (!interval) return factor.given ? "" : "not known";
    return chart::multiple(interval->low) + " to " + chart::multiple(interval->high);
}

void set_factors(html::Values& values, const Page& page, std::uint32_t link) {
    values.declare("FACTORS").declare("REFUSED");
    std::vector<html::Values> factors, refused;
    for (const LinkFactor& each : continuity_of(page).factors) {
        if (each.link != link) continue;
        html::Values row = benchmark_row(page, each.track);
        if (each.factor) {
            row.set("FACTOR", chart::multiple(each.factor->value)).set("INTERVAL", interval_text(*each.factor));
            row.set("BASIS",
                    each.factor->given ? "the configuration" : counted(each.factor->commits.size(), "shared commit"));
            factors.push_back(std::move(row));
        } else {
            refused.push_back(std::move(row.set("REASON", each.refusal)));
        }
    }
    html::Values table;
    if (!factors.empty()) {
        table.set("FACTOR_COUNT", number(factors.size()));
        add_rows(table, "FACTOR_ONE", "FACTORS_MORE", std::move(factors));
        values.add("FACTORS", std::move(table));
    }
    html::Values without;
    if (refused.empty()) return;
    add_rows(without, "REFUSED_ONE", "REFUSED_MORE", std::move(refused));
    values.add("REFUSED", std::move(without));
}

// ---- What is still to be measured ----

using Wanted = std::map<std::pair<std::string, std::string>, std::set<std::uint32_t>>;  // commit and side: benchmarks

Wanted wanted_of(const Page& page, std::uint32_t link) {
    const Continuity& continuity = continuity_of(page);
    Wanted wanted;
    for (const LinkFactor& each : continuity.factors) {
        if (each.link != link || !each.wanted) continue;
        const auto add = [&](std::uint32_t configuration) {
            wanted[{each.wanted->commit, continuity.configurations[configuration].label}].insert(each.track.benchmark);
        };
        if (each.wanted->on_old) add(continuity.links[link].from);
        if (each.wanted->on_new) add(continuity.links[link].to);
    }
    return wanted;
}

std::string some_of(const Page& page, const std::set<std::uint32_t>& benchmarks) {
    constexpr std::size_t most = 8;
    std::vector<std::string> names;
    for (const std::uint32_t benchmark : benchmarks)
        if (names.size() < most) names.push_back(page.lookup().labels[benchmark]);
    if (benchmarks.size() > most) names.push_back(number(benchmarks.size() - most) + " more");
    return listed(names);
}

void set_wanted(html::Values& values, const Page& page, std::uint32_t link) {
    values.declare("WANTED");
    html::Values list;
    const Wanted wanted = wanted_of(page, link);
    if (wanted.empty()) return;
    for (const auto& [where, benchmarks] : wanted) {
        html::Values row = with("SIDE", where.second);
        set_commit(row, page, model::Commit{where.first, {}, {}, false});
        list.add("WANTED_COMMIT", std::move(row.set("BENCHMARKS", some_of(page, benchmarks))));
    }
    values.add("WANTED", std::move(list));
}

// ---- Transitions ----

html::Values link_values(const Page& page, std::uint32_t index) {
    const Continuity& continuity = continuity_of(page);
    const analysis::Link& link = continuity.links[index];
    const analysis::MeasuredConfiguration &from = continuity.configurations[link.from],
                                          &to = continuity.configurations[link.to];
    html::Values values;
    values.set("FROM", from.label).set("TO", to.label).set("SEAM", day(link.seam));
    values.set("SUITE", to.suite ? ", suite " + *to.suite : "");
    values.set("RUNS", counted(from.runs.size(), "run") + " before, " + number(to.runs.size()) + " after");
    set_spreads(values, page, index);
    set_wanted(values, page, index);
    set_factors(values, page, index);
    return values;
}

html::Values transition_values(const Page& page, std::uint32_t index) {
    const Continuity& continuity = continuity_of(page);
    html::Values values = with("TRANSITION_REASON", page.content().analysis_options.transitions[index].reason);
    values.set("TRANSITION_ID", "upgrade-" + std::to_string(index + 1)).declare("UNDEFINED").declare("LINK");
    if (!continuity.undefined[index].empty()) {
        std::string reason = capitalised(continuity.undefined[index]);
        values.add("UNDEFINED", with("REASON", std::move(reason)));
    }
    for (std::uint32_t link = 0; link < continuity.links.size(); ++link)
        if (continuity.links[link].transition == index) values.add("LINK", link_values(page, link));
    return values;
}

// ---- Geometric means over upgrades ----

void set_means(html::Values& values, const Page& page) {
    values.declare("MEANS");
    const Continuity& continuity = continuity_of(page);
    html::Values section;
    section.declare("MEAN_PLOT");
    bool any = false;
    for (std::uint32_t i = 0; i < continuity.means.size(); ++i) {
        const analysis::ContinuousMean& mean = continuity.means[i];
        if (mean.points.empty()) continue;
        html::Values plot = with("MEAN_HEADING", heading_of(page.content(), mean));
        const std::string slug =
            model::slug(mean.set + "/" + page.history().measures[mean.measure].name +
                        (mean.relative ? "/relative/" : "/") + continuity.configurations[mean.configuration].label) +
            "-" + std::to_string(i);
        set_figure(plot, page, continuous_mean(page.content(), i), "Geometric mean over upgrades", "upgrades", slug);
        section.add("MEAN_PLOT", std::move(plot));
        any = true;
    }
    if (any) values.add("MEANS", std::move(section));
}

// ---- Relative to a baseline ----

std::string relative_lead(std::size_t benchmarks) {
    if (benchmarks == 0) return "No benchmark that is declared so has results of its baseline.";
    return "The pages of " + counted(benchmarks, "benchmark") + " also show how many times faster " +
           (benchmarks == 1 ? "it is than its baseline." : "each is than its baseline.");
}

// Those without a baseline, each with the measure in question.
html::Values without_baseline(const Page& page) {
    const Continuity& continuity = continuity_of(page);
    std::vector<html::Values> rows;
    for (const analysis::WithoutBaseline& each : continuity.without_baseline) {
        const model::Measure& measure = page.history().measures[each.measure];
        html::Values row = with("BASELINE", each.baseline);
        set_benchmark(row, page, each.benchmark);
        row.set("WHAT", goes_without_saying(measure) ? "" : heading_of(measure));
        const std::string results = each.results > 0 ? counted(each.results, "result") + ": " : "";
        rows.push_back(std::move(row.set("REASON", results + each.reason)));
    }
    html::Values table = with("COUNT", number(rows.size()));
    add_rows(table, "WITHOUT_ONE", "WITHOUT_MORE", std::move(rows));
    return table;
}

void set_relatives(html::Values& values, const Page& page) {
    values.declare("RELATIVES");
    const Continuity& continuity = continuity_of(page);
    std::set<std::uint32_t> benchmarks;
    for (const analysis::ContinuousSeries& series : continuity.series)
        if (series.track.baseline) benchmarks.insert(series.track.benchmark);
    if (benchmarks.empty() && continuity.without_baseline.empty()) return;
    html::Values section = with("RELATIVE_LEAD", relative_lead(benchmarks.size()));
    section.declare("RELATIVE").declare("WITHOUT");
    for (const std::uint32_t benchmark : benchmarks) {
        html::Values item;
        set_benchmark(item, page, benchmark);
        section.add("RELATIVE", std::move(item));
    }
    if (!continuity.without_baseline.empty()) section.add("WITHOUT", without_baseline(page));
    values.add("RELATIVES", std::move(section));
}

void set_pauses(html::Values& values, const Page& page) {
    values.declare("PAUSES");
    html::Values list;
    for (const analysis::Pause& pause : page.content().analysis_options.pauses) {
        html::Values item = with("PAUSE_FROM", day(pause.from));
        item.set("PAUSE_TO", day(pause.until - std::chrono::days{1})).set("PAUSE_REASON", pause.reason);
        list.add("PAUSE", std::move(item));
    }
    if (!page.content().analysis_options.pauses.empty()) values.add("PAUSES", std::move(list));
}

std::string lead_of(const Page& page) {
    std::size_t factors = 0, refused = 0;
    for (const LinkFactor& each : continuity_of(page).factors) ++(each.factor ? factors : refused);
    const auto& transitions = page.content().analysis_options.transitions;
    if (transitions.empty()) return "No upgrade is declared.";
    const auto joins = [](const std::string& undefined) { return undefined.empty(); };
    const auto idle =
        transitions.size() - static_cast<std::size_t>(std::ranges::count_if(continuity_of(page).undefined, joins));
    std::string text = counted(transitions.size(), "declared upgrade") + ": " + counted(factors, "factor");
    if (refused > 0) text += ", " + number(refused) + " refused with the reason";
    if (idle > 0) text += idle == 1 ? "; one of them joins nothing" : "; " + number(idle) + " of them join nothing";
    return text + (refused + idle == 0 ? ", nothing refused." : ".");
}

}  // namespace

html::Values continuity_page(const Page& page) {
    html::Values values = page.frame("Upgrades", routes::continuity);
    values.set("LEAD", lead_of(page)).set("CONTINUITY_JSON_URL", page.to(routes::continuity_data));
    values.declare("TRANSITION");
    for (std::uint32_t i = 0; i < page.content().analysis_options.transitions.size(); ++i)
        values.add("TRANSITION", transition_values(page, i));
    set_means(values, page);
    set_relatives(values, page);
    set_pauses(values, page);
    return values;
}

}  // namespace benchfolio::site
