#include "site/pages/aside.hpp"

#include <algorithm>

#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/comparison_words.hpp"
#include "site/downloads/comparison_document.hpp"
#include "site/pages/comparison_values.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::AsideVerdict;
using analysis::GateReport;
using analysis::GateRow;
using analysis::Light;

constexpr std::size_t most_gate_rows = 60;

// ---- What stands where on the page ----

// One testbed of the page: its excerpt as a site of its own, whose pages lie where this page lies.
struct Section {
    const Page& page;
    const AsideVerdict& verdict;
    const model::Purpose& purpose;
    std::string id;  // of the testbed among the page's, "1"
};

std::string label_of_line(const Section& section) {
    return analysis::label_of(section.purpose);
}

const model::Testbed& cpu_of(const Section& section) {
    return section.verdict.excerpt.history.testbeds.front();
}

Content content_of(const Section& section) {
    const Content& all = section.page.content();
    return {section.verdict.excerpt.history, section.verdict.excerpt.report, all.analysis_options, all.options};
}

// ---- Which runs ----

html::Values run_values(const Page& page, const Asides& asides, std::uint32_t index) {
    const model::Run& run = asides.archive().aside().runs[index];
    const model::Testbed& testbed = asides.archive().aside().testbeds[run.testbed];
    html::Values values;
    values.set("RUN_DATE", day(run.time)).set("RUN_TIME", model::iso8601(run.time));
    const bool has_page = asides.own_lookup().recent(index);
    values.declare("RUN_LINK").show("RUN_PLAIN", !has_page);
    if (has_page) values.add("RUN_LINK", with("RUN_URL", page.to(routes::run(run))));
    values.set("RUN_CPU", testbed.label).set("RUN_SUITE", run.suite.value_or("—")).set("RUN_FILE", run.file);
    values.set("RUN_MINUTE", minute(run.time)).declare("RAW");
    if (const auto url = raw_url(page.content().options, run)) values.add("RAW", with("RAW_URL", *url));
    set_commit(values, page, run.commit);
    return values;
}

void set_runs(html::Values& values, const Page& page, const Asides& asides, const analysis::AsideLine& line) {
    for (auto run = line.runs.rbegin(); run != line.runs.rend(); ++run)
        values.add("LINE_RUN", run_values(page, asides, *run));
}

// ---- The gate ----

std::string limits_text(const GateRow& row, const std::string& unit) {
    std::vector<std::string> parts;
    if (row.lower) parts.push_back("at least " + chart::quantity(*row.lower, unit));
    if (row.upper) parts.push_back("at most " + chart::quantity(*row.upper, unit));
    return parts.empty() ? "—" : listed(parts);
}

// The rule that judged a row, where it is a configured one.
std::string rule_text(const Section& section, const GateRow& row) {
    if (!row.threshold) return "default rule";
    const analysis::GateOptions& gate = section.page.content().analysis_options.gate;
    const analysis::Threshold& threshold = gate.thresholds[*row.threshold];
    std::string text{analysis::name_of(threshold.test)};
    if (!threshold.branches.empty()) text += ", written for " + listed(threshold.branches);
    return text;
}

html::Values gate_row(const Section& section, const GateRow& row) {
    const model::History& all = section.verdict.excerpt.history;
    const model::Measure& measure = all.measures[row.measure];
    html::Values values = with("WHAT", label_of(all.benchmarks[row.benchmark]));
    values.set("MEASURE", measure.name == "time" ? "" : heading_of(measure));
    values.set("LIGHT", row.better ? "better" : std::string{words_of(row.light)});
    values.set("LIGHT_CLASS", row.better ? "fast" : std::string{class_of(row.light)});
    const bool held = row.n > 0;
    values.set("BASELINE", held ? chart::quantity(row.baseline, measure.unit) : "—");
    values.set("VALUE", chart::quantity(row.value, measure.unit));
    values.set("CHANGE", row.ratio ? chart::signed_percent(*row.ratio - 1) : "—");
    values.set("LIMITS", limits_text(row, measure.unit)).set("RULE", rule_text(section, row));
    return std::move(values.set("REASON", row.reason));
}

