#include <fmt/format.h>

#include <algorithm>

#include "archive/object_store.hpp"
#include "cli/bisect_report.hpp"
#include "cli/clone.hpp"
#include "cli/commands.hpp"
#include "cli/stages.hpp"
#include "model/error.hpp"
#include "site/words.hpp"

namespace benchfolio::cli {
namespace {

using analysis::ChangeRange;
using analysis::KnownCommit;
using model::Error;
using model::ExitCode;

[[noreturn]] void fail(const std::string& what, const std::string& hint) {
    throw Error(ExitCode::usage, "bisect", what, {}, hint);
}

std::uint32_t change_named(const std::string& asked, const std::vector<analysis::Change>& changes) {
    std::vector<std::uint32_t> meant;
    for (std::uint32_t i = 0; i < changes.size(); ++i)
        if (changes[i].id.starts_with(asked)) meant.push_back(i);
    if (meant.size() > 1)
        fail(fmt::format("`{}` is how {} changes begin, {} and {} among them", asked, meant.size(),
                         changes[meant[0]].id, changes[meant[1]].id),
             "say more of its id");
    if (meant.empty()) fail(fmt::format("no change has the id `{}`", asked), "`benchfolio changes` lists them");
    const analysis::Change& change = changes[meant.front()];
    if (change.state != analysis::ChangeState::confirmed)
        fail(fmt::format("change {} is {}, not confirmed", change.id, analysis::name_of(change.state)),
             "its runs may still turn out to be chance: measure more before looking for a commit");
    return meant.front();
}

const std::string& commit_of(const model::Run& run) {
    if (!run.commit || run.commit->id.empty())
        fail(fmt::format("run {} records no commit", run.id),
             "[archive] commit_from says where the measured commit stands in the files");
    return run.commit->id;
}

// Throws where the clone has not both commits of the range.
std::vector<KnownCommit> between(const Clone& clone, const std::string& folder, const std::string& from,
                                 const std::string& to, bool first_parent) {
    for (const std::string& id : {from, to})
        if (!clone.commit(id))
            throw Error(ExitCode::usage, "repo", fmt::format("commit {} is not in the clone", id.substr(0, 12)), folder,
                        clone.is_shallow() ? "it is shallow: `git fetch --unshallow` gets the rest"
                                           : "`git fetch --all --tags` gets what is new; is it a clone of what was "
                                             "measured?");
    auto commits = clone.between(from, to, first_parent).value_or(std::vector<KnownCommit>{});
    if (commits.size() > analysis::most_bisected_commits)
        fail(fmt::format("{} commits lie between the two runs, more than {}", grouped(commits.size()),
                         grouped(analysis::most_bisected_commits)),
             "--first-parent takes each merge for one commit");
    return commits;
}

void examine(const Bisect& arguments, const config::Config& config, ChangeRange range, BisectReport& report) {
    std::optional<std::vector<KnownCommit>> commits;
    if (arguments.source.clone) {
        const std::string from = commit_of(report.history.runs[range.last_run_before]),
                          to = commit_of(report.history.runs[range.first_run_after]);
        const Clone clone{*arguments.source.clone};
        commits = between(clone, *arguments.source.clone, from, to, arguments.first_parent);
        report.from_clone = true;
        report.only_before = clone.between(to, from, false).value_or(std::vector<KnownCommit>{}).size();
    }
    report.found =
        analysis::change_commits(report.history, config.analysis, report.report, std::move(range), std::move(commits));
}

std::string told(const Bisect& arguments, const BisectReport& report, const Session& session, Progress& progress) {
    switch (arguments.format) {
        case Format::json:
            return bisect_json(report);
        case Format::matrix:
            return matrix_of(measurements_of(report), progress);
        default:
            return bisect_text(report, session.out);
    }
}

}  // namespace

ExitCode bisect(const Bisect& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    config::Config config = configure(arguments.source, progress);
    set_now({}, config);
    const auto store = open(arguments.source, config);
    const model::History history = read(*store, config, progress);
    warn_of_unused(history, arguments.source.archive, progress);
    const analysis::Report report = analyse(history, *store, config, arguments.source, progress);
    BisectReport found{.history = history, .report = report, .found = {}};
    const std::uint32_t change = change_named(arguments.change, report.changes);
    examine(arguments, config, analysis::range_of(history, report, change), found);
    print_result(told(arguments, found, session, progress));
    return ExitCode::ok;
}

}  // namespace benchfolio::cli
