#include "site/pages/change_rows.hpp"

#include <algorithm>

#include "chart/quantity.hpp"
#include "site/issue_link.hpp"
#include "site/pages/differences.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::Change;
using analysis::ChangeState;
using analysis::Review;

const model::Measure& measure_of(const Page& page, const Change& change) {
    return page.history().measures[page.history().series[change.series].measure];
}

void set_change_verdict(html::Values& values, const Page& page, const Change& change) {
    const bool worse = change.direction == analysis::Verdict::slower;
    values.set("CHANGE_CLASS", worse ? "slow" : "fast").set("CHANGE_GLYPH", worse ? "▲" : "▼");
    values.set("CHANGE_TEXT", change_text(change, measure_of(page, change))).declare("CHANGE_INTERVAL");
    if (!change.interval) return;
    values.add("CHANGE_INTERVAL", std::move(with("LOW", chart::signed_percent(change.interval->low - 1))
                                                .set("HIGH", chart::signed_percent(change.interval->high - 1))));
}

// What the CPUs that do not agree say.
std::string disagreement(const analysis::Agreement& agreement) {
    std::vector<std::string> parts;
    if (agreement.able > agreement.agreeing)
        parts.push_back(counted(agreement.able - agreement.agreeing, "shows none", "show none"));
    if (agreement.silent > 0) parts.push_back(number(agreement.silent) + " cannot tell");
    return parts.empty() && agreement.able > 1 ? "all that can tell" : listed(parts);
}

std::string_view word_of(const Change& change) {
    if (change.state == ChangeState::retracted || !analysis::is_reviewed(change))
        return analysis::name_of(change.state);
    switch (change.review->kind) {
        case analysis::ReviewKind::explained:
            return "explained";
        case analysis::ReviewKind::ignored:
            return "ignored";
        case analysis::ReviewKind::acknowledged:
            break;
    }
    return "acknowledged";
}

bool is_web_address(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

// "#2671" of ".../issues/2671", else the address.
std::string issue_label(const std::string& issue) {
    const std::size_t slash = issue.rfind('/');
    const std::string_view last = std::string_view{issue}.substr(slash == issue.npos ? 0 : slash + 1);
    const bool numbered = slash != issue.npos && !last.empty() && last.find_first_not_of("0123456789") == last.npos;
    return numbered ? "#" + std::string{last} : issue;
}

void set_issue(html::Values& review, const std::string& issue) {
    review.declare("ISSUE_LINK").declare("ISSUE_PLAIN");
    if (issue.empty()) return;
    html::Values named = with("ISSUE", issue_label(issue));
    if (is_web_address(issue)) named.set("ISSUE_URL", issue);
    review.add(is_web_address(issue) ? html::Name{"ISSUE_LINK"} : html::Name{"ISSUE_PLAIN"}, std::move(named));
}

// "triage.toml:12" leads to that line.
void set_place(html::Values& values, const Page& page, const std::string& place) {
    const std::size_t colon = place.rfind(':');
    const std::string file = place.substr(place.rfind('/', colon) + 1);
    const auto url = triage_url(page.content());
    values.declare("PLACE_LINK").declare("PLACE_PLAIN");
    html::Values named = with("REVIEW_PLACE", file);
    if (url) named.set("PLACE_URL", *url + (colon == place.npos ? "" : "#L" + place.substr(colon + 1)));
    values.add(url ? html::Name{"PLACE_LINK"} : html::Name{"PLACE_PLAIN"}, std::move(named));
}

html::Values review_values(const Page& page, const Review& review) {
    html::Values values = with("REASON", review.reason);
    values.declare("UNTIL");
    set_place(values, page, review.place);
    set_issue(values, review.issue);
    if (review.until)
        values.add("UNTIL", with("UNTIL_TEXT", (review.expired ? "expired " : "until ") + day(*review.until)));
    return values;
}

void set_state(html::Values& values, const Page& page, const Change& change) {
    const std::string_view word = word_of(change);
    values.set("STATE", std::string{word}).set("STATE_CLASS", word == "watching" ? "watch" : "");
    values.set("STATE_FILTER", filter_state(change)).declare("REVIEW");
    if (change.review) values.add("REVIEW", review_values(page, *change.review));
}

void set_levels(html::Values& values, const Page& page, const Change& change) {
    const std::string& unit = measure_of(page, change).unit;
    values.set("BEFORE", chart::quantity(change.before, unit)).set("AFTER", chart::quantity(change.after, unit));
}

// An issue is for what is left to decide; a comparison is there for what is of late.
void set_actions(html::Values& values, const Page& page, std::uint32_t index) {
    values.declare("FILE_ISSUE").declare("COMPARE");
    const Change& change = page.report().changes[index];
    if (const auto* about = comparison_about(page.content(), page.site().comparisons, change))
        values.add("COMPARE", with("COMPARE_URL", page.to(routes::comparison(about->slug))));
    if (filter_state(change) != "decide") return;
    const auto url = issue_url(page.content().options, issue_about(page.content(), index));
    if (url) values.add("FILE_ISSUE", with("FILE_ISSUE_URL", *url));
}

// All of a row but the range.
void set_what_changed(html::Values& values, const Page& page, std::uint32_t index) {
    const Change& change = page.report().changes[index];
    const model::Series& series = page.history().series[change.series];
    set_benchmark(values, page, series.benchmark);
    set_cpu(values, page, series.testbed);
    values.set("CHANGE_ID", change.id);
    values.set("MEASURE", goes_without_saying(measure_of(page, change)) ? "" : heading_of(measure_of(page, change)));
    set_change_verdict(values, page, change);
    set_levels(values, page, change);
    set_state(values, page, change);
    values.set("AGREEING", number(change.agreement.agreeing) + " of " + number(change.agreement.able));
    values.set("AGREEMENT_NOTE", disagreement(change.agreement));
}

// How many commits a range has, if one of the changes has just that range and a clone knew.
std::optional<std::uint32_t> commits_in(const Page& page, const analysis::BenchmarkChange& of) {
    for (const std::uint32_t index : of.changes) {
        const Change& change = page.report().changes[index];
        if (change.last_run_before == of.last_run_before && change.first_run_after == of.first_run_after)
            return change.commit_count;
    }
    return std::nullopt;
}

}  // namespace

