#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "publish/branch.hpp"

namespace benchfolio::cli {
namespace {

using publish::Change;
using publish::ChangeKind;
using publish::Published;

std::size_t count(const Published& published, ChangeKind kind) {
    return static_cast<std::size_t>(std::ranges::count(published.changes, kind, &Change::kind));
}

const char* verb(const Change& change) {
    if (change.adopted) return "adopt";
    if (change.kind == ChangeKind::added) return "add";
    return change.kind == ChangeKind::changed ? "change" : "remove";
}

// Each path that a push would touch.
std::string plan(const Published& published) {
    std::string text;
    for (const Change& change : published.changes) text += fmt::format("{:<6} {}\n", verb(change), change.path);
    return text;
}

std::string files_text(const Published& published) {
    const auto adopted = std::ranges::count(published.changes, true, &Change::adopted);
    std::string text = fmt::format(
        "{}: {} added, {} changed, {} removed", grouped(published.files), grouped(count(published, ChangeKind::added)),
        grouped(count(published, ChangeKind::changed)), grouped(count(published, ChangeKind::removed)));
    if (adopted > 0) text += fmt::format(", {} of them not benchfolio's", grouped(static_cast<std::size_t>(adopted)));
    return text;
}

std::string push_text(const Published& published, bool dry_run) {
    if (published.commit.empty()) return "nothing: the branch holds this site already";
    return dry_run ? "nothing: this is a dry run" : size_text(published.pushed_bytes);
}

// What a person wants to know after a push.
std::string account(const publish::BranchOptions& options, const Published& published) {
    std::string text = fmt::format("remote     {}\n", published.url);
    text += fmt::format("branch     {}{}\n", options.branch, options.path.empty() ? "" : ", in " + options.path);
    if (!published.commit.empty()) text += fmt::format("commit     {}\n", published.commit);
    text += fmt::format("files      {}\n", files_text(published));
    text += fmt::format("kept       {} that benchfolio did not write\n", counted(published.kept, "file", "files"));
    return text + fmt::format("pushed     {}\n", push_text(published, options.dry_run));
}

publish::Observer observer_of(Progress& progress) {
    return {.begin =
                [&](const std::string& phase) {
                    stop_if_interrupted();
                    progress.begin(phase);
                },
            .end = [&](const std::string& summary) { progress.end(summary); },
            .cancelled = was_interrupted};
}

}  // namespace

model::ExitCode publish(const Publish& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    const Published published = publish::publish_branch(arguments.options, observer_of(progress));
    for (const std::string& note : published.notes) progress.note("note: " + note);
    print_result((arguments.options.dry_run ? plan(published) : "") + account(arguments.options, published));
    return model::ExitCode::ok;
}

}  // namespace benchfolio::cli
