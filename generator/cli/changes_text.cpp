#include "cli/changes_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "chart/quantity.hpp"
#include "cli/columns.hpp"
#include "site/pages/differences.hpp"
#include "site/words.hpp"
#include "summary/changes.hpp"
#include "summary/characters.hpp"

namespace benchfolio::cli {
namespace {

using analysis::Change;
using analysis::ChangeState;
using Row = std::array<std::string, 5>;  // verdict, interval, levels, testbeds, state

struct Line {
    Row cells;
    std::string benchmark, review;
    bool alarming = false;
};

std::string interval_text(const Change& change) {
    if (!change.interval) return "";
    return fmt::format("{} to {}", chart::signed_percent(change.interval->low - 1),
                       chart::signed_percent(change.interval->high - 1));
}

std::string review_line(const analysis::Review& review) {
    return printable(summary::review_text(review), 400) + (review.issue.empty() ? "" : " " + printable(review.issue));
}

Line line_of(const site::Content& content, const analysis::BenchmarkChange& of) {
    const Change& change = content.report.changes[of.leading];
    const model::Series& series = content.history.series[change.series];
    const model::Measure& measure = content.history.measures[series.measure];
    const bool worse = change.direction == analysis::Verdict::slower;
    Line line;
    line.cells = {fmt::format("{} {}", worse ? "▲" : "▼", site::change_text(change, measure)), interval_text(change),
                  fmt::format("{} → {}", chart::quantity(change.before, measure.unit),
                              chart::quantity(change.after, measure.unit)),
                  site::agreement_text(content.history, change),
                  fmt::format("{} {}", analysis::name_of(change.state), change.id)};
    line.benchmark = printable(content.history.benchmarks[series.benchmark].name) +
                     (site::goes_without_saying(measure) ? "" : ", " + printable(site::heading_of(measure))) + ", " +
                     printable(content.history.testbeds[series.testbed].label);
    if (const analysis::Review* review = summary::review_of(content, of)) line.review = review_line(*review);
    line.alarming = worse && change.state == ChangeState::confirmed && !analysis::is_reviewed(change);
    return line;
}

std::array<std::size_t, 5> widths_of(const std::vector<Line>& lines) {
    std::array<std::size_t, 5> widths{};
    for (const Line& line : lines)
        for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], width_of(line.cells[i]));
    return widths;
}

std::string padded(const std::string& text, std::size_t width) {
    return text + std::string(width - width_of(text), ' ');
}

std::string text_of(const Line& line, const std::array<std::size_t, 5>& widths, const Screen& screen) {
    const std::string verdict = padded(line.cells[0], widths[0]);
    std::string text = "  " + (line.alarming ? red(screen, verdict) : verdict);
    for (std::size_t i = 1; i < widths.size(); ++i) text += "  " + padded(line.cells[i], widths[i]);
    text += "  " + line.benchmark + "\n";
    if (!line.review.empty()) text += "      " + line.review + "\n";
    return text;
}

std::string event_text(const site::Content& content, const analysis::ChangeEvent& event, const Screen& screen) {
    const analysis::ChangeGroup& group = content.report.change_groups[event.group];
    const Change& leading = content.report.changes[group.changes.front()];
    std::string text =
        "\n" + bold(screen, fmt::format("{}  {}", site::day(content.history.runs[group.first_run_after].time),
                                        summary::commits_text(content, event)));
    text += "\nalso changed: " + printable(site::told(leading.suspects), 400) + "\n";
    std::vector<Line> lines;
    for (const analysis::BenchmarkChange& of : event.benchmarks) lines.push_back(line_of(content, of));
    const auto widths = widths_of(lines);
    for (const Line& line : lines) text += text_of(line, widths, screen);
    return text;
}

}  // namespace

std::string changes_text(const site::Content& content, std::span<const std::uint32_t> changes,
                         std::optional<model::Time> since, const Screen& screen) {
    std::string text = summary::changes_sentence(content, changes, since) + "\n";
    for (const analysis::ChangeEvent& event : analysis::events_of(content.history, content.report, changes))
        text += event_text(content, event, screen);
    return text;
}

std::string printable(std::string_view anything, std::size_t longest) {
    std::string text;
    for (std::size_t shown = 0; !anything.empty(); ++shown) {
        if (shown == longest) return text + "…";
        const auto [code, bytes] = summary::first_character(anything);
        if (!code)
            text += "\xEF\xBF\xBD";
        else
            text += summary::is_deceptive(*code) ? std::string{" "} : std::string{anything.substr(0, bytes)};
        anything.remove_prefix(bytes);
    }
    return text;
}

}  // namespace benchfolio::cli
