#include "site/headline.hpp"

#include <array>
#include <chrono>

#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

// "Monday" within the six days before `newest`, where it can be no other one; else the date.
std::string since_words(model::Time newest, model::Time since) {
    const auto day_of = [](model::Time time) { return std::chrono::floor<std::chrono::days>(time); };
    if (day_of(newest) - day_of(since) > std::chrono::days{6}) return day(since);
    return std::string{weekdays.at(std::chrono::weekday{day_of(since)}.c_encoding())};
}

std::string counted_news(const analysis::ChangeCounts& counts, std::string_view adjective) {
    std::vector<std::string> parts;
    if (counts.worse > 0) parts.push_back(counted(counts.worse, std::string{adjective} + "regression"));
    if (counts.better > 0)
        parts.push_back(counted(counts.better, (parts.empty() ? std::string{adjective} : "") + "improvement"));
    return listed(parts);
}

std::string empty_lead(const model::History& history) {
    if (history.rejections.empty()) return "The archive holds no result file.";
    return "None of the " + counted(history.rejections.size(), "file") + " in the archive could be used.";
}

// "bench_add · 16 is +34.1 % slower on 3 of 3 CPUs since 16 Nov 2026, and 2 more moved with it."; of another measure
// than time, "bench_add · 16, peak memory: +34.1 % more on ...".
std::string in_words(const model::History& history, const analysis::Report& report,
                     const analysis::ChangeEvent& event) {
    const analysis::Change& change = report.changes[event.benchmarks.front().leading];
    const model::Series& series = history.series[change.series];
    const model::Measure& measure = history.measures[series.measure];
    std::string text = label_of(history.benchmarks[series.benchmark]);
    text += goes_without_saying(measure) ? " is " : ", " + heading_within(measure) + ": ";
    text += change_text(change, measure) + " on " + agreement_text(history, change) + " since " +
            day(history.runs[event.benchmarks.front().first_run_after].time);
    const std::size_t others = event.benchmarks.size() - 1;
    return others == 0 ? text + "." : text + ", and " + number(others) + " more moved with it.";
}

std::string quiet_lead(const analysis::Standing& standing, const analysis::Decisions& decisions) {
    const std::string window = "in the last " + std::to_string(analysis::decision_window.count()) + " days";
    std::string text = counted(standing.steady, "benchmark shows", "benchmarks show") + " no evidence of change";
    const std::string also = left_out(decisions);
    return text + (also.empty() ? " " + window + "." : ". Of the changes " + window + ": " + also + ".");
}

void add_count(std::vector<std::string>& parts, std::size_t count, const std::string& what) {
    if (count > 0) parts.push_back(number(count) + " " + what);
}

}  // namespace

std::string headline(const model::History& history, const analysis::Standing& standing,
                     const analysis::Decisions& decisions) {
    const std::size_t runs = history.runs.size();
    if (runs == 0) return "No results yet";
    if (decisions.fresh_since)
        return counted_news(decisions.fresh, "new ") + " since " +
               since_words(history.runs.back().time, *decisions.fresh_since);
    if (!decisions.decide.empty())
        return regressions_and_improvements(analysis::count(decisions.decide)) + " to decide";
    if (standing.telling()) return "Nothing to decide";
    return counted(runs, "run") + " so far: too few to tell a change";
}

std::string lead(const model::History& history, const analysis::Report& report, const analysis::Standing& standing,
                 const analysis::Decisions& decisions) {
    if (history.runs.empty()) return empty_lead(history);
    if (!decisions.decide.empty()) return "The newest: " + in_words(history, report, decisions.decide.front());
    if (!decisions.watching.empty()) return "Being watched: " + in_words(history, report, decisions.watching.front());
    if (standing.telling()) return quiet_lead(standing, decisions);
    return counted(history.benchmarks.size(), "benchmark") + " on " +
           counted_testbeds(history, history.testbeds.size()) +
           ". The noise of a series is known from about eight of its runs; a change can be told from then on.";
}

std::string regressions_and_improvements(const analysis::ChangeCounts& counts) {
    return counted_news(counts, "");
}

std::string left_out(const analysis::Decisions& decisions) {
    std::vector<std::string> parts;
    add_count(parts, decisions.acknowledged, "acknowledged");
    add_count(parts, decisions.explained, "explained");
    add_count(parts, decisions.ignored, "ignored");
    add_count(parts, decisions.retracted, "retracted");
    add_count(parts, decisions.hidden, "on hidden CPUs");
    add_count(parts, decisions.older, "older");
    return listed(parts);
}

std::string failed_nights_sentence(std::span<const model::Failure> failures) {
    const model::Failure& newest = failures.back();
    const std::size_t nights = analysis::nights_of(failures);
    if (nights > 1)
        return "The last " + number(nights) + " nights gave no results, the newest on " + day(newest.time) + ".";
    const std::string was = newest.outcome == "cancelled" ? " was " : " ";
    return "The night of " + day(newest.time) + was + outcome_word(newest) + ".";
}

std::string stale_sentence(const analysis::Freshness& freshness) {
    return "The newest run is of " + minute(freshness.newest) + " UTC, " + age_text(freshness.age) +
           " before the pages were made" + without_pauses(freshness) + ".";
}

std::string without_pauses(const analysis::Freshness& freshness) {
    if (freshness.paused == model::Time::duration{}) return {};
    return ", " + age_text(freshness.paused) + " of pauses not counted";
}

std::string outcome_word(const model::Failure& failure) {
    if (failure.outcome == "cancelled") return "cancelled";
    return failure.outcome == "timed_out" ? "timed out" : "failed";
}

std::string days_of(const analysis::Pause& pause) {
    const std::string first = day(pause.from), last = day(pause.until - std::chrono::days{1});
    return first == last ? first : first + " to " + last;
}

std::string age_text(model::Time::duration age) {
    const auto hours = static_cast<std::size_t>(std::chrono::floor<std::chrono::hours>(age).count());
    return hours < 48 ? counted(hours, "hour") : counted(hours / 24, "day");
}

}  // namespace benchfolio::site
