#include "site/change_marks.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "chart/quantity.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::Change;
using analysis::ChangeState;

constexpr std::size_t most_told = 3;

// One mark in the making: changes of several CPUs, and what their ranges share.
struct Mark {
    chart::Span time;
    bool worse = true, sure = false;
    std::uint32_t group = 0, run_before = 0, run_after = 0;
    std::optional<std::uint32_t> commits;
    std::vector<double> ratios;
};

chart::Span time_of(const Content& content, const Change& change) {
    return {days_of(content.history.runs[change.last_run_before].time),
            days_of(content.history.runs[change.first_run_after].time)};
}

const model::Measure& measure_of(const Content& content, const Change& change) {
    return content.history.measures[content.history.series[change.series].measure];
}

bool belongs(const Mark& mark, const Change& change, chart::Span time) {
    const bool worse = change.direction == analysis::Verdict::slower;
    return mark.group == change.group && mark.worse == worse && mark.time.from < time.to && time.from < mark.time.to;
}

void join(Mark& mark, const Change& change, chart::Span time) {
    mark.time = {std::max(mark.time.from, time.from), std::min(mark.time.to, time.to)};
    mark.run_before = std::max(mark.run_before, change.last_run_before);
    mark.run_after = std::min(mark.run_after, change.first_run_after);
    mark.sure |= change.state == ChangeState::confirmed;
    mark.commits.reset();  // of the shared range nobody counted them
    if (change.ratio) mark.ratios.push_back(*change.ratio);
}

void add(const Content& content, const Change& change, std::vector<Mark>& marks) {
    const chart::Span time = time_of(content, change);
    const auto found = std::ranges::find_if(marks, [&](const Mark& mark) { return belongs(mark, change, time); });
    if (found != marks.end()) {
        const auto commits = found->commits;
        const bool same = found->run_before == change.last_run_before && found->run_after == change.first_run_after;
        join(*found, change, time);
        if (same) found->commits = commits;
        return;
    }
    marks.push_back({time,
                     change.direction == analysis::Verdict::slower,
                     change.state == ChangeState::confirmed,
                     change.group,
                     change.last_run_before,
                     change.first_run_after,
                     change.commit_count,
                     {}});
    if (change.ratio) marks.back().ratios.push_back(*change.ratio);
}

std::string whole_percent(double ratio) {
    const std::string text = chart::grouped(std::abs(ratio - 1) * 100, 0);
    return (ratio > 1 ? "+" : "−") + text;
}

std::string amount_of(const Mark& mark) {
    if (mark.ratios.empty()) return "";
    const auto [least, most] = std::ranges::minmax_element(mark.ratios);
    const std::string low = whole_percent(*least), high = whole_percent(*most);
    return " " + (low == high ? low : low + " to " + high) + " %";
}

std::string commits_of(const Content& content, const Mark& mark) {
    const auto& before = content.history.runs[mark.run_before].commit;
    const auto& after = content.history.runs[mark.run_after].commit;
    if (!before || !after || before->id == after->id) return "";
    const std::string count = mark.commits ? " (" + counted(*mark.commits, "commit") + ")" : "";
    return ", " + short_commit(*before) + ".." + short_commit(*after) + count;
}

chart::Change drawn(const Content& content, const model::Measure& measure, const Mark& mark) {
    const std::string glyph = mark.worse ? "▲" : "▼";
    const std::string word = verdict_word(mark.worse ? analysis::Verdict::slower : analysis::Verdict::faster, measure);
    const std::string amount = glyph + amount_of(mark), doubt = mark.sure ? "" : ", watching";
    const std::string text = amount + " " + word + doubt;
    return {
        mark.time.from, mark.time.to, mark.worse, mark.sure, {text + commits_of(content, mark), text, amount, glyph}};
}

std::string in_words(const Content& content, const Change& change) {
    const model::Testbed& testbed = content.history.testbeds[content.history.series[change.series].testbed];
    return change_text(change, measure_of(content, change)) + " on " + testbed.label + " between " +
           day(content.history.runs[change.last_run_before].time) + " and " +
           day(content.history.runs[change.first_run_after].time) +
           (change.state == ChangeState::watching ? " (watching)" : "");
}

}  // namespace

std::vector<const Change*> drawn_changes(const Content& content, std::span<const std::uint32_t> changes,
                                         const std::vector<DrawnSeries>& drawn, double from) {
    std::vector<const Change*> found;
    for (const std::uint32_t index : changes) {
        const Change& change = content.report.changes[index];
        const auto is_of = [&](const DrawnSeries& each) { return each.index == change.series; };
        if (change.state == ChangeState::retracted || std::ranges::none_of(drawn, is_of)) continue;
        if (time_of(content, change).to >= from) found.push_back(&change);
    }
    return found;
}

std::vector<chart::Change> change_marks(const Content& content, const std::vector<const Change*>& changes) {
    std::vector<Mark> marks;
    for (const Change* change : changes) add(content, *change, marks);
    std::ranges::stable_sort(marks, {}, [](const Mark& mark) { return std::pair{mark.time.to, mark.time.from}; });
    std::vector<chart::Change> result;
    for (const Mark& mark : marks) result.push_back(drawn(content, measure_of(content, *changes.front()), mark));
    return result;
}

std::string changes_in_words(const Content& content, const std::vector<const Change*>& changes) {
    if (changes.empty()) return {};
    std::string text = " Changes: ";
    const std::size_t told = std::min(changes.size(), most_told);
    for (std::size_t i = 0; i < told; ++i)
        text += (i > 0 ? "; " : "") + in_words(content, *changes[changes.size() - 1 - i]);
    return told < changes.size() ? text + "; and " + number(changes.size() - told) + " earlier." : text + ".";
}

ChangesAt changes_at(const Content& content, const std::vector<const Change*>& changes) {
    ChangesAt at;
    for (const Change* change : changes) {
        const bool worse = change->direction == analysis::Verdict::slower;
        at[{change->series, change->first_run_after}] = (worse ? ", ▲ " : ", ▼ ") +
                                                        change_text(*change, measure_of(content, *change)) +
                                                        (change->state == ChangeState::watching ? ", watching" : "");
    }
    return at;
}

}  // namespace benchfolio::site
