#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/github.hpp"
#include "cli/interrupt.hpp"
#include "cli/verdict_files.hpp"
#include "forge/repository.hpp"

namespace benchfolio::cli {
namespace {

using forge::Outcome;
using forge::PullRequest;
using model::ExitCode;

// What to write, read before anybody is asked.
struct Verdict {
    std::optional<CommentFile> comment;
    std::optional<summary::CheckText> check;
};

Verdict read_verdict(const Comment& arguments) {
    Verdict verdict;
    if (arguments.body) verdict.comment = read_comment(*arguments.body);
    if (arguments.check) verdict.check = read_check(*arguments.check);
    return verdict;
}

// Nothing where the commit was measured, but is the newest of no pull request any more: its verdict may not replace
// that of a newer one.
std::vector<PullRequest> pulls_of(const Comment& arguments, const forge::Repository& repository) {
    if (!arguments.pull) return repository.pulls_of(*arguments.head_commit);
    const PullRequest pull = repository.pull(*arguments.pull);
    if (arguments.head_commit && pull.head != *arguments.head_commit) return {};
    return {pull};
}

const char* word(Outcome outcome, bool dry_run) {
    switch (outcome) {
        case Outcome::created:
            return dry_run ? "would be created" : "created";
        case Outcome::updated:
            return dry_run ? "would be updated" : "updated";
        case Outcome::unchanged:
            return "unchanged";
        case Outcome::left_out:
            break;
    }
    return "none, since nothing changed";
}

void tell(const std::string& what, const forge::Told& told, bool dry_run) {
    print_result(
        fmt::format("{:<10} {}{}{}\n", what, word(told.outcome, dry_run), told.url.empty() ? "" : "  ", told.url));
}

void put_check(const forge::Repository& repository, const std::string& commit, const summary::CheckText& check,
               bool dry_run) {
    stop_if_interrupted();
    tell("check",
         repository.put(commit, forge::Check{.name = check.name,
                                             .title = check.title,
                                             .summary = check.summary,
                                             .conclusion = std::string{summary::name_of(check.conclusion)}}),
         dry_run);
}

void put_comment(const forge::Repository& repository, const PullRequest& pull, const CommentFile& comment,
                 const Comment& arguments) {
    stop_if_interrupted();
    const auto is_same = [&](std::string_view body) {
        const auto marker = summary::marker_of(body);
        return marker && marker->key == comment.marker.key;
    };
    const forge::StandingComment standing{
        .is_same = is_same, .text = comment.text, .only_if_there = arguments.only_changes && !comment.marker.changed};
    tell(fmt::format("pull {}", pull.number), repository.put(pull, standing), arguments.dry_run);
}

}  // namespace

ExitCode comment(const Comment& arguments, const Session&) {
    const Verdict verdict = read_verdict(arguments);
    const forge::Connection connection{github_access(arguments.api, "write comments")};
    const forge::Repository repository{connection, arguments.repository, arguments.dry_run};
    if (!arguments.pull && !verdict.comment) {  // a check is the commit's, whether or not there is a pull request
        put_check(repository, *arguments.head_commit, *verdict.check, arguments.dry_run);
        return ExitCode::ok;
    }
    const std::vector<PullRequest> pulls = pulls_of(arguments, repository);
    if (pulls.empty()) {
        print_result(
            fmt::format("nothing    {} is the newest commit of no open pull request: closed, or pushed to since\n",
                        *arguments.head_commit));
        return ExitCode::ok;
    }
    if (verdict.check) put_check(repository, pulls.front().head, *verdict.check, arguments.dry_run);
    if (verdict.comment)
        for (const PullRequest& pull : pulls) put_comment(repository, pull, *verdict.comment, arguments);
    return ExitCode::ok;
}

}  // namespace benchfolio::cli
