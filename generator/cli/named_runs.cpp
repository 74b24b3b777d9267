#include "cli/named_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "cli/console.hpp"
#include "model/ascii.hpp"
#include "model/error.hpp"
#include "model/nearest.hpp"

namespace benchfolio::cli {
namespace {

using Indices = std::vector<std::uint32_t>;
using model::Error;
using model::ExitCode;
using model::History;

constexpr std::size_t digits = 7, most_candidates = 5, least_of_a_run = 8;  // "20261120": a day

template <class Predicate>
Indices runs_where(const History& history, Predicate predicate) {
    Indices found;
    for (std::uint32_t i = 0; i < history.runs.size(); ++i)
        if (predicate(history.runs[i])) found.push_back(i);
    return found;
}

bool either_begins(std::string_view a, std::string_view b) {
    return !a.empty() && !b.empty() && (a.starts_with(b) || b.starts_with(a));
}

[[noreturn]] void fail_ambiguous(const std::string& name, const std::vector<std::string>& candidates) {
    const auto shown = std::min(candidates.size(), most_candidates);
    std::string list =
        fmt::format("{}", fmt::join(candidates.begin(), candidates.begin() + static_cast<long>(shown), ", "));
    if (candidates.size() > shown) list += fmt::format(" and {} more", candidates.size() - shown);
    throw Error(ExitCode::usage, "side", fmt::format("`{}` may be {}", name, list), {}, "say more of its id");
}

// What a name may mean, each meaning once.
class Meanings {
  public:
    Meanings(const std::string& name, const History& history, const std::vector<analysis::Tag>& tags,
             const Clone* clone)
        : name_{name}, history_{history}, tags_{tags}, clone_{clone} {}

    NamedRuns only() {
        add_run();
        add_commit();
        add_tag();
        add_branch();
        add_asked();
        add_from_clone();
        if (found_.size() > 1) fail_ambiguous(name_, described());
        if (found_.empty()) fail_unknown();
        return std::move(found_.front());
    }

  private:
    void add(NameKind kind, std::string what, Indices runs, std::optional<std::string> commit = {}) {
        if (!runs.empty()) found_.push_back({name_, kind, std::move(what), std::move(runs), std::move(commit)});
    }

    std::vector<std::string> described() const {
        std::vector<std::string> all;
        for (const NamedRuns& one : found_) all.push_back(one.what);
        return all;
    }

    void add_run() {
        if (name_.size() < least_of_a_run) return;
        const auto runs = runs_where(history_, [&](const model::Run& run) { return run.id.starts_with(name_); });
        std::vector<std::string> ids;
        for (const std::uint32_t run : runs) ids.push_back("run " + history_.runs[run].id);
        if (ids.size() > 1) fail_ambiguous(name_, ids);
        if (!ids.empty()) add(NameKind::run, ids[0], runs);
    }

    void add_commit() {
        if (!is_commit_id(name_)) return;
        const std::string asked = model::lower_case(name_);
        const Indices runs = runs_of_commit(history_, asked);
        std::set<std::string> commits;
        for (const std::uint32_t run : runs) commits.insert(history_.runs[run].commit->id);
        const auto differ = [&](const std::string& id) { return !either_begins(id, *commits.begin()); };
        if (std::ranges::any_of(commits, differ)) {
            std::vector<std::string> ids;
            for (const std::string& id : commits) ids.push_back("commit " + id);
            fail_ambiguous(name_, ids);
        }
        if (!commits.empty())
            add(NameKind::commit, "commit " + commits.begin()->substr(0, std::max(digits, name_.size())), runs,
                *commits.rbegin());
    }

    void add_tag() {
        const auto tag = std::ranges::find(tags_, name_, &analysis::Tag::name);
        Indices own = runs_for(model::Kind::tag);
        if (!own.empty())
            return add(NameKind::tag, "tag " + name_, std::move(own),
                       tag == tags_.end() ? std::nullopt : std::optional{tag->commit});
        if (tag == tags_.end()) return;
        Indices runs = runs_of_commit(history_, tag->commit);
        if (runs.empty()) fail_unmeasured("tag", tag->commit);
        add(NameKind::tag, fmt::format("tag {} ({})", name_, tag->commit.substr(0, digits)), std::move(runs),
            tag->commit);
    }

    // Those that were measured for it; else those of the trends that record it.
    void add_branch() {
        Indices runs = runs_for(model::Kind::branch);
        if (runs.empty())
            runs = runs_where(history_, [&](const model::Run& run) {
                return run.purpose.kind == model::Kind::nightly && run.commit && run.commit->branch == name_;
            });
        add(NameKind::branch, "branch " + name_, std::move(runs), clone_ ? clone_->commit(name_) : std::nullopt);
    }

