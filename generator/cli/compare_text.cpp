#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "chart/quantity.hpp"
#include "cli/changes_text.hpp"
#include "cli/columns.hpp"
#include "cli/compare_report.hpp"
#include "site/comparison_words.hpp"
#include "site/words.hpp"

namespace benchfolio::cli {
namespace {

using analysis::ComparedBenchmark;
using analysis::Comparison;
using analysis::Verdict;
using model::History;

constexpr std::size_t most_excluded = 12;

// Change, interval, before and after, runs: each a column.
struct Line {
    std::array<std::string, 4> cells;
    std::string rest;
    Verdict verdict = Verdict::cannot_tell;
};

Line line_of(const History& history, const ComparedBenchmark& row) {
    const model::Measure& measure = history.measures[row.measure];
    Line line;
    line.verdict = row.verdict;
    line.cells = {
        fmt::format("{} {}", site::glyph_of(row.verdict),
                    row.ratio ? site::times_text(*row.ratio, measure) : "no ratio"),
        row.interval ? site::interval_text(*row.interval) : "",
        fmt::format("{} → {}", chart::quantity(row.before, measure.unit), chart::quantity(row.after, measure.unit)),
        fmt::format("n={},{}", row.runs_before, row.runs_after)};
    line.rest = printable(history.benchmarks[row.benchmark].name);
    if (!site::goes_without_saying(measure)) line.rest += ", " + printable(site::heading_of(measure));
    const std::string telling = site::telling_text(row);
    if (!telling.empty()) line.rest += fmt::format("  ({})", telling);
    return line;
}

std::string painted(const Line& line, const std::string& text, const Screen& screen) {
    if (line.verdict == Verdict::slower) return red(screen, text);
    return line.verdict == Verdict::faster ? cyan(screen, text) : text;
}

std::string table(const std::vector<Line>& lines, const Screen& screen) {
    std::array<std::size_t, 4> widths{};
    for (const Line& line : lines)
        for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], width_of(line.cells[i]));
    std::string text;
    for (const Line& line : lines) {
        text += "  ";
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const std::string padding(widths[i] - width_of(line.cells[i]) + 2, ' ');
            text += (i == 0 ? painted(line, line.cells[i], screen) : line.cells[i]) + padding;
        }
        text += line.rest + "\n";
    }
    return text;
}

std::string excluded_text(const std::vector<analysis::Excluded>& excluded, const char* indent) {
    std::string text;
    for (std::size_t i = 0; i < std::min(excluded.size(), most_excluded); ++i)
        text += fmt::format("{}{}: {} ({})\n", indent, site::name_of(excluded[i].why), printable(excluded[i].what),
                            printable(excluded[i].detail, 300));
    if (excluded.size() > most_excluded)
        text += fmt::format("{}and {} more not compared\n", indent, grouped(excluded.size() - most_excluded));
    return text;
}

std::string warning(const History& history, const Comparison& comparison, const Screen& screen) {
    std::string text;
    if (comparison.across_testbeds())
        text +=
            fmt::format("  {} different CPUs, {} before and {} after: the numbers say as much of them as of the code\n",
                        bold(screen, "warning:"), printable(history.testbeds[comparison.testbed_before].label),
                        printable(history.testbeds[comparison.testbed_after].label));
    return text;
}

std::string mean_lines(const analysis::ComparedAggregate& mean, const model::Measure& measure) {
    std::string text = fmt::format("  {}, {}, {}: {}\n", site::mean_name(mean.weighted), printable(mean.set),
                                   printable(site::heading_of(measure)), printable(site::mean_text(mean, measure)));
    if (mean.test) text += fmt::format("    hierarchical test: {}\n", site::test_text(mean, measure));
    if (mean.range && mean.n > 1)
        text += fmt::format("    the middle 80 % of its benchmarks: {}\n", site::range_text(*mean.range, measure));
    return text;
}

// What people look for at the end of the output.
std::string conclusion(const History& history, const Comparison& comparison, const Screen& screen) {
    std::string text = fmt::format("\n  {}\n", bold(screen, site::sentence_of(history, comparison)));
    for (const analysis::ComparedAggregate& mean : comparison.means)
        text += mean_lines(mean, history.measures[mean.measure]);
    const site::VerdictCounts counts = site::counts_of(comparison.rows);
    text += fmt::format("  {} ▲  {} ▼  {} ≈ no evidence of change  {} ? cannot tell\n", grouped(counts.slower),
                        grouped(counts.faster), grouped(counts.no_evidence), grouped(counts.cannot_tell));
    if (const std::string chance = summary::chance_text(comparison); !chance.empty()) text += "  " + chance + "\n";
    return text + excluded_text(comparison.excluded, "  ");
}

std::string pair_text(const History& history, const summary::ComparedPair& pair, const Screen& screen) {
    const Comparison& comparison = pair.result;
    std::string text = fmt::format("\n{}\n", bold(screen, printable(history.testbeds[comparison.testbed_after].label)));
    text += fmt::format("  before  {} ({})\n", printable(summary::runs_text(history, comparison.before)),
                        printable(pair.why, 300));
    text += fmt::format("  after   {}\n", printable(summary::runs_text(history, comparison.after)));
    text += warning(history, comparison, screen) + "\n";
    std::vector<Line> lines;
    for (const ComparedBenchmark& row : comparison.rows) lines.push_back(line_of(history, row));
    return text + table(lines, screen) + conclusion(history, comparison, screen);
}

}  // namespace

std::string comparison_text(const site::Content& content, const summary::ComparedSides& sides, const Screen& screen) {
    std::string text = fmt::format("base    {}\nhead    {}\n", printable(sides.base, 300), printable(sides.head, 300));
    for (const summary::ComparedPair& pair : sides.pairs) text += pair_text(content.history, pair, screen);
    if (!sides.refused.empty()) text += "\nnot compared\n" + excluded_text(sides.refused, "  ");
    return text;
}

}  // namespace benchfolio::cli
