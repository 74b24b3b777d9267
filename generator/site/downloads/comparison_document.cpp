#include "site/downloads/comparison_document.hpp"

#include "site/downloads.hpp"
#include "site/downloads/compared_mean.hpp"
#include "site/downloads/members.hpp"

namespace benchfolio::site::downloads {
namespace {

using analysis::Comparison;

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

void add_run(Members& to, const model::Run& run) {
    to.text("id", run.id).text("time", model::iso8601(run.time)).text("file", run.file);
    to.json("commit", run.commit ? json_text(run.commit->id) : "null").text_or_null("suite", run.suite);
}

std::string side(const model::History& history, const analysis::Side& of, std::uint32_t testbed) {
    std::string text = "{";
    Members{text}
        .text("label", of.label)
        .text("testbed", history.testbeds[testbed].slug)
        .json("runs", list(of.runs, [&](Members& to, std::uint32_t run) { add_run(to, history.runs[run]); }));
    return text + "}";
}

std::string overall(const analysis::OverallTest& of) {
    std::string text = "{";
    Members{text}.text("verdict", name_of(of.verdict)).number("p", of.p);
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
    to.number("not_rejected_low", row.not_rejected ? std::optional{row.not_rejected->low} : std::nullopt)
        .number("not_rejected_high", row.not_rejected ? std::optional{row.not_rejected->high} : std::nullopt);
    to.count("runs_before", row.runs_before).count("runs_after", row.runs_after);
    to.number("noise", row.noise).number("p_ranks", row.p).number("p_noise", row.p_noise);
    to.number("p_adjusted", row.adjusted_p)
        .number("jumps", row.jumps)
        .number("visible", row.visible)
        .count("more_runs", row.more_runs);
}

std::string list(const std::vector<analysis::Excluded>& all) {
    return list(all, [](Members& to, const analysis::Excluded& excluded) {
        to.text("what", excluded.what).text("why", name_of(excluded.why)).text("detail", excluded.detail);
    });
}

void add_comparison(Members& to, const model::History& history, const Comparison& comparison, const std::string* why) {
    to.text("testbed", history.testbeds[comparison.testbed_after].slug);
    to.json("base", side(history, comparison.before, comparison.testbed_before));
    if (why) to.text("base_why", *why);
    to.json("head", side(history, comparison.after, comparison.testbed_after));
    to.flag("across_testbeds", comparison.across_testbeds());
    to.json("overall", overall(comparison.overall));
    to.json("means",
            list(comparison.means, [&](Members& out, const auto& mean) { add_mean(out, history.measures, mean); }));
    to.count("by_chance", comparison.by_chance);
    to.json("rows", list(comparison.rows, [&](Members& out, const auto& row) { add_row(out, history, row); }));
    to.json("excluded", list(comparison.excluded));
}

std::string document(const Content& content, std::span<const Comparison> comparisons, const AskedComparison* asked) {
    std::string text = "{";
    Members all{text};
    all.json("schema_version", std::to_string(schema_version));
    if (asked) all.text("base", asked->base).text("head", asked->head);
    std::size_t next = 0;
    all.json("comparisons", list(comparisons, [&](Members& to, const Comparison& comparison) {
                 add_comparison(to, content.history, comparison, asked ? &asked->why.at(next++) : nullptr);
             }));
    if (asked) all.json("refused", list(asked->refused));
    return text + "}\n";
}

}  // namespace

std::string comparison_document(const Content& content, std::span<const Comparison> comparisons) {
    return document(content, comparisons, nullptr);
}

std::string comparison_document(const Content& content, std::span<const Comparison> comparisons,
                                const AskedComparison& asked) {
    return document(content, comparisons, &asked);
}

std::string comparison_object(const Content& content, const analysis::Comparison& comparison) {
    std::string text = "{";
    Members all{text};
    add_comparison(all, content.history, comparison, nullptr);
    return text + "}";
}

}  // namespace benchfolio::site::downloads