std::string gate_counts(const GateReport& gate) {
    const auto better = static_cast<std::size_t>(std::ranges::count(gate.rows, true, &GateRow::better));
    return number(gate.red) + " red, " + number(gate.amber) + " amber, " + number(better) + " better, " +
           number(gate.green - better) + " green, " + number(gate.unknown) + " cannot tell";
}

void set_gate(html::Values& values, const Section& section) {
    values.declare("GATE");
    if (!section.verdict.gate) return;
    const GateReport& gate = *section.verdict.gate;
    html::Values item = with("SECTION_ID", section.id);
    item.set("LIGHT_WORDS", capitalised(words_of(gate.light()))).set("COUNTS", gate_counts(gate));
    item.set("LIGHT_CLASS", std::string{class_of(gate.light())});
    const std::uint32_t runs = gate.bases.empty() ? 0 : gate.bases.front().runs;
    item.set("HEADING", section.purpose.kind == model::Kind::manual ? "What the gate says" : "May it be merged?");
    item.set("HISTORY", counted(runs, "run")).declare("WHOLE").declare("ROW").declare("MORE");
    for (const analysis::RunShift& shift : gate.shifts)
        if (!shift.reason.empty()) item.add("WHOLE", with("REASON", shift.reason));
    std::size_t shown = 0, told = 0;
    for (const GateRow& row : gate.rows) {
        if (row.light == Light::green && !row.better) continue;
        if (++told > most_gate_rows) continue;
        item.add("ROW", gate_row(section, row));
        ++shown;
    }
    item.show("ROWS", shown > 0);
    if (told > shown) item.add("MORE", with("COUNT", number(told - shown)));
    values.add("GATE", std::move(item));
}

// ---- The verdict ----

// The page is about the line: only what is not of it is named beside what it is held against.
std::string heading_of(const Section& section, const analysis::AsideComparison& compared) {
    const analysis::Comparison& result = compared.result;
    if (result.after.label == label_of_line(section)) return "Against " + result.before.label;
    return capitalised(result.after.label) + " against " + result.before.label;
}

Download write_data(const Section& section) {
    downloads::AskedComparison asked;
    asked.base = section.verdict.comparisons.empty() ? "" : section.verdict.comparisons.front().result.before.label;
    asked.head = label_of_line(section);
    asked.refused = section.verdict.refused;
    std::vector<analysis::Comparison> all;
    for (const analysis::AsideComparison& compared : section.verdict.comparisons) {
        asked.why.push_back(compared.why);
        all.push_back(compared.result);
    }
    Download data = delivered(section.page.site().sink, routes::aside_data(section.purpose, cpu_of(section)),
                              asked.head + " on " + cpu_of(section).label,
                              downloads::comparison_document(content_of(section), all, asked));
    data.beside = true;
    return data;
}

void set_comparisons(html::Values& values, const Section& section, const Page& excerpt_page) {
    values.declare("COMPARED").declare("REFUSED");
    const std::string data = routes::aside_data(section.purpose, cpu_of(section));
    std::size_t next = 0;
    for (const analysis::AsideComparison& compared : section.verdict.comparisons) {
        const std::string id = section.id + "-" + std::to_string(++next);
        html::Values item = with("HEADING", heading_of(section, compared));
        item.set("WHY", compared.why).set("COMPARISON_ID", "c" + id);
        ComparisonPlace place{id, false, &section.page.history(), data};
        set_comparison(item, excerpt_page, compared.result, place);
        values.add("COMPARED", std::move(item));
    }
    for (const analysis::Excluded& refused : section.verdict.refused)
        values.add("REFUSED", with("WHY", refused.detail));
    values.set("DATA_URL", section.page.to(data));
}

void set_trend(html::Values& values, const Section& section) {
    values.declare("TREND");
    Figure figure = aside_trend(section.verdict, label_of_line(section), section.id);
    if (figure.svg.empty()) return;
    const std::string slug = model::slug(routes::aside(section.purpose) + cpu_of(section).slug);
    html::Values item = with("SECTION_ID", section.id);
    set_figure(item, section.page, std::move(figure), label_of_line(section) + " after the trends", "other", slug);
    values.add("TREND", std::move(item));
}