void set_change(html::Values& values, const Page& page, std::uint32_t index) {
    const Change& change = page.report().changes[index];
    set_what_changed(values, page, index);
    set_dates(values, page, change.last_run_before, change.first_run_after);
    set_commits(values, page, change.last_run_before, change.first_run_after, change.commit_count);
    set_circumstances(values, page, index);
}

void set_circumstances(html::Values& values, const Page& page, std::uint32_t index) {
    values.set("ALSO", told(page.report().changes[index].suspects));
    set_actions(values, page, index);
}

void set_benchmark_change(html::Values& values, const Page& page, const analysis::BenchmarkChange& of) {
    set_what_changed(values, page, of.leading);
    set_dates(values, page, of.last_run_before, of.first_run_after);
    set_commits(values, page, of.last_run_before, of.first_run_after, commits_in(page, of));
    set_circumstances(values, page, of.leading);
    values.declare("ON_CPU").show("SEVERAL_CPUS", of.changes.size() > 1);
    for (const std::uint32_t index : of.changes) {
        const Change& change = page.report().changes[index];
        html::Values cpu = with("ON_CPU_ID", change.id);
        set_cpu(cpu, page, page.history().series[change.series].testbed);
        set_change_verdict(cpu, page, change);
        values.add("ON_CPU", std::move(cpu));
    }
}

void set_commits(html::Values& values, const Page& page, std::uint32_t before, std::uint32_t after,
                 std::optional<std::uint32_t> count) {
    for (const html::Name name : std::initializer_list<html::Name>{"RANGE_LINK", "RANGE_PLAIN", "SAME_COMMIT",
                                                                   "COMMITS_UNKNOWN", "COMMIT_COUNT"})
        values.declare(name);
    const std::optional<model::Commit>& from = page.history().runs[before].commit;
    const std::optional<model::Commit>& to = page.history().runs[after].commit;
    if (!from || !to) return void(values.show("COMMITS_UNKNOWN", true));
    if (from->id == to->id) {
        html::Values same;
        set_commit(same, page, to);
        return void(values.add("SAME_COMMIT", std::move(same)));
    }
    html::Values range = with("RANGE", short_commit(*from) + ".." + short_commit(*to));
    const auto url = commits_url(page.content().options, from->id, to->id);
    if (url) range.set("RANGE_URL", *url);
    values.add(url ? html::Name{"RANGE_LINK"} : html::Name{"RANGE_PLAIN"}, std::move(range));
    if (count) values.add("COMMIT_COUNT", with("COMMITS", counted(*count, "commit")));
}

void set_dates(html::Values& values, const Page& page, std::uint32_t before, std::uint32_t after) {
    values.set("LAST_BEFORE", day(page.history().runs[before].time));
    values.set("FIRST_AFTER", day(page.history().runs[after].time));
}

void set_event_counts(html::Values& values, const Page& page, const analysis::ChangeEvent& event) {
    const Change& first = page.report().changes[event.benchmarks.front().leading];
    const model::Measure& measure = measure_of(page, first);
    const bool alike = std::ranges::all_of(event.benchmarks, [&](const analysis::BenchmarkChange& of) {
        return &measure_of(page, page.report().changes[of.leading]) == &measure;
    });
    const model::Measure any{"", ""};
    const auto said = [&](analysis::Verdict verdict) { return verdict_word(verdict, alike ? measure : any); };
    values.declare("WORSE").declare("BETTER");
    if (event.worse > 0)
        values.add("WORSE", with("COUNTED", "▲ " + number(event.worse) + " " + said(analysis::Verdict::slower)));
    if (event.better > 0)
        values.add("BETTER", with("COUNTED", "▼ " + number(event.better) + " " + said(analysis::Verdict::faster)));
    values.declare("RETRACTED");
    if (event.retracted > 0) values.add("RETRACTED", with("COUNTED", number(event.retracted) + " retracted"));
}

std::optional<std::string> triage_url(const Content& content) {
    const std::string& source = content.analysis_options.triage.source;
    if (!content.options.triage_url.empty()) return content.options.triage_url;
    if (content.options.repository_url.empty() || source.empty()) return std::nullopt;
    const std::string& repository = content.options.repository_url;
    return repository + (repository.ends_with('/') ? "" : "/") + "blob/HEAD/" + source.substr(source.rfind('/') + 1);
}

std::string filter_state(const Change& change) {
    if (change.state != ChangeState::confirmed) return std::string{analysis::name_of(change.state)};
    return analysis::is_reviewed(change) ? "reviewed" : "decide";
}

}  // namespace benchfolio::site
