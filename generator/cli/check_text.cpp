#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/check_report.hpp"
#include "cli/configuration.hpp"
#include "cli/stages.hpp"

namespace benchfolio::cli {
namespace {

using model::History;

std::string period_of(const History& history) {
    if (history.runs.empty()) return "";
    return fmt::format(", {} to {}", model::iso_date(history.runs.front().time),
                       model::iso_date(history.runs.back().time));
}

std::string measures_text(const History& history) {
    std::vector<std::string> names;
    for (const model::Measure& measure : history.measures)
        names.push_back(measure.unit.empty() ? measure.name : fmt::format("{} [{}]", measure.name, measure.unit));
    return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

std::string overview(const CheckReport& report) {
    const History& history = report.history;
    std::string text = fmt::format("archive        {}\n", report.archive);
    text += fmt::format("configuration  {}\n", source_text(report.config));
    text += fmt::format("runs           {}{}\n", grouped(history.runs.size()), period_of(history));
    if (history.aside) text += fmt::format("in no trend    {}\n", counted(history.aside->runs.size(), "run", "runs"));
    text += fmt::format("benchmarks     {}, {}\n", grouped(history.benchmarks.size()),
                        counted(history.columns.size(), "result", "results"));
    text += fmt::format("measures       {}\n", measures_text(history));
    if (!history.failures.empty()) text += fmt::format("failed nights  {}\n", grouped(history.failures.size()));
    return text + fmt::format("not used       {} broken, {} foreign, {} duplicate\n",
                              grouped(count(history, model::RejectionKind::broken)),
                              grouped(count(history, model::RejectionKind::foreign)),
                              grouped(history.duplicates.size()));
}

std::string kind_lines(const CheckReport& report) {
    std::string text;
    for (const ingest::KindCount& each : report.kinds.counts)
        text += fmt::format("  {:<14} {:>6} {}: {}\n", model::name_of(each.kind), grouped(each.runs),
                            each.runs == 1 ? "run" : "runs", ingest::name_of(each.because));
    if (!report.kinds.trend_branches.empty())
        text += fmt::format("  trend branches: {}\n", fmt::join(report.kinds.trend_branches, ", "));
    if (!report.kinds.own_fork.empty()) text += fmt::format("  the project's own fork: {}\n", report.kinds.own_fork);
    return text;
}

// Where all runs are nightly, nobody needs to be told why.
bool has_kinds(const CheckReport& report) {
    return report.history.aside || !report.kinds.unknown_kinds.empty();
}

std::string heading(const Screen& screen, const std::string& text) {
    return "\n" + bold(screen, text) + "\n";
}

std::string toml_string(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += control ? fmt::format("\\u{:04X}", static_cast<unsigned>(c)) : std::string(1, c);
    }
    return quoted + "\"";
}

std::string testbed_line(const model::Testbed& testbed) {
    const std::string colour = testbed.colour ? fmt::format("colour {}", *testbed.colour) : "grey";
    return fmt::format("  {:<32} {:>6} {}, {} to {}, {}\n", testbed.label, grouped(testbed.runs),
                       testbed.runs == 1 ? "run" : "runs", model::iso_date(testbed.first_seen),
                       model::iso_date(testbed.last_seen), testbed.hidden ? "hidden" : colour);
}

std::string testbed_lines(const History& history) {
    std::string text;
    for (const model::Testbed& testbed : history.testbeds) text += testbed_line(testbed);
    return text;
}

// One line a brand, for the configuration; testbeds that share a CPU share its colour.
std::string colour_block(const History& history) {
    std::set<std::pair<int, std::string>> colours;
    for (const model::Testbed& testbed : history.testbeds)
        if (testbed.brand && testbed.colour) colours.emplace(*testbed.colour, *testbed.brand);
    std::string text;
    for (const auto& [colour, brand] : colours) text += fmt::format("{} = {}\n", toml_string(brand), colour);
    return text.empty() ? "" : "[cpu.colours]\n" + text;
}

std::string reason_lines(const std::string& reason, const std::vector<std::string>& files) {
    constexpr std::size_t shown = 5;
    std::string text = fmt::format("  {}: {}\n", counted(files.size(), "file", "files"), reason);
    for (std::size_t i = 0; i < files.size() && i < shown; ++i) text += fmt::format("    {}\n", files[i]);
    if (files.size() > shown) text += fmt::format("    and {} more; --json lists them\n", files.size() - shown);
    return text;
}

// Broken files are findings; the rest of what is not used is told here, by reason, quietly.
std::string foreign_lines(const History& history) {
    std::map<std::string, std::vector<std::string>> files;
    for (const model::Rejection& rejection : history.rejections)
        if (rejection.kind == model::RejectionKind::foreign) files[rejection.reason].push_back(rejection.file);
    std::string text;
    for (const auto& [reason, rejected] : files) text += reason_lines(reason, rejected);
    return text;
}

std::string duplicate_lines(const History& history) {
    std::string text;
    for (const auto& [file, of] : history.duplicates) text += fmt::format("  {} is the same as {}\n", file, of);
    return text;
}

std::string failure_lines(const History& history) {
    std::string text;
    for (const model::Failure& failure : history.failures)
        text += fmt::format("  {}  {}{}{}\n", model::iso8601(failure.time), failure.outcome,
                            failure.workflow ? ", " + *failure.workflow : "", failure.url ? ", " + *failure.url : "");
    return text;
}

std::string omission_lines(const History& history) {
    std::string text;
    for (const History* side : {&history, history.aside.get()})
        if (side)
            for (const model::Omission& omission : side->omissions)
                text +=
                    fmt::format("  {}: {}: {}\n", side->runs[omission.run].file, omission.benchmark, omission.reason);
    return text;
}

std::string finding_text(const Finding& finding, const Screen& screen) {
    const bool problem = finding.kind == FindingKind::problem;
    const std::string head = fmt::format("{}[{}]", problem ? "problem" : "suggestion", finding.code);
    std::string text = fmt::format("{}: {}\n", problem ? red(screen, head) : cyan(screen, head), finding.what);
    if (!finding.place.empty()) text += fmt::format(" --> {}\n", finding.place);
    if (!finding.hint.empty()) text += fmt::format("hint: {}\n", finding.hint);
    return text;
}

std::string verdict(const std::vector<Finding>& findings) {
    const auto problems = std::ranges::count(findings, FindingKind::problem, &Finding::kind);
    return problems == 0 ? "no problems\n"
                         : counted(static_cast<std::uint64_t>(problems), "problem", "problems") + "\n";
}

// Nothing where the section would be empty.
std::string section(const Screen& screen, const std::string& title, const std::string& lines) {
    return lines.empty() ? "" : heading(screen, title) + lines;
}

}  // namespace

std::string text_report(const CheckReport& report, const Screen& screen) {
    const History& history = report.history;
    std::string text = overview(report);
    if (has_kinds(report)) text += section(screen, "Kinds of results, and how that is known", kind_lines(report));
    text += section(screen, "CPUs", testbed_lines(history));
    text += section(screen, "Their colours, to keep them: paste into benchfolio.toml", colour_block(history));
    text += section(screen, "Failed nights", failure_lines(history));
    text += section(screen, "Foreign files", foreign_lines(history));
    text += section(screen, "Duplicates, counted once", duplicate_lines(history));
    text += section(screen, "Left out of used files", omission_lines(history));
    std::string told;
    for (const Finding& finding : report.findings) told += finding_text(finding, screen);
    text += section(screen, "Findings", told);
    return text + "\n" + verdict(report.findings);
}

}  // namespace benchfolio::cli
