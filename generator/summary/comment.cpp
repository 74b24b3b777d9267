#include "summary/comment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <tuple>

#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/lookup.hpp"
#include "site/routes.hpp"
#include "site/words.hpp"
#include "summary/markdown.hpp"
#include "summary/marker.hpp"

namespace benchfolio::summary {
namespace {

using analysis::GateBase;
using analysis::GateReport;
using analysis::GateRow;
using analysis::Light;
using analysis::RunShift;
using site::counted;
using site::number;

constexpr std::size_t most_open = 30;  // changed rows that a reader sees at once; the others are one click away
constexpr std::size_t most_places = 5;
constexpr std::string_view nothing = "—";

// ---- Addresses ----

std::string at_site(const GateContent& content, std::string_view path) {
    return site::routes::below(content.options.base_url, path);
}

// The pages of runs are kept for 90 days.
std::string run_page(const GateContent& content, const model::Run& run) {
    const bool has_page = content.history.runs.back().time - run.time <= site::recent_window;
    return has_page ? at_site(content, site::routes::run(run)) : "";
}

// ---- Rows ----

const model::Measure& measure_of(const GateContent& content, const GateRow& row) {
    return content.history.measures[row.measure];
}

// How far a value lies on the bad side: ln of its ratio, turned round where higher is better.
double badness(double ratio, const model::Measure& measure) {
    if (!(ratio > 0)) return 0;
    return measure.direction == model::Direction::lower_is_better ? std::log(ratio) : -std::log(ratio);
}

double badness(const GateContent& content, const GateRow& row) {
    return row.ratio ? badness(*row.ratio, measure_of(content, row)) : 0;
}

using Rows = std::vector<const GateRow*>;

// The order of the table: by what it shows, then the worst first. The last members make it the same every time.
int rank(const GateRow& row) {
    return row.light == Light::red ? 0 : row.light == Light::amber ? 1 : row.better ? 2 : 3;
}

template <typename Choose>
Rows chosen(const GateContent& content, Choose choose) {
    Rows rows;
    for (const GateRow& row : content.gate.rows)
        if (choose(row)) rows.push_back(&row);
    const auto place = [&](const GateRow* row) {
        const double bad = badness(content, *row);
        return std::tuple{rank(*row), row->better ? bad : -bad, row->benchmark, row->measure, row->testbed, row->run};
    };
    std::ranges::stable_sort(rows, {}, place);
    return rows;
}

bool is_change(const GateRow& row) {
    return rank(row) < 3;
}

std::size_t count_better(const GateReport& gate) {
    return static_cast<std::size_t>(
        std::ranges::count_if(gate.rows, [](const GateRow& row) { return rank(row) == 2; }));
}

bool is_noteworthy(const RunShift& shift) {
    return shift.light != Light::green || shift.better || shift.taken_off;
}

bool has_changes(const GateReport& gate) {
    const auto moved = [](const RunShift& shift) { return shift.light != Light::green || shift.better; };
    return std::ranges::any_of(gate.rows, is_change) || std::ranges::any_of(gate.shifts, moved);
}

// ---- Cells ----

std::string value_text(double value, const model::Measure& measure) {
    return std::isfinite(value) ? text(chart::quantity(value, measure.unit)) : std::string{nothing};
}

std::string benchmark_cell(const GateContent& content, const GateRow& row) {
    const model::Benchmark& benchmark = content.history.benchmarks[row.benchmark];
    const std::string name = code(site::label_of(benchmark));
    // What the archive has not has no page yet.
    const std::string cell = row.n == 0 ? name : link(name, at_site(content, site::routes::benchmark(benchmark)));
    return site::goes_without_saying(measure_of(content, row))
               ? cell
               : cell + ", " + text(site::heading_of(measure_of(content, row)));
}

std::string cpu_cell(const GateContent& content, const GateRow& row) {
    return code(content.history.testbeds[row.testbed].label);
}

std::string ratio_text(double ratio, const model::Measure& measure) {
    const bool worse = badness(ratio, measure) > 0;
    return chart::signed_percent(ratio - 1) + " " +
           site::verdict_word(worse ? analysis::Verdict::slower : analysis::Verdict::faster, measure);
}

std::string ratio_text(const GateContent& content, const GateRow& row) {
    return row.ratio && *row.ratio > 0 ? ratio_text(*row.ratio, measure_of(content, row)) : "beyond the limit";
}

std::string interval_text(const std::optional<analysis::Interval>& interval) {
    if (!interval) return std::string{nothing};
    return chart::signed_percent(interval->low - 1) + " to " + chart::signed_percent(interval->high - 1);
}

std::string change_cell(const GateContent& content, const GateRow& row) {
    if (row.light == Light::red) return "🔴 **" + ratio_text(content, row) + "**";
    if (row.light == Light::amber) return "🟡 perhaps " + ratio_text(content, row);
    if (row.better) return "🟢 " + ratio_text(content, row);
    return row.ratio ? chart::signed_percent(*row.ratio - 1) : std::string{nothing};
}

std::string interval_cell(const GateContent&, const GateRow& row) {
    return interval_text(row.interval);
}

std::string values_cell(const GateContent& content, const GateRow& row) {
    const model::Measure& measure = measure_of(content, row);
    return (row.n == 0 ? std::string{nothing} : value_text(row.baseline, measure)) + " → " +
           value_text(row.value, measure);
}

std::string limit_cell(const GateContent& content, const GateRow& row) {
    const model::Measure& measure = measure_of(content, row);
    if (row.lower && row.upper) return value_text(*row.lower, measure) + " to " + value_text(*row.upper, measure);
    if (row.upper) return "≤ " + value_text(*row.upper, measure);
    return row.lower ? "≥ " + value_text(*row.lower, measure) : std::string{nothing};
}

std::string runs_cell(const GateContent&, const GateRow& row) {
    return number(row.n);
}

std::string reason_cell(const GateContent&, const GateRow& row) {
    return text(row.reason);
}

std::string trend_cell(const GateContent& content, const GateRow& row) {
    if (row.n == 0) return std::string{nothing};
    const model::Benchmark& benchmark = content.history.benchmarks[row.benchmark];
    const std::string picture = at_site(content, site::routes::plot("sparkline", benchmark.slug));
    return link("!" + link("last 2 months", picture), at_site(content, site::routes::benchmark(benchmark)));
}

// ---- Tables ----

struct Column {
    std::string_view heading;
    std::string (*cell)(const GateContent&, const GateRow&);
};
using Columns = std::vector<Column>;

Columns with_cpu(const GateContent& content, Columns columns) {
    std::set<std::uint32_t> testbeds;
    for (const GateRow& row : content.gate.rows) testbeds.insert(row.testbed);
    if (testbeds.size() > 1) columns.insert(columns.begin() + 1, {"CPU", cpu_cell});
    return columns;
}

Columns of_changes(const GateContent& content) {
    Columns columns{{"Benchmark", benchmark_cell},  {"Change", change_cell}, {"95 %", interval_cell},
                    {"History → new", values_cell}, {"Limit", limit_cell},   {"Runs", runs_cell}};
    if (!content.options.base_url.empty()) columns.push_back({"Trend", trend_cell});
    return with_cpu(content, columns);
}

Columns of_unknown(const GateContent& content) {
    return with_cpu(content, {{"Benchmark", benchmark_cell},
                              {"History → new", values_cell},
                              {"Runs", runs_cell},
                              {"Why, and what would make it tell", reason_cell}});
}

Columns of_steady(const GateContent& content) {
    return with_cpu(content, {{"Benchmark", benchmark_cell},
                              {"Change", change_cell},
                              {"95 %", interval_cell},
                              {"History → new", values_cell},
                              {"Runs", runs_cell}});
}

std::string head_of(const Columns& columns) {
    std::string names = "|", rule = "|";
    for (const Column& column : columns) {
        names += fmt::format(" {} |", column.heading);
        rule += " --- |";
    }
    return names + "\n" + rule + "\n";
}

// A part of the text that may be cut: lines, between what opens and what closes them.
struct Section {
    std::string opening, closing;
    std::size_t lines = 0;
    std::function<std::string(std::size_t)> line;

