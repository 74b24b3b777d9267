#include "analysis/backtest.hpp"

#include <fmt/format.h>

#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/json.hpp"
#include "cli/stages.hpp"

namespace benchfolio::cli {
namespace {

using analysis::TestedRule;

std::string name_of(const TestedRule& rule, const analysis::GateOptions& options) {
    if (!rule.threshold) return "the default rule";
    const analysis::Threshold& threshold = options.thresholds[*rule.threshold];
    return fmt::format("{} ({})", name_of(threshold.test), threshold.place);
}

std::string rule_text(const TestedRule& rule, const analysis::GateOptions& options) {
    std::string text = fmt::format("\n{}\n", name_of(rule, options));
    if (!rule.never.empty()) text += fmt::format("  never      {}\n", rule.never);
    text += fmt::format("  results    {}, {} cannot tell\n", grouped(rule.results), grouped(rule.unknown));
    text += fmt::format("  alerts     {}: {} persisted, {} reverted, {} too new to tell\n", grouped(rule.alerts),
                        grouped(rule.persisted), grouped(rule.reverted), grouped(rule.undecided));
    if (rule.whole > 0) text += fmt::format("  besides    {} in runs that failed as a whole\n", grouped(rule.whole));
    return text + fmt::format("  amber      {}\n", grouped(rule.amber));
}

std::string text_of(const analysis::Backtest& tested, const analysis::GateOptions& options) {
    std::string text = fmt::format("replayed   {}, each against earlier ones\nfailed     {}, {} of them as a whole\n",
                                   counted(tested.runs, "run", "runs"), grouped(tested.failed), grouped(tested.whole));
    for (const TestedRule& rule : tested.rules) text += rule_text(rule, options);
    return text;
}

Json json_of(const TestedRule& rule, const analysis::GateOptions& options) {
    Json threshold = nullptr;
    if (rule.threshold)
        threshold = {{"test", name_of(options.thresholds[*rule.threshold].test)},
                     {"place", options.thresholds[*rule.threshold].place}};
    return {{"threshold", threshold},      {"results", rule.results},
            {"unknown", rule.unknown},     {"amber", rule.amber},
            {"alerts", rule.alerts},       {"alerts_of_whole_runs", rule.whole},
            {"persisted", rule.persisted}, {"reverted", rule.reverted},
            {"undecided", rule.undecided}, {"never", rule.never.empty() ? Json(nullptr) : Json(rule.never)}};
}

std::string json_of(const analysis::Backtest& tested, const analysis::GateOptions& options) {
    Json rules = Json::array();
    for (const TestedRule& rule : tested.rules) rules.push_back(json_of(rule, options));
    const Json report{{"schema_version", 1},
                      {"runs", tested.runs},
                      {"failed", tested.failed},
                      {"failed_as_a_whole", tested.whole},
                      {"rules", rules}};
    return json_text(report, 1);
}

}  // namespace

model::ExitCode backtest(const Backtest& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    const config::Config config = configure(arguments.source, progress);
    const auto store = open(arguments.source, config);
    const model::History history = read(*store, config, progress);
    warn_of_unused(history, arguments.source.archive, progress);
    const analysis::Report report = analyse(history, *store, config, arguments.source, progress);
    progress.begin("replaying");
    const analysis::Backtest tested =
        analysis::backtest({history, config.analysis, report.estimate}, report, arguments.since);
    progress.end(counted(tested.runs, "run", "runs"));
    print_result(arguments.format == Format::json ? json_of(tested, config.analysis.gate)
                                                  : text_of(tested, config.analysis.gate));
    return model::ExitCode::ok;
}

}  // namespace benchfolio::cli
