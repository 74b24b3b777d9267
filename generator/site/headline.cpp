#include "site/headline.hpp"

#include "site/words.hpp"

namespace benchfolio::site {
namespace {

std::string news_headline(const analysis::Standing& standing) {
    std::vector<std::string> parts;
    if (standing.slower > 0) parts.push_back(counted(standing.slower, "benchmark") + " slower");
    if (standing.faster > 0) {
        parts.push_back((parts.empty() ? counted(standing.faster, "benchmark") : number(standing.faster)) + " faster");
    }
    return parts.empty() ? "No change seen " + news_words() : listed(parts) + " " + news_words();
}

std::string empty_lead(const model::History& history) {
    if (history.rejections.empty()) return "The archive holds no result file.";
    return "None of the " + counted(history.rejections.size(), "file") + " in the archive could be used.";
}

std::string newest_in_words(const model::History& history, const analysis::ChangeEvent& event) {
    std::vector<std::string> parts;
    if (!event.slower.empty()) parts.push_back(number(event.slower.size()) + " slower");
    if (!event.faster.empty()) parts.push_back(number(event.faster.size()) + " faster");
    return "The newest: " + listed(parts) + " on " + history.testbeds[event.testbed].label + " since " +
           day(history.runs[event.run].time) + ".";
}

}  // namespace

std::string news_words() {
    return "in the last " + std::to_string(analysis::news_window.count()) + " days";
}

std::string headline(const model::History& history, const analysis::Standing& standing) {
    const std::size_t runs = history.runs.size();
    if (runs == 0) return "No results yet";
    if (standing.telling()) return news_headline(standing);
    return counted(runs, "run") + " so far: too few to tell a change";
}

std::string lead(const model::History& history, const analysis::Standing& standing,
                 const std::vector<analysis::ChangeEvent>& changes) {
    if (history.runs.empty()) return empty_lead(history);
    if (!changes.empty()) return newest_in_words(history, changes.front());
    if (standing.telling())
        return counted(standing.steady, "benchmark shows", "benchmarks show") + " no evidence of change.";
    return counted(history.benchmarks.size(), "benchmark") + " on " + counted(history.testbeds.size(), "CPU") +
           ". The noise of a series is known from about eight runs on the same CPU; a change can be told from then on.";
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
