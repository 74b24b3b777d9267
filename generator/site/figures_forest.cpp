#include <algorithm>
#include <array>

#include "chart/forest.hpp"
#include "chart/quantity.hpp"
#include "site/comparison_words.hpp"
#include "site/figure_parts.hpp"
#include "site/figures.hpp"
#include "site/words.hpp"
#include "svg/svg.hpp"

namespace benchfolio::site {
namespace {

using analysis::ComparedBenchmark;
using analysis::Verdict;

// So that a page of thousands of benchmarks stays within its bytes. Every verdict keeps at least its largest few.
constexpr std::size_t most_rows = 300, least_of_a_verdict = 12;

constexpr std::array verdicts{Verdict::slower, Verdict::faster, Verdict::cannot_tell, Verdict::no_evidence};

struct Kind {
    Verdict verdict;
    std::vector<const ComparedBenchmark*> rows;  // those with a ratio
    std::size_t drawn = 0, without_ratio = 0;
};

std::vector<Kind> kinds_of(const analysis::Comparison& comparison, std::uint32_t measure) {
    std::vector<Kind> kinds;
    for (const Verdict verdict : verdicts) {
        Kind& kind = kinds.emplace_back(Kind{verdict, {}});
        for (const ComparedBenchmark& row : comparison.rows) {
            if (row.measure != measure || row.verdict != verdict) continue;
            if (row.ratio && *row.ratio > 0)
                kind.rows.push_back(&row);
            else
                ++kind.without_ratio;
        }
    }
    return kinds;
}

// In the order of the verdicts, as many as there is room for, a few being kept for each that comes later.
void share_out(std::vector<Kind>& kinds) {
    std::size_t room = most_rows;
    for (auto kind = kinds.begin(); kind != kinds.end(); ++kind) {
        std::size_t kept = 0;
        for (auto later = kind + 1; later != kinds.end(); ++later)
            kept += std::min(later->rows.size(), least_of_a_verdict);
        kind->drawn = std::min(kind->rows.size(), room - kept);
        room -= kind->drawn;
    }
}

std::string group_heading(const Kind& kind, const model::Measure& measure) {
    const std::string count = number(kind.rows.size() + kind.without_ratio) + " ";
    switch (kind.verdict) {
        case Verdict::slower:
            return "▲ " + count + verdict_word(kind.verdict, measure);
        case Verdict::faster:
            return "▼ " + count + verdict_word(kind.verdict, measure);
        case Verdict::no_evidence:
            return "≈ " + count + "no evidence of change";
        case Verdict::cannot_tell:
            break;
    }
    return "? " + count + "cannot tell";
}

chart::Text::Tone tone_of(Verdict verdict) {
    if (verdict == Verdict::slower) return chart::Text::Tone::worse;
    return verdict == Verdict::faster ? chart::Text::Tone::better : chart::Text::Tone::ink;
}

bool is_change(Verdict verdict) {
    return verdict == Verdict::slower || verdict == Verdict::faster;
}

bool clears_noise(const ComparedBenchmark& row) {
    if (!row.interval) return false;
    const double noise = 1 + row.noise.value_or(0);
    return row.interval->low > noise || row.interval->high < 1 / noise;
}

chart::Certainty certainty_of(const ComparedBenchmark& row) {
    if (row.verdict == Verdict::cannot_tell) return chart::Certainty::unknown;
    return is_change(row.verdict) && clears_noise(row) ? chart::Certainty::clear : chart::Certainty::within_noise;
}

// "1.34x slower" of what changed; of anything else only how much it differs.
std::string value_of(const ComparedBenchmark& row, const model::Measure& measure) {
    return is_change(row.verdict) ? times_text(*row.ratio, measure) : chart::signed_percent(*row.ratio - 1);
}

chart::ForestRow row_of(const Content& content, const ComparedBenchmark& row) {
    chart::ForestRow out;
    out.label = label_of(content.history.benchmarks[row.benchmark]);
    out.value = value_of(row, content.history.measures[row.measure]);
    out.certainty = certainty_of(row);
    out.ratio = *row.ratio;
    if (row.interval && row.interval->low > 0) out.interval = chart::Span{row.interval->low, row.interval->high};
    out.noise = row.noise;
    return out;
}

std::string rest_of(const Kind& kind) {
    const std::size_t rest = kind.rows.size() - kind.drawn + kind.without_ratio;
    return rest == 0 ? "" : "and " + number(rest) + " more, not drawn";
}

chart::ForestGroup group_of(const Content& content, const Kind& kind, const model::Measure& measure) {
    chart::ForestGroup group{group_heading(kind, measure), tone_of(kind.verdict), {}, rest_of(kind)};
    for (std::size_t i = 0; i < kind.drawn; ++i) group.rows.push_back(row_of(content, *kind.rows[i]));
    return group;
}

void add_means(const analysis::Comparison& comparison, std::uint32_t measure, const model::Measure& of,
               chart::Forest& forest) {
    for (const analysis::ComparedAggregate& mean : comparison.means) {
        if (mean.measure != measure || mean.undefined || mean.n == 0) continue;
        const std::string set = mean.set == "all" ? "" : " of " + mean.set;
        chart::ForestMean& out = forest.means.emplace_back();
        out.label = mean_name(mean.weighted) + set + ", n = " + number(mean.n);
        out.value = times_text(mean.ratio, of);
        out.ratio = mean.ratio;
        if (mean.interval) out.interval = chart::Span{mean.interval->low, mean.interval->high};
    }
}

// ---- The table of what is drawn ----

std::string_view drawn_as(chart::Certainty certainty) {
    switch (certainty) {
        case chart::Certainty::clear:
            return "filled";
        case chart::Certainty::within_noise:
            return "hollow";
        case chart::Certainty::unknown:
            break;
    }
    return "dashed";
}

std::string difference(double ratio) {
    return chart::signed_percent(ratio - 1);
}

void add_row(const chart::ForestRow& row, ValueTable& table) {
    table.add_row({row.label, difference(row.ratio), row.interval ? difference(row.interval->from) : "",
                   row.interval ? difference(row.interval->to) : "", row.noise ? "±" + chart::percent(*row.noise) : "",
                   drawn_as(row.certainty)});
}

ValueTable table_of(const chart::Forest& forest) {
    ValueTable table{forest.title,
                     {{"Benchmark"},
                      {"After against before", true},
                      {"Interval from", true},
                      {"to", true},
                      {"Noise", true},
                      {"Drawn"}}};
    for (const chart::ForestGroup& group : forest.groups)
        for (const chart::ForestRow& row : group.rows) add_row(row, table);
    for (const chart::ForestMean& mean : forest.means)
        table.add_row({mean.label, difference(mean.ratio), mean.interval ? difference(mean.interval->from) : "",
                       mean.interval ? difference(mean.interval->to) : "", "", "diamond"});
    return table;
}

// ---- What it shows ----

std::string finding_of(const std::vector<Kind>& kinds, const chart::Forest& forest, const model::Measure& measure) {
    std::vector<std::string> parts;
    for (const Kind& kind : kinds) {
        const std::size_t count = kind.rows.size() + kind.without_ratio;
        if (count == 0) continue;
        const std::string word =
            kind.verdict == Verdict::no_evidence ? "without evidence of change" : verdict_word(kind.verdict, measure);
        parts.push_back(number(count) + " " + word);
    }
    std::string text = capitalised(listed(parts)) + ".";
    if (!forest.means.empty()) text += " Geometric mean: " + forest.means.front().value + ".";
    return text;
}

std::string title_of(const Content& content, const analysis::Comparison& comparison, std::uint32_t measure) {
    return comparison.before.label + " against " + comparison.after.label + " on " +
           content.history.testbeds[comparison.testbed_after].label + ": " +
           heading_of(content.history.measures[measure]);
}

Figure drawn_twice(chart::Forest forest) {
    Figure figure = figure_of(chart::lay_out(forest), table_of(forest));
    forest.size = chart::Size::narrow;
    forest.id += "-narrow";
    figure.narrow = svg::draw(chart::lay_out(forest));
    return figure;
}

}  // namespace

Figure forest(const Content& content, const analysis::Comparison& comparison, std::uint32_t measure,
              std::string_view id) {
    const model::Measure& of = content.history.measures[measure];
    std::vector<Kind> kinds = kinds_of(comparison, measure);
    share_out(kinds);
    chart::Forest forest;
    for (const Kind& kind : kinds) forest.groups.push_back(group_of(content, kind, of));
    add_means(comparison, measure, of, forest);
    forest.id = picture_id("forest", id, measure);
    forest.title = title_of(content, comparison, measure);
    forest.description = finding_of(kinds, forest, of);
    forest.lower_is_better = of.direction == model::Direction::lower_is_better;
    const Verdict below = forest.lower_is_better ? Verdict::faster : Verdict::slower;
    const Verdict above = forest.lower_is_better ? Verdict::slower : Verdict::faster;
    forest.below_one = "← " + verdict_word(below, of);
    forest.above_one = verdict_word(above, of) + " →";
    forest.identity = identity_of(content.history.testbeds[comparison.testbed_after]);
    return drawn_twice(std::move(forest));
}

}  // namespace benchfolio::site
