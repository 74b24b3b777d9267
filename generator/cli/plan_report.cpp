#include "cli/plan_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "cli/changes_text.hpp"
#include "cli/json.hpp"
#include "site/words.hpp"

namespace benchfolio::cli {
namespace {

using analysis::InvalidResult;
using analysis::NotRerun;
using analysis::Rerun;
using model::Kind;

constexpr int schema_version = 1;
constexpr std::size_t digits = 7;

std::string named(const model::Purpose& purpose) {
    const std::string ref = purpose.owner.empty() ? purpose.ref : purpose.owner + "/" + purpose.ref;
    switch (purpose.kind) {
        case Kind::nightly:
            return "night";
        case Kind::tag:
            return "tag " + ref;
        default:
            return "by hand " + ref;
    }
}

std::string reason_of(const Rerun& rerun) {
    std::vector<std::string> all;
    for (const InvalidResult& of : rerun.of)
        all.push_back(fmt::format("{} of {}, with suite {}", named(of.purpose), site::day(of.time), of.suite));
    return fmt::format("{}", fmt::join(all, "; "));
}

Measurement measurement_of(const Rerun& rerun, const std::string& suite) {
    const model::Purpose& purpose = rerun.of.front().purpose;
    return {.kind = std::string{model::name_of(purpose.kind)},
            .ref = purpose.ref,
            .owner = purpose.owner.empty() ? rerun.fork.value_or("") : purpose.owner,
            .commit = rerun.commit,
            .testbed = rerun.testbed,
            .label = rerun.label,
            .host = rerun.host,
            .suite = suite,
            .reason = reason_of(rerun)};
}

std::string_view name_of(NotRerun why) {
    constexpr std::array names{"no_suite", "no_commit", "dirty", "hidden", "retired"};
    return names.at(static_cast<std::size_t>(why));
}

std::string_view words_of(NotRerun why) {
    constexpr std::array words{"recorded no version of the suite", "recorded no commit", "measured uncommitted changes",
                               "on a hidden testbed", "on a testbed that has not run in the last 90 nights"};
    return words.at(static_cast<std::size_t>(why));
}

std::string suite_line(const PlanReport& report) {
    const auto& suites = report.suites;
    const auto used = std::ranges::find(suites, report.plan.suite, &analysis::SuiteVersion::name);
    const std::string name = "Suite " + printable(report.plan.suite);
    if (used == suites.end()) return name + ", which no run used yet.\n";
    return fmt::format("{}, first used on {} ({}); {} of {}.\n", name, site::day(used->first), used->first_run,
                       counted(used->runs, "run", "runs"), counted(suites.size(), "version", "versions"));
}

std::string count_line(const PlanReport& report) {
    const auto& reruns = report.plan.reruns;
    if (reruns.empty()) return "Nothing has to be measured again.\n";
    std::array<std::size_t, 3> counts{};
    std::set<std::string> testbeds;
    for (const Rerun& rerun : reruns) {
        const Kind kind = rerun.of.front().purpose.kind;
        ++counts[kind == Kind::tag ? 0 : kind == Kind::nightly ? 1 : 2];
        testbeds.insert(rerun.testbed);
    }
    return fmt::format("To measure again: {}, on {}: {}, {} since {}, {}.\n",
                       counted(reruns.size(), "commit", "commits"), counted(testbeds.size(), "testbed", "testbeds"),
                       counted(counts[0], "of a tag", "of tags"), counted(counts[1], "of a night", "of nights"),
                       site::day(report.plan.from), counted(counts[2], "asked for by hand", "asked for by hand"));
}

// The width that a column needs, of text of plain letters.
template <class Cell>
std::size_t width_of(const std::vector<Rerun>& reruns, Cell cell) {
    std::size_t width = 0;
    for (const Rerun& rerun : reruns) width = std::max(width, cell(rerun).size());
    return width;
}

std::string lines_of(const std::vector<Rerun>& reruns, const Screen& screen) {
    const auto commit = [](const Rerun& rerun) { return printable(rerun.commit.substr(0, digits)); };
    const auto testbed = [](const Rerun& rerun) { return printable(rerun.label, 60); };
    const std::size_t commits = width_of(reruns, commit), testbeds = width_of(reruns, testbed);
    std::string text = reruns.empty() ? "" : "\n";
    for (const Rerun& rerun : reruns)
        text += fmt::format("  {}  {:<{}}  {}\n", bold(screen, fmt::format("{:<{}}", commit(rerun), commits)),
                            testbed(rerun), testbeds, printable(reason_of(rerun), 300));
    return text;
}

std::string rest_of(const PlanReport& report) {
    std::string text;
    if (report.plan.done > 0)
        text += fmt::format("{} with that suite already.\n",
                            counted(report.plan.done, "commit was measured", "commits were measured"));
    for (const auto& [why, runs] : report.plan.left_out)
        text += fmt::format("{} left out: {}.\n", counted(runs, "run", "runs"), words_of(why));
    if (report.plan.tags_unmeasured > 0)
        text += fmt::format("{} of the clone never measured.\n", counted(report.plan.tags_unmeasured, "tag", "tags"));
    return text.empty() ? text : "\n" + text;
}

Json json_of(const InvalidResult& of) {
    return {{"kind", model::name_of(of.purpose.kind)},
            {"ref", of.purpose.ref},
            {"owner", of.purpose.owner},
            {"run", of.run},
            {"time", model::iso8601(of.time)},
            {"suite", of.suite}};
}

Json json_of(const Rerun& rerun, const std::string& suite) {
    Json json = json_of(measurement_of(rerun, suite));
    Json all = Json::array();
    for (const InvalidResult& of : rerun.of) all.push_back(json_of(of));
    json["invalid"] = std::move(all);
    return json;
}

Json json_of(const analysis::SuiteVersion& version) {
    return {{"name", version.name},
            {"first", model::iso8601(version.first)},
            {"first_run", version.first_run},
            {"in_trends", version.in_trends},
            {"runs", version.runs}};
}

}  // namespace

std::vector<Measurement> measurements_of(const analysis::RerunPlan& plan) {
    std::vector<Measurement> all;
    for (const Rerun& rerun : plan.reruns) all.push_back(measurement_of(rerun, plan.suite));
    return all;
}

std::string plan_text(const PlanReport& report, const Screen& screen) {
    return suite_line(report) + count_line(report) + lines_of(report.plan.reruns, screen) + rest_of(report);
}

std::string plan_json(const PlanReport& report) {
    const analysis::RerunPlan& plan = report.plan;
    Json suites = Json::array(), reruns = Json::array(), left_out = Json::object();
    for (const auto& version : report.suites) suites.push_back(json_of(version));
    for (const Rerun& rerun : plan.reruns) reruns.push_back(json_of(rerun, plan.suite));
    for (const auto& [why, runs] : plan.left_out) left_out[std::string{name_of(why)}] = runs;
    const Json document{{"schema_version", schema_version},
                        {"suite", plan.suite},
                        {"suites", suites},
                        {"nights", {{"from", model::iso8601(plan.from)}, {"until", model::iso8601(plan.until)}}},
                        {"reruns", reruns},
                        {"done", plan.done},
                        {"left_out", left_out},
                        {"tags_unmeasured", report.plan.tags_unmeasured}};
    return json_text(document);
}

}  // namespace benchfolio::cli
