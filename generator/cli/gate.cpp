#include "analysis/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/gate_base.hpp"
#include "cli/gate_report.hpp"
#include "cli/given_files.hpp"
#include "cli/stages.hpp"
#include "cli/verdict_files.hpp"

namespace benchfolio::cli {
namespace {

analysis::GateReport judge(const Gate& arguments, const ingest::Joined& joined, const analysis::Report& report,
                           const analysis::Options& options) {
    analysis::GateQuestion question;
    for (const auto& runs : joined.runs_of_files) question.head.insert(question.head.end(), runs.begin(), runs.end());
    const auto clone = arguments.source.clone ? std::optional<Clone>{*arguments.source.clone} : std::nullopt;
    const ChosenBase base =
        choose_base(joined.history, question.head, arguments.base, options, clone ? &*clone : nullptr);
    question.base = base.run;
    question.how = base.how;
    question.branch = arguments.branch.value_or("");
    return analysis::gate({joined.history, options, report.estimate}, report, question);
}

// What is in no trend may be the base, where one is named: its runs are laid beside the trends then, and count nowhere
// else.
ingest::Joined with_named_base(const Gate& arguments, ingest::Joined joined, const config::Config& config) {
    if (!arguments.base || !joined.history.aside) return joined;
    std::vector<std::vector<std::string>> ids;
    for (const auto& runs : joined.runs_of_files) {
        ids.emplace_back();
        for (const std::uint32_t run : runs) ids.back().push_back(joined.history.runs[run].id);
    }
    joined.history = ingest::together(std::move(joined.history), config.ingest);
    for (std::size_t file = 0; file < ids.size(); ++file) {
        joined.runs_of_files[file].clear();
        for (std::uint32_t run = 0; run < joined.history.runs.size(); ++run)
            if (std::ranges::count(ids[file], joined.history.runs[run].id) > 0)
                joined.runs_of_files[file].push_back(run);
    }
    return joined;
}

// A misspelt address of an archive must not pass for one without a regression.
void warn_of_no_history(const Gate& arguments, const ingest::Joined& joined, Progress& progress) {
    std::set<std::uint32_t> given;
    for (const auto& runs : joined.runs_of_files) given.insert(runs.begin(), runs.end());
    if (given.size() == joined.history.runs.size())
        progress.note(fmt::format("warning: {} holds no other run to hold these against", arguments.source.archive));
}

bool is_failure(const Gate& arguments, const analysis::GateReport& gate) {
    return gate.light() == analysis::Light::red ||
           (arguments.fail_on_unknown && (gate.unknown > 0 || gate.light() == analysis::Light::unknown));
}

std::string told(const Gate& arguments, const summary::GateContent& content, const config::Config& config,
                 const Screen& screen) {
    switch (arguments.format) {
        case Format::json:
            return gate_json(content.history, content.gate, config.analysis.gate);
        case Format::markdown:
            return summary::comment(content);
        default:
            return gate_text(content.history, content.gate, screen);
    }
}

}  // namespace

model::ExitCode gate(const Gate& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    config::Config config = configure(arguments.source, progress);
    set_now(arguments.now, config);
    const auto files = given_files(arguments.head, arguments.folder);
    const auto store = open(arguments.source, config);
    const ingest::Joined joined = with_named_base(arguments, read_with_files(*store, files, config, progress), config);
    warn_of_unused(joined.history, arguments.source.archive, progress);
    warn_of_no_history(arguments, joined, progress);
    const analysis::Report report = analyse(joined.history, config, arguments.source, progress);
    const analysis::GateReport verdict = judge(arguments, joined, report, config.analysis);
    const bool failed = is_failure(arguments, verdict);
    const summary::GateContent content{joined.history, verdict, config.site, arguments.key, failed};
    if (arguments.comment) write_comment(*arguments.comment, content);
    if (arguments.check) write_check(*arguments.check, content);
    print_result(told(arguments, content, config, session.out));
    return failed ? model::ExitCode::findings : model::ExitCode::ok;
}

}  // namespace benchfolio::cli
