#include "site/downloads/changes_document.hpp"

#include <numeric>
#include <optional>
#include <vector>

#include "site/downloads.hpp"
#include "site/downloads/columns.hpp"
#include "site/downloads/documents.hpp"
#include "site/downloads/members.hpp"

namespace benchfolio::site::downloads {
namespace {

using analysis::Change;

std::string text_or_null(const std::string& text) {
    return text.empty() ? "null" : json_text(text);
}

std::string run_of(const model::History& history, std::optional<std::uint32_t> run) {
    return run ? json_text(history.runs[*run].id) : "null";
}

std::string commit_of(const model::Run& run) {
    return run.commit ? json_text(run.commit->id) : "null";
}

void append_what(Members& to, const Content& content, const Change& change) {
    const model::History& history = content.history;
    const model::Series& series = history.series[change.series];
    const model::Measure& measure = history.measures[series.measure];
    to.text("name", history.benchmarks[series.benchmark].name)
        .text("benchmark", history.benchmarks[series.benchmark].slug)
        .text("measure", measure.name)
        .text("unit", measure.unit)
        .text("testbed", history.testbeds[series.testbed].slug);
}

void append_size(Members& to, const Change& change) {
    to.text("state", name_of(change.state))
        .text("direction", name_of_direction(change.direction))
        .number("before", change.before)
        .number("after", change.after)
        .number("ratio", change.ratio)
        .number("ratio_low", change.interval ? std::optional{change.interval->low} : std::nullopt)
        .number("ratio_high", change.interval ? std::optional{change.interval->high} : std::nullopt);
}

std::string commits_of(const model::History& history, const Change& change) {
    std::string text = "{\"from\":" + commit_of(history.runs[change.last_run_before]);
    Members to{text};
    to.json("to", commit_of(history.runs[change.first_run_after])).count("count", change.commit_count);
    return text + "}";
}

void append_range(Members& to, const model::History& history, const Change& change) {
    to.json("last_run_before", run_of(history, change.last_run_before))
        .json("first_run_after", run_of(history, change.first_run_after))
        .count("runs_before", change.runs_before)
        .count("runs_after", change.runs_after)
        .json("confirmed_by", run_of(history, change.confirmed_by))
        .json("retracted_by", run_of(history, change.retracted_by))
        .json("commits", commits_of(history, change));
}

std::string suspects_of(const Change& change) {
    std::string text = "[";
    for (const analysis::Suspect& suspect : change.suspects) {
        if (text.size() > 1) text += ',';
        text += "{\"name\":" + json_text(suspect.name);
        Members{text}.json("before", text_or_null(suspect.before)).json("after", text_or_null(suspect.after));
        text += '}';
    }
    return text + "]";
}

std::string agreement_of(const analysis::Agreement& agreement) {
    std::string text = "{\"agreeing\":" + std::to_string(agreement.agreeing);
    Members{text}.count("able", agreement.able).count("silent", agreement.silent);
    return text + "}";
}

// Whether it has expired is for the reader's clock.
std::string review_of(const std::optional<analysis::Review>& review) {
    if (!review) return "null";
    std::string text = "{\"state\":" + json_text(name_of(review->kind));
    Members{text}
        .text("reason", review->reason)
        .json("issue", text_or_null(review->issue))
        .json("until", review->until ? json_text(model::iso_date(*review->until)) : "null")
        .text("place", review->place);
    return text + "}";
}

std::string group_of(const analysis::Report& report, const Change& change) {
    return change.group < report.change_groups.size() ? json_text(report.change_groups[change.group].id) : "null";
}

void append_change(std::string& text, const Content& content, const Change& change) {
    text += "{\"id\":" + json_text(change.id);
    Members to{text};
    append_what(to, content, change);
    append_size(to, change);
    append_range(to, content.history, change);
    to.json("suspects", suspects_of(change))
        .json("group", group_of(content.report, change))
        .json("agreement", agreement_of(change.agreement))
        .json("review", review_of(change.review));
    text += '}';
}

}  // namespace

std::string changes_document(const Content& content, std::span<const std::uint32_t> changes) {
    std::string text = "{\"schema_version\":" + std::to_string(schema_version) + ",\n\"changes\":[";
    const char* separator = "\n";
    for (const std::uint32_t change : changes) {
        text += separator;
        append_change(text, content, content.report.changes[change]);
        separator = ",\n";
    }
    return text + "]}\n";
}

std::string changes_document(const Content& content) {
    std::vector<std::uint32_t> all(content.report.changes.size());
    std::iota(all.begin(), all.end(), 0U);
    return changes_document(content, all);
}

std::string_view name_of_direction(analysis::Verdict direction) {
    return direction == analysis::Verdict::faster ? "improvement" : "regression";
}

}  // namespace benchfolio::site::downloads