    // "pull/17", and what was asked for by hand: "alice/faster-gc", or its ref alone. The newest run is meant, as of a
    // branch.
    void add_asked() {
        constexpr std::string_view pull = "pull/";
        if (name_.starts_with(pull))
            add(NameKind::branch, "pull request " + name_.substr(pull.size()),
                runs_where(history_, [&](const model::Run& run) {
                    return run.purpose.kind == model::Kind::pull_request &&
                           run.purpose.ref == name_.substr(pull.size());
                }));
        if (!found_.empty()) return;
        const auto is_asked = [&](const model::Run& run) {
            const model::Purpose& purpose = run.purpose;
            const bool is_of_owner = !purpose.owner.empty() && purpose.owner + "/" + purpose.ref == name_;
            return purpose.kind == model::Kind::manual && (purpose.ref == name_ || is_of_owner);
        };
        add(NameKind::branch, "manual results of " + name_, runs_where(history_, is_asked));
    }

    Indices runs_for(model::Kind kind) const {
        return runs_where(history_,
                          [&](const model::Run& run) { return run.purpose.kind == kind && run.purpose.ref == name_; });
    }

    // What runs do not record: a branch of the clone, whose runs are those of its commits.
    void add_from_clone() {
        if (!found_.empty() || !clone_) return;
        const auto tip = clone_->commit(name_);
        if (!tip) return;
        if (!clone_->is_branch(name_)) {
            Indices runs = runs_of_commit(history_, *tip);
            if (runs.empty()) fail_unmeasured("commit", *tip);
            return add(NameKind::commit, fmt::format("{} ({})", name_, tip->substr(0, digits)), std::move(runs), tip);
        }
        const auto commits = clone_->commits_of(*tip);
        const auto has = [&](const model::Run& run) {
            if (!run.commit || run.commit->id.empty()) return false;
            const auto at = std::ranges::lower_bound(commits, run.commit->id);
            return at != commits.end() && at->starts_with(run.commit->id);
        };
        Indices runs = runs_where(history_, has);
        if (runs.empty()) fail_unmeasured("branch", *tip);
        add(NameKind::branch, "branch " + name_, std::move(runs), tip);
    }

    [[noreturn]] void fail_unmeasured(const char* kind, const std::string& commit) const {
        throw Error(ExitCode::usage, "side",
                    fmt::format("{} `{}` is commit {}, and no run measured it", kind, name_, commit.substr(0, digits)),
                    {}, "benchfolio check --archive ARCHIVE says what was measured");
    }

    [[noreturn]] void fail_unknown() const {
        std::vector<std::string> known{"latest"};
        for (const analysis::Tag& tag : tags_) known.push_back(tag.name);
        std::set<std::string> branches;
        for (const model::Run& run : history_.runs)
            if (run.commit && run.commit->branch) branches.insert(*run.commit->branch);
        for (const model::Run& run : history_.runs)
            if (!run.purpose.ref.empty()) branches.insert(run.purpose.ref);
        known.insert(known.end(), branches.begin(), branches.end());
        const std::string meant = model::did_you_mean(name_, known);
        throw Error(
            ExitCode::usage, "side",
            fmt::format("`{}` is no file or folder here, and no run, commit, tag or branch of the archive", name_), {},
            !meant.empty() ? meant
            : clone_       ? ""
                           : "tags and branches of a clone are known with --repo DIR");
    }

    const std::string& name_;
    const History& history_;
    const std::vector<analysis::Tag>& tags_;
    const Clone* clone_;
    std::vector<NamedRuns> found_;
};

// The newest is one of the trends, where there are some.
Indices all_runs(const History& history) {
    Indices trends =
        runs_where(history, [](const model::Run& run) { return run.purpose.kind == model::Kind::nightly; });
    return !trends.empty() ? trends : runs_where(history, [](const model::Run&) { return true; });
}

}  // namespace

std::vector<std::uint32_t> runs_of_commit(const History& history, const std::string& commit) {
    return runs_where(history,
                      [&](const model::Run& run) { return run.commit && either_begins(run.commit->id, commit); });
}

NamedRuns named_runs(const std::string& name, const History& history, const std::vector<analysis::Tag>& tags,
                     const Clone* clone) {
    if (history.runs.empty())
        throw Error(ExitCode::usage, "side",
                    fmt::format("`{}` is no file or folder here, and the archive holds no run", name), {},
                    "benchfolio check --archive ARCHIVE says what it holds");
    if (name == "latest") return {name, NameKind::latest, name, all_runs(history), {}};
    return Meanings{name, history, tags, clone}.only();
}

}  // namespace benchfolio::cli
