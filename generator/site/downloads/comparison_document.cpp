#include "site/downloads/comparison_document.hpp"

#include "site/downloads.hpp"
#include "site/downloads/members.hpp"

namespace benchfolio::site::downloads {
namespace {

using analysis::Comparison;

std::string_view name_of(analysis::Verdict verdict) {
    switch (verdict) {
        case analysis::Verdict::slower:
            return "regression";
        case analysis::Verdict::faster:
            return "improvement";
        case analysis::Verdict::no_evidence:
            return "no_evidence";
        case analysis::Verdict::cannot_tell:
            break;
    }
    return "cannot_tell";
}

std::string_view name_of(analysis::NotCompared why) {
    switch (why) {
        case analysis::NotCompared::missing:
            return "missing";
        case analysis::NotCompared::added:
            return "new";
        case analysis::NotCompared::other_suite:
            return "other_suite";
        case analysis::NotCompared::other_testbed:
            return "other_testbed";
        case analysis::NotCompared::no_value:
            break;
    }
    return "no_value";
}

// `[` what `write` appends for each, one a line `]`.
template <typename Things, typename Write>
std::string list(const Things& things, Write write) {
    std::string text = "[";
    const char* separator = "\n";
    for (const auto& thing : things) {
        text += separator;
        text += '{';
        Members to{text};
        write(to, thing);
        text += '}';
        separator = ",\n";
    }
    return text + "]";
}

std::string side(const model::History& history, const analysis::Side& of) {
    std::string runs = "[";
    for (const std::uint32_t run : of.runs) runs += (runs.size() > 1 ? "," : "") + json_text(history.runs[run].id);
    std::string text = "{";
    const auto& commit = history.runs[of.runs.back()].commit;
    Members{text}
        .text("label", of.label)
        .json("commit", commit ? json_text(commit->id) : "null")
        .json("runs", runs + "]");
    return text + "}";
}

void add_ends(Members& to, const std::optional<analysis::Interval>& interval) {
    to.number("ratio_low", interval ? std::optional{interval->low} : std::nullopt)
        .number("ratio_high", interval ? std::optional{interval->high} : std::nullopt);
}

void add_row(Members& to, const model::History& history, const analysis::ComparedBenchmark& row) {
    const model::Benchmark& benchmark = history.benchmarks[row.benchmark];
    const model::Measure& measure = history.measures[row.measure];
    to.text("name", benchmark.name).text("benchmark", benchmark.slug).text("measure", measure.name);
    to.text("unit", measure.unit).text("verdict", name_of(row.verdict));
    to.number("before", row.before).number("after", row.after).number("ratio", row.ratio);
    add_ends(to, row.interval);
    to.number("noise", row.noise).number("p", row.p).number("adjusted_p", row.adjusted_p);
    to.count("runs_before", row.runs_before).count("runs_after", row.runs_after);
    to.number("visible", row.visible).count("more_runs", row.more_runs);
}

void add_mean(Members& to, const model::History& history, const analysis::ComparedAggregate& mean) {
    const bool defined = !mean.undefined && mean.n > 0;
    to.text("set", mean.set).text("measure", history.measures[mean.measure].name);
    to.number("ratio", defined ? mean.ratio : model::absent);
    add_ends(to, mean.interval);
    to.count("n", mean.n).json("undefined", mean.undefined ? json_text(*mean.undefined) : "null");
}

void add_comparison(Members& to, const model::History& history, const Comparison& comparison) {
    to.text("testbed", history.testbeds[comparison.testbed_after].slug);
    to.text("testbed_before", history.testbeds[comparison.testbed_before].slug);
    to.flag("across_testbeds", comparison.across_testbeds()).flag("across_suites", comparison.across_suites);
    to.json("before", side(history, comparison.before)).json("after", side(history, comparison.after));
    to.text("verdict", name_of(comparison.overall.verdict)).number("p", comparison.overall.p);
    to.count("by_chance", comparison.by_chance);
    to.json("geometric_means",
            list(comparison.means, [&](Members& out, const auto& mean) { add_mean(out, history, mean); }));
    to.json("benchmarks", list(comparison.rows, [&](Members& out, const auto& row) { add_row(out, history, row); }));
    to.json("not_compared", list(comparison.excluded, [](Members& out, const analysis::Excluded& excluded) {
                out.text("what", excluded.what).text("why", name_of(excluded.why)).text("detail", excluded.detail);
            }));
}

}  // namespace

std::string comparison_document(const Content& content, std::span<const Comparison> comparisons) {
    std::string text = "{";
    Members{text}
        .json("schema_version", std::to_string(schema_version))
        .json("comparisons", list(comparisons, [&](Members& to, const Comparison& comparison) {
                  add_comparison(to, content.history, comparison);
              }));
    return text + "}\n";
}

}  // namespace benchfolio::site::downloads
