#include <fmt/format.h>

#include <algorithm>

#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/plan_report.hpp"
#include "cli/stages.hpp"
#include "model/error.hpp"
#include "model/glob.hpp"

namespace benchfolio::cli {
namespace {

using model::Error;
using model::ExitCode;

// pyperf's suites are a version and a hash: the version is enough where it has one hash.
std::string whole_name(const std::string& asked, const std::vector<analysis::SuiteVersion>& suites) {
    std::vector<std::string> meant;
    for (const analysis::SuiteVersion& one : suites) {
        if (one.name == asked) return asked;
        if (one.name.starts_with(asked + "+")) meant.push_back(one.name);
    }
    if (meant.size() > 1)
        throw Error(ExitCode::usage, "suite", fmt::format("`{}` may be {}", asked, fmt::join(meant, ", ")), "--suite",
                    "results of two of these are not comparable: name one of them wholly");
    return meant.empty() ? asked : meant.front();
}

std::string suite_of(const Plan& arguments, const std::vector<analysis::SuiteVersion>& suites) {
    if (arguments.suite) return whole_name(*arguments.suite, suites);
    if (!suites.empty()) return suites.back().name;
    throw Error(ExitCode::usage, "suite", "no run of the archive records a version of the suite",
                arguments.source.archive,
                "pyperf's files have one; of other files [archive] suite_from says where it stands, and --suite names "
                "the new one");
}

void keep_testbed(const std::string& pattern, analysis::RerunPlan& plan) {
    std::erase_if(plan.reruns, [&](const analysis::Rerun& rerun) {
        return !model::glob_matches("*" + pattern + "*", rerun.label) && rerun.testbed != pattern;
    });
}

std::string told(const Plan& arguments, const PlanReport& report, const Session& session, Progress& progress) {
    switch (arguments.format) {
        case Format::json:
            return plan_json(report);
        case Format::matrix:
            return matrix_of(measurements_of(report.plan), progress);
        default:
            return plan_text(report, session.out);
    }
}

}  // namespace

ExitCode plan(const Plan& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    const config::Config config = configure(arguments.source, progress);
    const auto store = open(arguments.source, config);
    const model::History history = read(*store, config, progress);
    warn_of_unused(history, arguments.source.archive, progress);
    PlanReport report{.plan = {}, .suites = analysis::suite_versions(history)};
    report.plan = analysis::rerun_plan(history, config.analysis, suite_of(arguments, report.suites), arguments.nights);
    if (arguments.testbed) keep_testbed(*arguments.testbed, report.plan);
    print_result(told(arguments, report, session, progress));
    return ExitCode::ok;
}

}  // namespace benchfolio::cli
