#include "site/comparison_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/tagged_set.hpp"
#include "chart/quantity.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::Verdict;

// "3 benchmarks slower and 2 faster"; empty where nothing changed. `are`: what stands after the first count's noun.
std::string changes_in_words(const VerdictCounts& counts, const VerdictWords& words, bool are) {
    std::vector<std::string> parts;
    const auto add = [&](std::size_t count, const std::string& word) {
        if (count == 0) return;
        const std::string verb = !are ? " " : count == 1 ? " is " : " are ";
        parts.push_back((parts.empty() ? counted(count, "benchmark") + verb : number(count) + " ") + word);
    };
    add(counts.slower, words.slower);
    add(counts.faster, words.faster);
    return listed(parts);
}

std::string overall_words(Verdict verdict, const VerdictWords& words) {
    switch (verdict) {
        case Verdict::slower:
            return capitalised(words.slower) + " overall";
        case Verdict::faster:
            return capitalised(words.faster) + " overall";
        case Verdict::no_evidence:
            return "No evidence of an overall change";
        case Verdict::cannot_tell:
            break;
    }
    return "Cannot tell overall";
}

Verdict direction_of(double ratio, const model::Measure& measure) {
    const bool worse = (ratio > 1) == (measure.direction == model::Direction::lower_is_better);
    return worse ? Verdict::slower : Verdict::faster;
}

// "18 Jun to 2 Jul 2026": what both dates share is said once.
std::string days_text(model::Time first, model::Time last) {
    std::string from = day(first);
    const std::string to = day(last);
    if (from == to) return to;
    constexpr std::size_t year = 5, month_and_year = 9;  // " 2026", " Nov 2026"
    const auto share = [&](std::size_t length) {
        return from.substr(from.size() - length) == to.substr(to.size() - length);
    };
    if (share(month_and_year))
        from.resize(from.size() - month_and_year);
    else if (share(year))
        from.resize(from.size() - year);
    return from + " to " + to;
}

// Rounded down, since it is claimed of all that is below it: "1.12x", "1.004x".
std::string least_text(double factor) {
    const double digits = factor < 1.01 ? 1000 : 100;
    return fmt::format("{:.{}f}x", std::floor(factor * digits) / digits, factor < 1.01 ? 3 : 2);
}

std::string whole_percent(double fraction) {
    return fmt::format("{:.0f} %", fraction * 100);
}

// How much faster, slower, more or less: twice as fast is 100 % faster, half as much is 50 % less.
std::string gain_text(double ratio, const model::Measure& measure) {
    const bool speed = measure.unit == "s" && ratio < 1;
    return chart::percent(speed ? 1 / ratio - 1 : ratio - 1);
}

std::string suite_of(const model::History& history, const analysis::Side& side) {
    if (side.runs.empty()) return "";
    return history.runs[side.runs.back()].suite.value_or("");
}

}  // namespace

VerdictCounts counts_of(std::span<const analysis::ComparedBenchmark> rows) {
    VerdictCounts counts;
    for (const analysis::ComparedBenchmark& row : rows) {
        switch (row.verdict) {
            case Verdict::slower:
                ++counts.slower;
                break;
            case Verdict::faster:
                ++counts.faster;
                break;
            case Verdict::no_evidence:
                ++counts.no_evidence;
                break;
            case Verdict::cannot_tell:
                ++counts.cannot_tell;
                break;
        }
    }
    return counts;
}

VerdictWords verdict_words(const model::History& history, const analysis::Comparison& comparison) {
    const auto& rows = comparison.rows;
    const auto words_of = [&](const analysis::ComparedBenchmark& row) {
        const model::Measure& measure = history.measures[row.measure];
        return VerdictWords{verdict_word(Verdict::slower, measure), verdict_word(Verdict::faster, measure)};
    };
    if (rows.empty()) return {"worse", "better"};
    const VerdictWords first = words_of(rows.front());
    const auto says_otherwise = [&](const analysis::ComparedBenchmark& row) { return words_of(row) != first; };
    return std::any_of(rows.begin(), rows.end(), says_otherwise) ? VerdictWords{"worse", "better"} : first;
}

std::string sentence_of(const model::History& history, const analysis::Comparison& comparison) {
    if (comparison.rows.empty()) return "Nothing of the two sides can be compared.";
    const VerdictWords words = verdict_words(history, comparison);
    const Verdict overall = comparison.overall.verdict;
    const bool moved = overall == Verdict::slower || overall == Verdict::faster;
    const std::string changes = changes_in_words(counts_of(comparison.rows), words, !moved);
    const std::string whole = overall_words(overall, words);
    if (changes.empty()) return overall == Verdict::no_evidence ? "No evidence of change." : whole + ".";
    return whole + (moved ? ": " : ", but ") + changes + ".";
}

std::string times_text(double ratio, const model::Measure& measure) {
    std::string text = chart::times(ratio);
    if (text == chart::times(1)) return text;
    return (text += ' ').append(verdict_word(direction_of(ratio, measure), measure));
}