    // What it takes in any case, and the note of what was cut.
    std::size_t frame() const { return lines == 0 ? 0 : opening.size() + closing.size() + 64; }
};

// As many lines as fit into `left`, from which they are taken. What does not fit is counted.
std::string written(const Section& section, std::size_t& left) {
    if (section.lines == 0) return "";
    std::string body = section.opening;
    std::size_t shown = 0;
    for (; shown < section.lines; ++shown) {
        const std::string line = section.line(shown);
        if (line.size() > left) break;
        left -= line.size();
        body += line;
    }
    if (shown < section.lines) body += fmt::format("\nAnd {} more.\n", number(section.lines - shown));
    return body + section.closing;
}

std::string folded(const std::string& title) {
    return fmt::format("<details><summary>{}</summary>\n\n", title);
}

constexpr std::string_view end_of_fold = "\n</details>\n\n";

Section table(const GateContent& content, const Columns& columns, Rows rows, const std::string& before,
              std::string_view after) {
    const std::size_t lines = rows.size();
    return {before + head_of(columns), std::string{after}, lines,
            [&content, columns, rows = std::move(rows)](std::size_t i) {
                std::string line = "|";
                for (const Column& column : columns) line += " " + column.cell(content, *rows[i]) + " |";
                return line + "\n";
            }};
}

Section names(const std::vector<std::string>& all, const std::string& title) {
    return {folded(title), std::string{end_of_fold}, all.size(),
            [&all](std::size_t i) { return "- " + code(all[i]) + "\n"; }};
}

// ---- The run as a whole ----

std::string_view signal(Light light) {
    switch (light) {
        case Light::green:
            return "🟢";
        case Light::amber:
            return "🟡";
        case Light::red:
            return "🔴";
        case Light::unknown:
            break;
    }
    return "⚪";
}

// Hosts differ in speed from run to run: what lies within that is a number and no verdict.
std::string movement(const GateContent& content, const RunShift& shift) {
    if (shift.light == Light::green && !shift.better)
        return chart::signed_percent(shift.ratio - 1) + ", as hosts here do";
    return fmt::format("{}, 95 % {}", ratio_text(shift.ratio, content.history.measures[shift.measure]),
                       interval_text(shift.interval));
}

std::string shift_line(const GateContent& content, const RunShift& shift) {
    std::string line = fmt::format("- {} {}, {}: {} together {}", signal(shift.light),
                                   code(content.history.testbeds[shift.testbed].label),
                                   text(site::heading_of(content.history.measures[shift.measure])),
                                   counted(shift.benchmarks, "benchmark"), movement(content, shift));
    if (shift.taken_off) line += "; taken off in the tables below";
    return line + (shift.reason.empty() ? "" : ". " + text(shift.reason)) + "\n";
}

Section shifts(const GateContent& content) {
    std::vector<const RunShift*> told;
    for (const RunShift& shift : content.gate.shifts)
        if (is_noteworthy(shift)) told.push_back(&shift);
    const std::size_t lines = told.size();
    return {"The run as a whole:\n\n", "\n", lines,
            [&content, told = std::move(told)](std::size_t i) { return shift_line(content, *told[i]); }};
}

// ---- What it was held against ----

std::string commit_text(const GateContent& content, const std::optional<model::Commit>& commit) {
    if (!commit) return "no commit recorded";
    return "commit " + link(code(site::short_commit(*commit)),
                            site::routes::below(content.options.repository_url, "commit/" + commit->id));
}

std::string base_line(const GateContent& content, const GateBase& base) {
    const model::Testbed& testbed = content.history.testbeds[base.testbed];
    const std::string cpu = link(code(testbed.label), base.run ? at_site(content, site::routes::testbed(testbed)) : "");
    if (!base.run) return fmt::format("- {}: the archive has no earlier run on this CPU\n", cpu);
    const model::Run& run = content.history.runs[*base.run];
    return fmt::format("- {}: {}, the newest {} of {}, {}{}\n", cpu, counted(base.runs, "run"),
                       link(code(run.id), run_page(content, run)), site::minute(run.time),
                       commit_text(content, run.commit), base.how.empty() ? "" : " (" + text(base.how) + ")");
}

Section bases(const GateContent& content) {
    const std::vector<GateBase>& all = content.gate.bases;
    return {"Held against:\n\n", "\n", all.size(), [&](std::size_t i) { return base_line(content, all[i]); }};
}

std::string rate(const GateContent& content) {
    return fmt::format(
        "Results are held against earlier runs on the same CPU only. If nothing had changed, the default "
        "rule would make at most {} of such reports red.\n",
        chart::percent(content.gate.false_alarm_rate));
}

std::string unmatched(const GateReport& gate) {
    if (gate.unmatched.empty()) return "";
    const std::size_t shown = std::min(gate.unmatched.size(), most_places);
    std::vector<std::string> places;
    for (std::size_t i = 0; i < shown; ++i) places.push_back(code(gate.unmatched[i]));
    if (gate.unmatched.size() > shown) places.push_back(number(gate.unmatched.size() - shown) + " more");
    return "\nNo result came under " + site::listed(places) + ".\n";
}

// ---- The verdict ----

// Plain text.
std::string verdict(const GateReport& gate) {
    const std::string all = counted(gate.rows.size(), "result");
    switch (gate.light()) {
        case Light::red:
            if (gate.red == 0) return "Regression: the run as a whole is beyond what the history allows";
            return fmt::format("Regression: {} of {} {} beyond what the history allows", number(gate.red), all,
                               gate.red == 1 ? "is" : "are");
        case Light::amber:
            if (gate.amber == 0)
                return "Perhaps a regression: the run as a whole may be beyond what the history allows";
            return fmt::format("Perhaps a regression: {} of {} may be beyond what the history allows",
                               number(gate.amber), all);
        case Light::green:
            return fmt::format("No regression: {} of {} {} within what the history allows", number(gate.green), all,
                               gate.green == 1 ? "is" : "are");
        case Light::unknown:
            break;
    }
    if (gate.rows.empty()) return "Cannot tell: there are no results to judge";
    return fmt::format("Cannot tell: none of {} can be judged", all);
}

std::string counts(const GateReport& gate) {
    const std::size_t better = count_better(gate), steady = gate.green - std::min<std::size_t>(better, gate.green);
    return fmt::format("{} red · {} amber · {} better · {} within limits · {} cannot tell · {} missing\n\n",
                       number(gate.red), number(gate.amber), number(better), number(steady), number(gate.unknown),
                       number(gate.missing.size()));
}

std::string opening(const GateContent& content) {
    return fmt::format("### {}\n\n{} **{}.**\n\n{}", link(text(content.options.title), at_site(content, "")),
                       signal(content.gate.light()), verdict(content.gate), counts(content.gate));
}

// ---- All of it ----

std::vector<Section> sections(const GateContent& content) {
    const Rows changed = chosen(content, is_change);
    const auto open = static_cast<std::ptrdiff_t>(std::min(changed.size(), most_open));
    const Rows first{changed.begin(), changed.begin() + open}, rest{changed.begin() + open, changed.end()};
    const Rows unknown = chosen(content, [](const GateRow& row) { return row.light == Light::unknown; });
    const Rows steady = chosen(content, [](const GateRow& row) { return row.light == Light::green && !row.better; });
    const auto fold = [&](const Columns& columns, const Rows& rows, std::string_view what) {
        return table(content, columns, rows, folded(fmt::format("{} {}", number(rows.size()), what)), end_of_fold);
    };
    return {shifts(content),
            table(content, of_changes(content), first, "", "\n"),
            fold(of_changes(content), rest, "more that changed"),
            names(content.gate.missing, counted(content.gate.missing.size(), "benchmark") + " missing"),
            fold(of_unknown(content), unknown, "cannot tell"),
            fold(of_steady(content), steady, "within limits")};
}

// What is read last is budgeted first: what the results were held against is never cut for their sake.
std::string body(const GateContent& content, std::size_t most) {
    const std::string first = opening(content), last = rate(content) + unmatched(content.gate);
    const std::vector<Section> parts = sections(content);
    const Section held_against = bases(content);
    std::size_t needed = first.size() + last.size() + held_against.frame();
    for (const Section& part : parts) needed += part.frame();
    std::size_t left = most - std::min(most, needed);
    const std::string against = written(held_against, left);
    std::string text = first;
    for (const Section& part : parts) text += written(part, left);
    return text + against + last;
}

}  // namespace

std::string comment(const GateContent& content) {
    const std::string key = model::slug(content.key.empty() ? content.options.title : content.key);
    const std::string marker = line_of({key, has_changes(content.gate)}) + "\n";
    return marker + body(content, largest_comment - marker.size());
}

std::string_view name_of(Conclusion conclusion) {
    switch (conclusion) {
        case Conclusion::success:
            return "success";
        case Conclusion::neutral:
            return "neutral";
        case Conclusion::failure:
            break;
    }
    return "failure";
}

CheckText check(const GateContent& content) {
    const bool green = content.gate.light() == Light::green;
    return {.name = "benchfolio: " + (content.key.empty() ? content.options.title : content.key),
            .title = verdict(content.gate),
            .summary = body(content, largest_comment),
            .conclusion = content.failed ? Conclusion::failure
                          : green        ? Conclusion::success
                                         : Conclusion::neutral};
}

}  // namespace benchfolio::summary
