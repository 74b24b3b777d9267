#include "cli/bisect_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "chart/quantity.hpp"
#include "cli/changes_text.hpp"
#include "cli/json.hpp"
#include "site/pages/differences.hpp"
#include "site/words.hpp"

namespace benchfolio::cli {
namespace {

using analysis::Change;
using analysis::CommitResult;
using analysis::KnownCommit;
using analysis::Level;

constexpr int schema_version = 1;
constexpr std::size_t digits = 7;

std::string_view name_of(Level level) {
    constexpr std::array names{"untested", "before", "after", "unclear"};
    return names.at(static_cast<std::size_t>(level));
}

// What is asked again and again of a report.
struct View {
    const BisectReport& report;

    const model::History& history() const { return report.history; }
    const Change& change(std::uint32_t index) const { return report.report.changes[index]; }
    const Change& asked() const { return change(report.found.range.seen_by.front()); }
    const model::Series& series(const Change& of) const { return history().series[of.series]; }
    const model::Testbed& testbed(const Change& of) const { return history().testbeds[series(of).testbed]; }
    const model::Measure& measure() const { return history().measures[series(asked()).measure]; }
    const model::Run& before() const { return history().runs[report.found.range.last_run_before]; }
    const model::Run& after() const { return history().runs[report.found.range.first_run_after]; }
    const model::Run& run(const CommitResult& result) const {
        return (result.aside ? *history().aside : history()).runs[result.run];
    }
};

std::string short_id(const std::string& id) {
    return printable(id.substr(0, digits));
}

std::string commit_of(const model::Run& run) {
    return run.commit && !run.commit->id.empty() ? run.commit->id : std::string{};
}

// ---- for people

std::string head_of(const View& view, const Screen& screen) {
    const Change& change = view.asked();
    const bool worse = change.direction == analysis::Verdict::slower;
    const std::string verdict = fmt::format("{} {}", worse ? "▲" : "▼", site::change_text(change, view.measure()));
    return fmt::format("{}, {}\n{}  {} → {}  confirmed {}\n",
                       printable(view.history().benchmarks[view.series(change).benchmark].name),
                       printable(view.testbed(change).label), worse ? red(screen, verdict) : verdict,
                       chart::quantity(change.before, view.measure().unit),
                       chart::quantity(change.after, view.measure().unit), change.id);
}

std::string end_of(std::string_view name, const model::Run& run) {
    const std::string id = commit_of(run);
    return fmt::format("  {:<10}{:<7}  {}  run {}\n", name, id.empty() ? "?" : short_id(id), site::day(run.time),
                       run.id);
}

std::string range_text(const View& view) {
    std::string text = end_of("last good", view.before()) + end_of("first bad", view.after());
    const auto& seen_by = view.report.found.range.seen_by;
    std::string others;
    for (std::size_t i = 1; i < seen_by.size(); ++i) {
        const Change& other = view.change(seen_by[i]);
        others += fmt::format("{}{} ({})", others.empty() ? "" : ", ", printable(view.testbed(other).label), other.id);
    }
    if (!others.empty())
        text += fmt::format("  also seen by {}\n  below are the commits that all of them allow\n", others);
    if (!view.asked().suspects.empty())
        text += "  also changed: " + printable(site::told(view.asked().suspects), 400) + "\n";
    return text;
}

std::string count_line(const BisectReport& report) {
    const auto& found = report.found;
    const auto tested = std::ranges::count_if(found.levels, [](Level level) { return level != Level::untested; });
    std::string text =
        fmt::format("\n{} between them, {}; {} may have made it.\n", counted(found.commits.size(), "commit", "commits"),
                    report.from_clone ? fmt::format("{} measured", tested) : "as far as the archive knows",
                    found.bisection.suspects);
    if (!report.from_clone) text += "Those that nobody measured are known to a clone alone: --repo DIR.\n";
    if (report.only_before > 0)
        text += fmt::format(
            "The range is no line: the last good run has {} that the first bad one has not, which may be what it "
            "lacks.\n",
            counted(report.only_before, "commit", "commits"));
    if (found.bisection.contradictory)
        text += "What was measured fits no single commit, so it narrows nothing: two changes, or results that vary.\n";
    return text;
}

std::string results_text(const View& view, const std::vector<CommitResult>& results) {
    std::string text;
    for (const CommitResult& result : results)
        text += fmt::format("{}{} ({}{})", text.empty() ? "" : ", ", chart::quantity(result.value, view.measure().unit),
                            printable(view.testbed(view.change(result.change)).label),
                            result.aside ? ", not in the trend" : "");
    return text;
}

std::string subject_text(const KnownCommit& commit) {
    if (commit.author.empty() && commit.subject.empty()) return "";
    return fmt::format("{}: {}", printable(commit.author, 40), printable(commit.subject, 100));
}

std::string commit_lines(const View& view, const Screen& screen) {
    const auto& found = view.report.found;
    std::string text = found.commits.empty() ? "" : "\n";
    for (std::size_t i = 0; i < found.commits.size(); ++i) {
        const KnownCommit& commit = found.commits[i];
        const bool suspect = found.bisection.suspect[i] != 0;
        const std::string subject = subject_text(commit);
        text += fmt::format("{} {:<8}  {}  {}{}{}\n", suspect ? "*" : " ", name_of(found.levels[i]),
                            bold(screen, short_id(commit.id)), commit.time ? site::day(*commit.time) : "?",
                            subject.empty() ? "" : "  ", subject);
        if (const std::string results = results_text(view, found.results[i]); !results.empty())
            text += "            " + results + "\n";
    }
    return text;
}

std::string plan_text(const BisectReport& report) {
    const auto& found = report.found;
    const std::vector<Measurement> all = measurements_of(report);
    if (all.empty() && !found.commits.empty()) return "\nNothing is left to measure between them.\n";
    if (all.empty()) return "";
    std::string text = fmt::format("\nTo measure on {}, at most {} one after the other, or all {} at once{}:\n",
                                   printable(all.front().label), found.bisection.rounds, all.size(),
                                   found.runs && *found.runs > 1 ? fmt::format(", {} runs each", *found.runs) : "");
    for (std::size_t i = 0; i < all.size(); ++i)
        text += fmt::format("  {:>3}  {}  {}\n", i + 1, short_id(all[i].commit), all[i].reason);
    return text;
}

std::string same_commit_text(const View& view) {
    std::string text =
        "\nBoth runs measured the same commit, so no commit made it: the machine or what is installed there changed.\n";
    if (view.asked().suspects.empty()) text += "Nothing else was recorded differently; look at the machine itself.\n";
    return text;
}

// ---- for programs

Json json_of(const View& view, const CommitResult& result) {
    return {{"run", view.run(result).id},
            {"in_trend", !result.aside},
            {"testbed", view.testbed(view.change(result.change)).slug},
            {"value", result.value},
            {"level", name_of(result.level)}};
}

Json commit_json(const View& view, std::size_t i) {
    const auto& found = view.report.found;
    const KnownCommit& commit = found.commits[i];
    Json results = Json::array(), parents = Json::array();
    for (const CommitResult& result : found.results[i]) results.push_back(json_of(view, result));
    for (const std::uint32_t parent : commit.parents) parents.push_back(found.commits[parent].id);
    return {{"commit", commit.id},
            {"parents", parents},
            {"author", or_null(commit.author)},
            {"subject", or_null(commit.subject)},
            {"time", commit.time ? Json(model::iso8601(*commit.time)) : Json(nullptr)},
            {"level", name_of(found.levels[i])},
            {"suspect", found.bisection.suspect[i] != 0},
            {"results", results}};
}

Json change_json(const View& view) {
    const Change& change = view.asked();
    Json suspects = Json::array(), seen_by = Json::array();
    for (const analysis::Suspect& suspect : change.suspects)
        suspects.push_back(
            {{"name", suspect.name}, {"before", or_null(suspect.before)}, {"after", or_null(suspect.after)}});
    for (const std::uint32_t index : view.report.found.range.seen_by) {
        const Change& one = view.change(index);
        seen_by.push_back({{"id", one.id},
                           {"testbed", view.testbed(one).slug},
                           {"last_run_before", view.history().runs[one.last_run_before].id},
                           {"first_run_after", view.history().runs[one.first_run_after].id}});
    }
    return {{"id", change.id},
            {"name", view.history().benchmarks[view.series(change).benchmark].name},
            {"measure", view.measure().name},
            {"unit", view.measure().unit},
            {"before", change.before},
            {"after", change.after},
            {"suspects", suspects},
            {"seen_by", seen_by}};
}

Json range_json(const View& view) {
    const BisectReport& report = view.report;
    return {{"from", or_null(commit_of(view.before()))},
            {"to", or_null(commit_of(view.after()))},
            {"last_run_before", view.before().id},
            {"first_run_after", view.after().id},
            {"same_commit", report.found.same_commit},
            {"only_before", report.from_clone ? Json(report.only_before) : Json(nullptr)}};
}

}  // namespace

std::vector<Measurement> measurements_of(const BisectReport& report) {
    const View view{report};
    const auto& found = report.found;
    std::vector<Measurement> all;
    const Change& on = view.change(found.measure_on);
    const model::Run& run = view.history().runs[on.first_run_after];
    for (const analysis::BisectionStep& step : found.bisection.steps) {
        const std::string& id = found.commits[step.commit].id;
        all.push_back({.kind = std::string{model::name_of(model::Kind::manual)},
                       .ref = id,
                       .owner = run.commit ? run.commit->fork.value_or("") : "",
                       .commit = id,
                       .testbed = view.testbed(on).slug,
                       .label = view.testbed(on).label,
                       .host = run.machine.host.value_or(""),
                       .suite = run.suite.value_or(""),
                       .reason = fmt::format("round {} of {} of change {}", step.round + 1, found.bisection.rounds,
                                             view.asked().id)});
    }
    return all;
}

std::string bisect_text(const BisectReport& report, const Screen& screen) {
    const View view{report};
    const std::string text = head_of(view, screen) + range_text(view);
    if (report.found.same_commit) return text + same_commit_text(view);
    return text + count_line(report) + commit_lines(view, screen) + plan_text(report);
}

std::string bisect_json(const BisectReport& report) {
    const View view{report};
    const auto& found = report.found;
    Json commits = Json::array(), reruns = Json::array();
    for (std::size_t i = 0; i < found.commits.size(); ++i) commits.push_back(commit_json(view, i));
    for (const Measurement& measurement : measurements_of(report)) reruns.push_back(cli::json_of(measurement));
    const Json document{{"schema_version", schema_version},
                        {"change", change_json(view)},
                        {"range", range_json(view)},
                        {"order", report.from_clone ? "topological" : "time"},
                        {"commits", commits},
                        {"suspects", found.bisection.suspects},
                        {"contradictory", found.bisection.contradictory},
                        {"rounds", found.bisection.rounds},
                        {"runs", found.runs ? Json(*found.runs) : Json(nullptr)},
                        {"reruns", reruns}};
    return json_text(document);
}

}  // namespace benchfolio::cli
