#include <algorithm>
#include <iterator>

#include "archive/object_store.hpp"
#include "cli/check_report.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/stages.hpp"

namespace benchfolio::cli {
namespace {

bool has_problem(const std::vector<Finding>& all) {
    return std::ranges::any_of(all, [](const Finding& finding) { return finding.kind == FindingKind::problem; });
}

// Only what changed can say which reviews are of use, so nothing is computed without a triage file.
std::vector<Finding> findings_of_triage(const model::History& history, const archive::ObjectStore& store,
                                        const config::Config& config, const Source& source, Progress& progress) {
    if (config.analysis.triage.source.empty()) return {};
    return triage_findings(history, analyse(history, store, config, source, progress), config);
}

}  // namespace

model::ExitCode check(const Check& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    config::Config config = configure(arguments.source, progress);
    set_now(std::nullopt, config);
    const auto store = open(arguments.source, config);
    const ingest::Ingested read = ingested(*store, config, progress);
    const model::History& history = read.history;
    stop_if_interrupted();
    std::vector<Finding> all = findings_of_triage(history, *store, config, arguments.source, progress);
    std::ranges::move(findings(history, config), std::back_inserter(all));
    std::ranges::move(offered_measures(history, *store, config), std::back_inserter(all));
    std::ranges::move(doubtful_kinds(history, read.kinds, config), std::back_inserter(all));
    const CheckReport report{arguments.source.archive, history, config, all, read.kinds};
    print_result(arguments.json ? json_report(report) : text_report(report, session.out));
    return has_problem(all) ? model::ExitCode::findings : model::ExitCode::ok;
}

}  // namespace benchfolio::cli