std::string interval_text(const analysis::Interval& of_ratio) {
    return chart::signed_percent(of_ratio.low - 1) + " to " + chart::signed_percent(of_ratio.high - 1);
}

std::string mean_text(const analysis::ComparedAggregate& mean, const model::Measure& measure) {
    if (mean.undefined) return "undefined: a value of " + *mean.undefined + " is not positive";
    std::string text = times_text(mean.ratio, measure).append(" (");
    if (mean.interval) text += interval_text(*mean.interval) + ", ";
    return (text += "n = ").append(number(mean.n)).append(")");
}

std::string mean_name(bool weighted) {
    return weighted ? "weighted geometric mean" : "geometric mean";
}

std::string mean_heading(const analysis::Options& options, const std::string& set) {
    return capitalised(mean_name(analysis::is_weighted(options, set)));
}

std::string mean_heading(const analysis::Options& options, const std::string& set, const model::Measure& measure) {
    const std::string heading = mean_heading(options, set);
    return goes_without_saying(measure) ? heading : heading + " of " + heading_of(measure);
}

std::string mean_subject(const std::string& set, bool weighted, const model::Measure& measure) {
    const std::string of = set == "all" ? "All benchmarks" : set;
    return of + ", " + heading_within(measure) + (weighted ? " (weighted)" : "");
}

std::string test_text(const analysis::ComparedAggregate& mean, const model::Measure& measure) {
    if (!mean.test) return {};
    const analysis::SuiteTest& test = *mean.test;
    std::string text;
    for (auto one = test.at_least.rbegin(); one != test.at_least.rend(); ++one) {
        if (one->factor <= 1) continue;
        if (text.empty())
            text = "at least " + least_text(one->factor) + " " +
                   verdict_word(test.better ? Verdict::faster : Verdict::slower, measure);
        else
            text += ", " + least_text(one->factor);
        text += " at " + whole_percent(one->confidence);
    }
    if (text.empty()) text = "no overall change is sure at " + whole_percent(test.at_least.front().confidence);
    text += fmt::format(" ({} of {} changed significantly", number(mean.n - test.ties), number(mean.n));
    if (test.ties > 0) text += ", " + counted(test.ties, "tie");
    if (test.untested > 0) text += fmt::format(", {} of them for lack of runs", number(test.untested));
    return text + ")";
}

std::string range_text(const analysis::RatioRange& range, const model::Measure& measure) {
    const bool lower_is_better = measure.direction == model::Direction::lower_is_better;
    const double worse = lower_is_better ? range.high : range.low, better = lower_is_better ? range.low : range.high;
    const std::string from = verdict_word(direction_of(worse, measure), measure);
    const std::string to = verdict_word(direction_of(better, measure), measure);
    const bool one_side = from == to;
    const bool losses = one_side && direction_of(better, measure) == Verdict::slower;
    const std::string first = gain_text(losses ? better : worse, measure);
    const std::string last = gain_text(losses ? worse : better, measure);
    return one_side ? first + " to " + last + " " + to : first + " " + from + " to " + last + " " + to;
}

std::string verdict_text(const analysis::ComparedBenchmark& row, const model::Measure& measure) {
    const bool changed = row.verdict == Verdict::slower || row.verdict == Verdict::faster;
    return changed && row.ratio ? times_text(*row.ratio, measure) : verdict_word(row.verdict, measure);
}

std::string telling_text(const analysis::ComparedBenchmark& row) {
    if (row.verdict != Verdict::cannot_tell) return {};
    if (row.more_runs) return "about " + counted(*row.more_runs, "more run") + " would do";
    return row.visible ? "less than " + chart::percent(*row.visible) + " would not show" : std::string{};
}

std::string runs_text(const model::History& history, const analysis::Side& side) {
    if (side.runs.empty()) return "no run";
    return counted(side.runs.size(), "run") + ", " +
           days_text(history.runs[side.runs.front()].time, history.runs[side.runs.back()].time);
}

std::string suites_text(const model::History& history, const analysis::Comparison& comparison) {
    const std::string before = suite_of(history, comparison.before), after = suite_of(history, comparison.after);
    if (before.empty() && after.empty()) return {};
    if (before == after) return "suite " + before + " on both sides";
    const auto named = [](const std::string& suite) { return suite.empty() ? "not recorded" : suite; };
    return "suite " + named(before) + " before, " + named(after) + " after";
}

std::string_view name_of(analysis::NotCompared why) {
    switch (why) {
        case analysis::NotCompared::missing:
            return "gone";
        case analysis::NotCompared::added:
            return "new";
        case analysis::NotCompared::other_suite:
            return "another suite";
        case analysis::NotCompared::other_testbed:
            return "another CPU";
        case analysis::NotCompared::no_value:
            break;
    }
    return "no value";
}

}  // namespace benchfolio::site
