#include <algorithm>

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

}  // namespace

model::ExitCode check(const Check& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    const config::Config config = configure(arguments.source, progress);
    const auto store = open(arguments.source, config);
    const model::History history = read(*store, config, progress);
    stop_if_interrupted();
    const std::vector<Finding> all = findings(history, config);
    const CheckReport report{arguments.source.archive, history, config, all};
    print_result(arguments.json ? json_report(report) : text_report(report, session.out));
    return has_problem(all) ? model::ExitCode::findings : model::ExitCode::ok;
}

}  // namespace benchfolio::cli
