#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/continuity_check.hpp"
#include "analysis/factors.hpp"
#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/continuity_report.hpp"
#include "cli/stages.hpp"
#include "site/downloads/continuity_document.hpp"

namespace benchfolio::cli {
namespace {

using model::Error;
using model::ExitCode;

void require_declared(const config::Config& config) {
    if (!config.analysis.transitions.empty() || !config.analysis.relatives.empty()) return;
    throw Error{ExitCode::usage, "config", "the configuration declares no transition", config.source,
                "[[transition]] says what gave way to what; `benchfolio init` writes an example"};
}

Error check_error(const std::string& what, const std::string& hint) {
    return {ExitCode::usage, "check", what, {}, hint};
}

std::vector<std::string> commits_beginning_with(const model::History& history, const std::string& typed) {
    std::vector<std::string> found = analysis::MeasuredCommits{history}.beginning_with(typed);
    if (!history.aside) return found;
    for (std::string& each : analysis::MeasuredCommits{*history.aside}.beginning_with(typed)) {
        const auto same = std::ranges::find_if(
            found, [&](const std::string& known) { return known.starts_with(each) || each.starts_with(known); });
        if (same == found.end())
            found.push_back(std::move(each));
        else if (same->size() < each.size())
            *same = std::move(each);
    }
    return found;
}

std::string whole_commit(const model::History& history, const std::string& typed) {
    const auto meant = commits_beginning_with(history, typed);
    if (meant.empty())
        throw check_error("no run measured commit " + typed, "`benchfolio list runs` says what was measured");
    if (meant.size() > 1)
        throw check_error(fmt::format("commit {} may be {} or {}", typed, meant[0], meant[1]), "say more of its id");
    return meant.front();
}

analysis::SeamCheck checked(const site::Content& content, const std::string& typed) {
    const std::string commit = whole_commit(content.history, typed);
    const analysis::Context context{content.history, content.analysis_options, content.report.estimate};
    auto check = analysis::check_seam(context, content.report, commit);
    if (check) return std::move(*check);
    throw check_error("commit " + commit + " was not measured on the newer side of any transition",
                      "measure it there, or name another one; `benchfolio list runs` says which were");
}

}  // namespace

ExitCode continuity(const Continuity& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    const config::Config config = configure(arguments.source, progress);
    require_declared(config);
    const auto store = open(arguments.source, config);
    const model::History history = read(*store, config, progress);
    warn_of_unused(history, arguments.source.archive, progress);
    const analysis::Report report = analyse(history, *store, config, arguments.source, progress);
    const site::Content content{history, report, config.analysis, config.site};
    if (!arguments.commit) {
        print_result(arguments.json ? site::downloads::continuity_document(content) : factors_text(content));
        return ExitCode::ok;
    }
    const analysis::SeamCheck check = checked(content, *arguments.commit);
    print_result(arguments.json ? seam_json(content, check) : seam_text(content, check));
    return check.overall == analysis::Continued::abrupt ? ExitCode::findings : ExitCode::ok;
}

}  // namespace benchfolio::cli
