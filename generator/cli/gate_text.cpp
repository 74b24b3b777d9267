#include <fmt/format.h>

#include <algorithm>

#include "chart/quantity.hpp"
#include "cli/changes_text.hpp"
#include "cli/gate_report.hpp"
#include "site/words.hpp"

namespace benchfolio::cli {
namespace {

using analysis::GateReport;
using analysis::GateRow;
using analysis::Light;
using model::History;

constexpr std::size_t most_unknown = 20, most_missing = 10, longest_reason = 400;

std::string verdict_line(const GateReport& gate, const Screen& screen) {
    switch (gate.light()) {
        case Light::red:
            return red(screen, "regression");
        case Light::amber:
            return bold(screen, "perhaps a regression");
        case Light::green:
            return bold(screen, "no regression");
        case Light::unknown:
            break;
    }
    return bold(screen, "cannot tell");
}

std::string line(std::string_view what, const std::string& text) {
    return fmt::format("{:<11}{}\n", what, text);
}

std::size_t count_better(const GateReport& gate) {
    return static_cast<std::size_t>(std::ranges::count(gate.rows, true, &GateRow::better));
}

std::string counts(const GateReport& gate) {
    return fmt::format("{} red, {} amber, {} better, {} green, {} cannot tell", gate.red, gate.amber,
                       count_better(gate), gate.green - count_better(gate), gate.unknown);
}

std::string base_text(const History& history, const analysis::GateBase& base) {
    const std::string label = printable(history.testbeds[base.testbed].label);
    if (!base.run) return fmt::format("{}: no earlier run", label);
    const model::Run& run = history.runs[*base.run];
    const std::string commit = run.commit ? " of " + site::short_commit(*run.commit) : "";
    return fmt::format("{}: up to {}{}, {} ({})", label, run.id, commit, counted(base.runs, "run", "runs"),
                       printable(base.how, longest_reason));
}

std::string shift_text(const History& history, const analysis::RunShift& shift) {
    const std::string& measure = history.measures[shift.measure].name;
    const std::string moved =
        fmt::format("{}, {}: {} over {}", printable(history.testbeds[shift.testbed].label), printable(measure),
                    chart::signed_percent(shift.ratio - 1), counted(shift.benchmarks, "benchmark", "benchmarks"));
    if (!shift.reason.empty()) return moved + "; " + shift.reason;
    return shift.taken_off ? moved + ", as hosts here do; taken off below" : moved + ", better as a whole";
}

std::string change_text(const GateRow& row) {
    if (!row.ratio) return "";
    std::string text = "  " + chart::signed_percent(*row.ratio - 1);
    if (row.interval)
        text += fmt::format(" [{}, {}]", chart::signed_percent(row.interval->low - 1),
                            chart::signed_percent(row.interval->high - 1));
    return text;
}

std::string limit_text(const History& history, const GateRow& row) {
    const std::string& unit = history.measures[row.measure].unit;
    std::string text;
    if (row.lower) text += fmt::format(", at least {}", chart::quantity(*row.lower, unit));
    if (row.upper) text += fmt::format(", at most {}", chart::quantity(*row.upper, unit));
    return text;
}

std::string row_text(const History& history, const GateRow& row) {
    const model::Measure& measure = history.measures[row.measure];
    const std::string what = row.better ? "better" : std::string{analysis::name_of(row.light)};
    std::string text = fmt::format("  {:<11} {}", row.light == Light::unknown ? "cannot tell" : what,
                                   printable(history.benchmarks[row.benchmark].name));
    if (measure.name != "time") text += ", " + printable(measure.name);
    text += fmt::format(", {}\n", printable(history.testbeds[row.testbed].label));
    if (row.n > 0)
        text += fmt::format("              {} -> {}{}{}, {} of history\n", chart::quantity(row.baseline, measure.unit),
                            chart::quantity(row.value, measure.unit), change_text(row), limit_text(history, row),
                            counted(row.n, "run", "runs"));
    if (!row.reason.empty()) text += fmt::format("              {}\n", printable(row.reason, longest_reason));
    return text;
}

std::string rows_text(const History& history, const GateReport& gate) {
    std::string text;
    std::size_t unknown = 0;
    for (const GateRow& row : gate.rows) {
        if (row.light == Light::green && !row.better) continue;
        if (row.light == Light::unknown && ++unknown > most_unknown) continue;
        text += row_text(history, row);
    }
    if (unknown > most_unknown) text += fmt::format("  and {} more cannot tell\n", grouped(unknown - most_unknown));
    return text.empty() ? "" : "\n" + text;
}

std::string missing_text(const GateReport& gate) {
    std::string text;
    for (std::size_t i = 0; i < std::min(gate.missing.size(), most_missing); ++i)
        text += (i == 0 ? "" : ", ") + printable(gate.missing[i]);
    if (gate.missing.size() > most_missing) text += fmt::format(" and {} more", gate.missing.size() - most_missing);
    return text;
}

// A limit that is no probability keeps no rate.
std::string rate_text(const GateReport& gate) {
    const bool all = std::ranges::none_of(
        gate.rows, [](const GateRow& row) { return row.threshold && !row.p && (row.lower || row.upper); });
    return fmt::format("at most {} of unchanged invocations fail, {}", chart::percent(gate.false_alarm_rate),
                       all ? "over all these tests"
                           : "over all tests with a probability; static, percentage and iqr limits have none");
}

}  // namespace

std::string gate_text(const History& history, const GateReport& gate, const Screen& screen) {
    std::string text = line("gate", verdict_line(gate, screen)) + line("results", counts(gate));
    for (const analysis::GateBase& base : gate.bases) text += line("base", base_text(history, base));
    for (const analysis::RunShift& shift : gate.shifts) text += line("whole run", shift_text(history, shift));
    text += line("rate", rate_text(gate));
    if (!gate.missing.empty()) text += line("missing", missing_text(gate));
    for (const std::string& threshold : gate.unmatched) text += line("unmatched", printable(threshold, longest_reason));
    return text + rows_text(history, gate);
}

}  // namespace benchfolio::cli
