#include "summary/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "chart/quantity.hpp"
#include "site/downloads/changes_document.hpp"
#include "site/issue_link.hpp"
#include "site/pages/differences.hpp"
#include "site/routes.hpp"
#include "site/words.hpp"
#include "summary/markdown.hpp"

namespace benchfolio::summary {
namespace {

using analysis::Change;
using analysis::ChangeEvent;
using analysis::ChangeState;
using site::Content;
using site::counted;

std::string since_text(std::optional<model::Time> since) {
    return since ? " since " + site::minute(*since) : "";
}

struct Counts {
    std::size_t worse = 0, better = 0, watching = 0, retracted = 0, reviewed = 0;
};

Counts counts_of(const Content& content, std::span<const std::uint32_t> changes) {
    Counts counts;
    for (const std::uint32_t index : changes) {
        const Change& change = content.report.changes[index];
        ++(change.direction == analysis::Verdict::faster ? counts.better : counts.worse);
        if (change.state == ChangeState::watching) ++counts.watching;
        if (change.state == ChangeState::retracted) ++counts.retracted;
        if (analysis::is_reviewed(change)) ++counts.reviewed;
    }
    return counts;
}

// "2 are watched", nothing for none.
void add_count(std::vector<std::string>& parts, std::size_t count, std::string_view what) {
    if (count > 0) parts.push_back(fmt::format("{} {} {}", site::number(count), count == 1 ? "is" : "are", what));
}

const std::optional<model::Commit>& commit_of(const Content& content, std::uint32_t run) {
    return content.history.runs[run].commit;
}

const analysis::ChangeGroup& group_of(const Content& content, const ChangeEvent& event) {
    return content.report.change_groups[event.group];
}

bool is_of(const Content& content, std::uint32_t run, const std::string& commit) {
    return commit_of(content, run) && commit_of(content, run)->id == commit;
}

// How many commits a member of the event counted between the same two.
std::optional<std::uint32_t> counted_commits(const Content& content, const ChangeEvent& event, const std::string& from,
                                             const std::string& to) {
    for (const std::uint32_t index : group_of(content, event).changes) {
        const Change& change = content.report.changes[index];
        if (is_of(content, change.last_run_before, from) && is_of(content, change.first_run_after, to))
            return change.commit_count;
    }
    return std::nullopt;
}

// ---- Markdown ----

std::string commits_link(const Content& content, const ChangeEvent& event) {
    const auto& from = commit_of(content, group_of(content, event).last_run_before);
    const auto& to = commit_of(content, group_of(content, event).first_run_after);
    const std::string label = code(commits_text(content, event));
    if (!from || !to || from->id == to->id) return label;
    return link(label, site::commits_url(content.options, from->id, to->id).value_or(""));
}

std::string benchmark_link(const Content& content, const model::Benchmark& benchmark) {
    return link(code(benchmark.name),
                site::routes::below(content.options.base_url, site::routes::benchmark(benchmark)));
}

std::string interval_text(const Change& change) {
    if (!change.interval) return "";
    return fmt::format("{} to {}", chart::signed_percent(change.interval->low - 1),
                       chart::signed_percent(change.interval->high - 1));
}

std::string state_text(const Content& content, const analysis::BenchmarkChange& of) {
    std::string told{analysis::name_of(content.report.changes[of.leading].state)};
    const analysis::Review* review = review_of(content, of);
    if (!review) return told;
    told += "; " + text(review_text(*review));
    return review->issue.empty() ? told : told + ", " + link("issue", review->issue);
}

std::string row(const Content& content, const analysis::BenchmarkChange& of) {
    const Change& change = content.report.changes[of.leading];
    const model::Series& series = content.history.series[change.series];
    const model::Measure& measure = content.history.measures[series.measure];
    const std::string glyph = change.direction == analysis::Verdict::faster ? "▼" : "▲";
    return fmt::format("| {} {} | {} | {} → {} | {}{} | {}: {} | {} | {} |\n", glyph,
                       text(site::change_text(change, measure)), interval_text(change),
                       text(chart::quantity(change.before, measure.unit)),
                       text(chart::quantity(change.after, measure.unit)),
                       benchmark_link(content, content.history.benchmarks[series.benchmark]),
                       site::goes_without_saying(measure) ? "" : ", " + text(site::heading_of(measure)),
                       text(content.history.testbeds[series.testbed].label),
                       site::agreement_text(content.history, change), state_text(content, of), code(change.id));
}

std::string event_text(const Content& content, const ChangeEvent& event) {
    const analysis::ChangeGroup& group = group_of(content, event);
    const Change& leading = content.report.changes[group.changes.front()];
    std::string told = fmt::format("### {}, {}\n\n", site::day(content.history.runs[group.first_run_after].time),
                                   commits_link(content, event));
    told += fmt::format("Also changed: {}.\n\n", text(site::told(leading.suspects)));
    told +=
        "| Change | 95 % | Before → after | Benchmark | CPUs | State | Id |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const analysis::BenchmarkChange& benchmark : event.benchmarks) told += row(content, benchmark);
    return told + "\n";
}

}  // namespace

std::vector<std::uint32_t> changes_since(const Content& content, std::optional<model::Time> since) {
    std::vector<std::uint32_t> chosen(content.report.changes.size());
    std::iota(chosen.begin(), chosen.end(), 0U);
    if (since)
        std::erase_if(chosen, [&](std::uint32_t index) {
            return content.history.runs[content.report.changes[index].first_run_after].time < *since;
        });
    return chosen;
}

std::string changes_sentence(const Content& content, std::span<const std::uint32_t> changes,
                             std::optional<model::Time> since) {
    if (content.history.runs.empty() && content.history.aside)
        return counted(content.history.aside->runs.size(), "run") + " in no trend, where no change can be found.";
    if (content.history.runs.empty()) return "The archive holds no runs.";
    if (changes.empty()) return "No changes" + since_text(since) + ".";
    const Counts counts = counts_of(content, changes);
    const std::size_t events = analysis::events_of(content.history, content.report, changes).size();
    std::string told = fmt::format("{}{} in {}: {} and {}.", counted(changes.size(), "change"), since_text(since),
                                   counted(events, "event"), counted(counts.worse, "regression"),
                                   counted(counts.better, "improvement"));
    std::vector<std::string> parts;
    add_count(parts, counts.watching, "watched");
    add_count(parts, counts.retracted, "retracted");
    add_count(parts, counts.reviewed, "reviewed");
    return parts.empty() ? told : fmt::format("{} Of these, {}.", told, site::listed(parts));
}

std::string commits_text(const Content& content, const ChangeEvent& event) {
    const analysis::ChangeGroup& group = group_of(content, event);
    const auto &from = commit_of(content, group.last_run_before), &to = commit_of(content, group.first_run_after);
    if (!from || !to) return "commits not recorded";
    if (from->id == to->id) return site::short_commit(*to) + " both times";
    const std::string range = site::short_commit(*from) + ".." + site::short_commit(*to);
    const auto count = counted_commits(content, event, from->id, to->id);
    return count ? fmt::format("{} ({})", range, counted(*count, "commit")) : range;
}

const analysis::Review* review_of(const Content& content, const analysis::BenchmarkChange& of) {
    const auto review = [&](std::uint32_t index) -> const analysis::Review* {
        const auto& found = content.report.changes[index].review;
        return found ? &*found : nullptr;
    };
    if (const auto* leading = review(of.leading)) return leading;
    const auto any = std::ranges::find_if(of.changes, [&](std::uint32_t index) { return review(index) != nullptr; });
    return any == of.changes.end() ? nullptr : review(*any);
}

std::string review_text(const analysis::Review& review) {
    std::vector<std::string> details;
    if (review.until) details.push_back((review.expired ? "expired " : "until ") + site::day(*review.until));
    details.push_back(review.place);
    return fmt::format("{}: {} ({})", analysis::name_of(review.kind), review.reason, fmt::join(details, ", "));
}

std::string changes_markdown(const Content& content, std::span<const std::uint32_t> changes,
                             std::optional<model::Time> since) {
    std::string told = fmt::format("## Changes\n\n{}\n\n", text(changes_sentence(content, changes, since)));
    for (const ChangeEvent& event : analysis::events_of(content.history, content.report, changes))
        told += event_text(content, event);
    return told;
}

}  // namespace benchfolio::summary