html::Values section_values(const Section& section) {
    const Content content = content_of(section);
    const Lookup lookup{content};
    const Site site{content, lookup, section.page.site().sink};
    const Page excerpt_page{site, routes::aside(section.purpose)};
    html::Values values;
    values.set("SECTION_CPU", cpu_of(section).label).set("SECTION_ID", section.id);
    values.show("IS_TAG", section.purpose.kind == model::Kind::tag);
    values.show("IS_NO_TAG", section.purpose.kind != model::Kind::tag);
    set_comparisons(values, section, excerpt_page);
    set_gate(values, section);
    set_trend(values, section);
    return values;
}

// ---- What the list says ----

std::string said_of(const AsideVerdict& verdict) {
    if (verdict.comparisons.empty()) return "Not compared: " + verdict.refused.front().detail + ".";
    const analysis::Comparison& first = verdict.comparisons.front().result;
    const model::History& all = verdict.excerpt.history;
    if (first.rows.empty() && !first.excluded.empty()) return "Not compared: " + first.excluded.front().detail + ".";
    std::string text = sentence_of(all, first);
    if (!first.means.empty())
        text += unbroken(" Geometric mean " +
                         mean_text(first.means.front(), all.measures[first.means.front().measure]) + ".");
    return text;
}

// The gate knows the history of each benchmark, the comparison the runs of two sides alone: which of the two says what.
AsideStanding standing_of(const Section& section) {
    const AsideVerdict& verdict = section.verdict;
    AsideStanding standing{verdict.testbed, said_of(verdict), {}, write_data(section)};
    if (verdict.gate) standing.light = verdict.gate->light();
    if (verdict.comparisons.empty() || verdict.comparisons.front().result.rows.empty()) return standing;
    const std::string base = verdict.gate ? "the base alone" : verdict.comparisons.front().result.before.label;
    standing.said = "Against " + base + ", " + uncapitalised(standing.said);
    return standing;
}

// The page's one question is answered first, testbed by testbed.
html::Values answer_of(const Section& section, const AsideStanding& standing) {
    html::Values answer = with("CPU", cpu_of(section).label);
    answer.set("SAID", standing.said).declare("LIGHT");
    if (standing.light)
        answer.add("LIGHT", std::move(with("WORDS", capitalised(words_of(*standing.light)))
                                          .set("LIGHT_CLASS", std::string{class_of(*standing.light)})
                                          .set("SECTION_ID", section.id)));
    return answer;
}

std::string lead_of(const analysis::AsideLine& line, const model::History& aside) {
    const model::Run &first = aside.runs[line.runs.front()], &last = aside.runs[line.runs.back()];
    std::string text = counted(line.runs.size(), "run") + ", " + day(first.time);
    if (day(first.time) != day(last.time)) text += " to " + day(last.time);
    return text + ". In no trend: they change no level, no alert and no mean of the other pages.";
}

}  // namespace

html::Values aside_page(const Page& page, Asides& asides, std::size_t index) {
    const analysis::AsideLine& line = asides.archive().lines[index];
    html::Values values = page.frame(title_of(line.purpose), routes::asides);
    values.set("TITLE", title_of(line.purpose)).set("ASIDES_URL", page.to(routes::asides));
    values.set("LEAD", lead_of(line, asides.archive().aside()));
    values.show("ARCHIVED", is_archived(page.content().options, line.purpose));
    std::size_t next = 0;
    for (const AsideVerdict& verdict : verdicts_of(asides.archive(), line)) {
        const Section section{page, verdict, line.purpose, std::to_string(++next)};
        values.add("TESTBED", section_values(section));
        asides.standings[index].push_back(standing_of(section));
        values.add("ANSWER", answer_of(section, asides.standings[index].back()));
    }
    set_runs(values, page, asides, line);
    return values;
}

}  // namespace benchfolio::site
