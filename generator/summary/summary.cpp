#include "summary/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "analysis/aside_lines.hpp"
#include "analysis/decisions.hpp"
#include "analysis/freshness.hpp"
#include "chart/quantity.hpp"
#include "site/headline.hpp"
#include "site/page.hpp"
#include "site/routes.hpp"
#include "site/words.hpp"
#include "summary/markdown.hpp"

namespace benchfolio::summary {
namespace {

using analysis::ChangeEvent;
using site::Content;
using site::counted;

constexpr std::size_t most_events = 8, most_examples = 3, most_files = 10, most_asides = 8;

// An address on the published site; empty where the configuration does not say where that is.
std::string at_site(const Content& content, std::string_view path) {
    return site::routes::below(content.options.base_url, path);
}

std::string at_repository(const Content& content, const std::string& path) {
    return site::routes::below(content.options.repository_url, path);
}

std::string and_more(std::size_t all, std::size_t shown) {
    return all > shown ? fmt::format("\nAnd {} more.\n", site::number(all - shown)) : "";
}

// ---- Warnings ----

// GitHub's coloured boxes: https://docs.github.com/get-started/writing-on-github
std::string box(std::string_view kind, const std::string& content) {
    return fmt::format("> [!{}]\n> {}\n\n", kind, content);
}

std::string stale(const Content& content) {
    const auto freshness = analysis::freshness(content.history, content.analysis_options, content.options.now);
    if (!freshness || !freshness->stale()) return "";
    return box("WARNING", text(site::stale_sentence(*freshness)) +
                              fmt::format(" The limit is {}.", site::age_text(freshness->max_age)));
}

std::string failed(const Content& content) {
    const auto failures = analysis::failures_since_newest(content.history);
    if (failures.empty()) return "";
    const model::Failure& newest = failures.back();
    std::string said = text(site::failed_nights_sentence(failures));
    if (newest.workflow) said += " Workflow " + code(*newest.workflow) + ".";
    if (newest.url) said += " " + link("Its log", *newest.url) + ".";
    return box("CAUTION", said);
}

std::string paused(const Content& content) {
    const analysis::Pause* pause = analysis::pause_at(content.analysis_options, content.options.now);
    if (!pause) return "";
    return box("NOTE", fmt::format("Paused, {}: {}", site::days_of(*pause), text(pause->reason)));
}

// ---- What changed ----

std::string example(const Content& content, std::uint32_t index) {
    const analysis::Change& change = content.report.changes[index];
    const model::Series& series = content.history.series[change.series];
    const model::Measure& measure = content.history.measures[series.measure];
    const model::Benchmark& benchmark = content.history.benchmarks[series.benchmark];
    std::string told = fmt::format(
        "{} {} {}", change.direction == analysis::Verdict::slower ? "▲" : "▼", text(site::change_text(change, measure)),
        link(code(site::label_of(benchmark)), at_site(content, site::routes::benchmark(benchmark))));
    if (!site::goes_without_saying(measure)) told += ", " + text(site::heading_of(measure));
    return told + fmt::format(": {} → {}, {}", text(chart::quantity(change.before, measure.unit)),
                              text(chart::quantity(change.after, measure.unit)),
                              site::agreement_text(content.history, change));
}

std::string examples(const Content& content, const ChangeEvent& event) {
    std::string told;
    const std::size_t all = event.benchmarks.size(), shown = std::min(all, most_examples);
    for (std::size_t i = 0; i < shown; ++i)
        told += (told.empty() ? "" : "<br>") + example(content, event.benchmarks[i].leading);
    return shown < all ? told + fmt::format("<br>and {} more", site::number(all - shown)) : told;
}

// The commits that the change lies between, with all of them behind one link.
std::string commits(const Content& content, const analysis::ChangeGroup& group) {
    const auto& before = content.history.runs[group.last_run_before].commit;
    const auto& after = content.history.runs[group.first_run_after].commit;
    if (!before || !after) return "not recorded";
    const std::string last = site::short_commit(*after);
    if (before->id == after->id) return link(code(last), at_repository(content, "commit/" + after->id)) + " both times";
    return link(code(site::short_commit(*before)) + "…" + code(last),
                at_repository(content, "compare/" + before->id + "..." + after->id));
}

std::string row(const Content& content, const ChangeEvent& event) {
    const analysis::ChangeGroup& group = content.report.change_groups[event.group];
    return fmt::format("| {} | {} | {} |\n", site::day(content.history.runs[group.first_run_after].time),
                       examples(content, event), commits(content, group));
}

// What the newest night did to the list of changes: the news for those who look at every night.
struct NightNews {
    std::size_t confirmed = 0, retracted = 0, first_seen = 0;
};

NightNews night_news(const Content& content) {
    const auto night = std::chrono::floor<std::chrono::days>(content.history.runs.back().time);
    const auto is_tonight = [&](std::optional<std::uint32_t> run) {
        return run && content.history.runs[*run].time >= night;
    };
    NightNews news;
    for (const analysis::Change& change : content.report.changes) {
        if (change.state == analysis::ChangeState::confirmed && is_tonight(change.confirmed_by)) ++news.confirmed;
        if (is_tonight(change.retracted_by)) ++news.retracted;
        if (change.state == analysis::ChangeState::watching && is_tonight(change.first_run_after)) ++news.first_seen;
    }
    return news;
}

// "The newest night: 3 changes confirmed, 1 retracted, 2 seen for the first time. 5 are being watched."
std::string newest_changes(const Content& content) {
    if (content.report.changes.empty()) return "";
    const NightNews news = night_news(content);
    const auto watching =
        std::ranges::count(content.report.changes, analysis::ChangeState::watching, &analysis::Change::state);
    const std::string list = at_site(content, site::routes::changes);
    return fmt::format(
        "The newest night: {} confirmed, {} retracted, {} seen for the first time. {} being watched.{}\n\n",
        counted(news.confirmed, "change"), site::number(news.retracted), site::number(news.first_seen),
        counted(static_cast<std::size_t>(watching), "change is", "changes are"),
        list.empty() ? "" : " " + link("All changes", list) + ".");
}

std::string changes(const Content& content, const std::vector<ChangeEvent>& events) {
    if (events.empty()) return "";
    std::string told = "### To decide\n\n| Since | What changed | Commits |\n| --- | --- | --- |\n";
    const std::size_t shown = std::min(events.size(), most_events);
    for (std::size_t i = 0; i < shown; ++i) told += row(content, events[i]);
    return told + and_more(events.size(), shown) + "\n";
}

// ---- What is in no trend ----

std::chrono::sys_days newest_day(const model::History& history) {
    model::Time newest = history.aside->runs.back().time;
    if (!history.runs.empty()) newest = std::max(newest, history.runs.back().time);
    return std::chrono::floor<std::chrono::days>(newest);
}

// "Beside the trends, in the newest night: branch jit, tag v5.1 and 3 more."
std::string asides(const Content& content) {
    if (!content.history.aside) return "";
    const model::History& aside = *content.history.aside;
    const auto night = newest_day(content.history);
    std::vector<std::string> told;
    std::size_t all = 0;
    for (const analysis::AsideLine& line : analysis::aside_lines(aside))
        if (aside.runs[line.runs.back()].time >= night && ++all <= most_asides)
            told.push_back(
                link(text(analysis::label_of(line.purpose)), at_site(content, site::routes::aside(line.purpose))));
    if (told.empty()) return "";
    if (all > most_asides) told.push_back(fmt::format("{} more", site::number(all - most_asides)));
    return fmt::format("Beside the trends, in the newest night: {}.\n\n", site::listed(told));
}

// ---- What was read ----

std::string newest_night(const model::History& history) {
    if (history.runs.empty()) return "";
    const auto night = std::chrono::floor<std::chrono::days>(history.runs.back().time);
    const auto first = std::ranges::lower_bound(history.runs, model::Time{night}, {}, &model::Run::time);
    return fmt::format(" ({} in the newest night, {})",
                       site::number(static_cast<std::size_t>(history.runs.end() - first)), site::day(night));
}

std::size_t count(const model::History& history, model::RejectionKind kind) {
    return static_cast<std::size_t>(std::ranges::count(history.rejections, kind, &model::Rejection::kind));
}

std::string files(const model::History& history) {
    const std::size_t aside = history.aside ? history.aside->runs.size() : 0;
    const std::size_t all =
        history.runs.size() + aside + history.rejections.size() + history.duplicates.size() + history.failures.size();
    return fmt::format(
        "{}: {}{}{}, {}, {} broken, {} foreign, {}.\n\n", counted(all, "file"), counted(history.runs.size(), "run"),
        newest_night(history), aside == 0 ? "" : fmt::format(", {} in no trend", counted(aside, "run")),
        counted(history.failures.size(), "failed night"), site::number(count(history, model::RejectionKind::broken)),
        site::number(count(history, model::RejectionKind::foreign)), counted(history.duplicates.size(), "duplicate"));
}

// Broken files first: they were meant to be results.
std::vector<const model::Rejection*> in_order(const std::vector<model::Rejection>& rejections) {
    std::vector<const model::Rejection*> order;
    for (const model::Rejection& rejection : rejections) order.push_back(&rejection);
    std::ranges::stable_partition(
        order, [](const model::Rejection* rejection) { return rejection->kind == model::RejectionKind::broken; });
    return order;
}

std::string rejected(const Content& content) {
    const auto order = in_order(content.history.rejections);
    if (order.empty()) return "";
    std::string told = "| Not used | | Why |\n| --- | --- | --- |\n";
    const std::size_t shown = std::min(order.size(), most_files);
    for (std::size_t i = 0; i < shown; ++i) {
        const model::Rejection& one = *order[i];
        told += fmt::format("| {} | {} | {}{} |\n", code(one.file), model::name_of(one.kind), text(one.reason),
                            one.where.empty() ? "" : ": " + text(one.where));
    }
    return told + and_more(order.size(), shown) + "\n";
}

}  // namespace

std::string markdown(const Content& content) {
    const auto standing = analysis::standing_of_all(content.history, content.report);
    const auto decisions = analysis::decisions(content.history, content.report);
    std::string told = fmt::format("## {}\n\n", link(text(content.options.title), at_site(content, "")));
    told += stale(content) + failed(content) + paused(content);
    told += fmt::format("**{}.** {}\n\n", text(site::headline(content.history, standing, decisions)),
                        text(site::lead(content.history, content.report, standing, decisions)));
    told += newest_changes(content) + changes(content, decisions.decide);
    told += asides(content);
    return told + "### What was read\n\n" + files(content.history) + rejected(content);
}

}  // namespace benchfolio::summary
