#include "publish/branch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "model/error.hpp"
#include "publish/branch_files.hpp"
#include "publish/commit.hpp"
#include "publish/complete_site.hpp"
#include "publish/delta_packs.hpp"
#include "publish/refusals.hpp"
#include "publish/transfer.hpp"

namespace benchfolio::publish {
namespace {

using model::Error;
using model::ExitCode;

constexpr std::string_view no_jekyll = ".nojekyll";

std::string short_name(const std::string& commit) {
    return commit.substr(0, 10);
}

// One publication: what its attempts share.
class Publication {
  public:
    Publication(const BranchOptions& options, const Observer& observer)
        : options_(options), observer_(observer), folder_(folder_of(options.path)), site_(opened()), remote_(found()) {}

    // The whole way from the fetch to the push; nothing when another push came first.
    std::optional<Published> attempt();
    Error beaten() const;

  private:
    CompleteSite opened() const;
    Remote found();
    std::optional<BranchState> fetch(const PrivateRepository& repository, const Transfer& transfer,
                                     const Advertisement& advertised) const;
    std::string commit(const PrivateRepository& repository, const BranchState& state, std::size_t digits,
                       Published& account) const;
    bool push(const PrivateRepository& repository, const Transfer& transfer, const BranchState& state,
              Published& account);

    bool wants_nojekyll(const BranchState& state) const;
    std::vector<std::string> notes(const BranchState& state) const;
    std::vector<Change> changes(const PrivateRepository& repository, const BranchState& state,
                                const std::string& commit) const;
    bool is_of_site(const std::string& path) const;
    std::size_t kept(const BranchState& state, const std::vector<Change>& changes) const;

    void begin(const char* phase) const {
        if (observer_.begin) observer_.begin(phase);
    }
    void end(const std::string& summary) const {
        if (observer_.end) observer_.end(summary);
    }

    const BranchOptions& options_;
    const Observer& observer_;
    std::string folder_;
    Secrets secrets_{system::process_environment()};
    CompleteSite site_;
    Remote remote_;
    std::string beaten_by_;
};

CompleteSite Publication::opened() const {
    begin("checking");
    CompleteSite site{options_.site};
    end(fmt::format("{} files, {} benchmarks", site.files().size(), site.index().benchmarks.size()));
    return site;
}

Remote Publication::found() {
    const Git git{.folder = {}, .cancelled = observer_.cancelled};
    require_git(git);
    require_branch_name(git, options_.branch);
    Remote remote = find_remote(options_.repository, options_.remote, observer_.cancelled, secrets_);
    require_not_checked_out(remote, options_.branch);
    return remote;
}

std::optional<BranchState> Publication::fetch(const PrivateRepository& repository, const Transfer& transfer,
                                              const Advertisement& advertised) const {
    begin("fetching");
    if (!advertised.tip) {
        end(fmt::format("there is no {} yet", options_.branch));
        return BranchState{};
    }
    const auto tip = transfer.fetch();
    if (!tip) return std::nullopt;
    BranchState state = state_of(repository, *tip, folder_);
    if (state.parentless) write_bitmap(repository);
    end(fmt::format("{} at {}, {} files", options_.branch, short_name(*tip), state.entries.size()));
    return state;
}

// Only at the root does `.nojekyll` count, and there it counts for everybody.
bool Publication::wants_nojekyll(const BranchState& state) const {
    return !state.entries.contains(std::string{no_jekyll}) && (folder_.empty() || !needs_jekyll(state));
}

std::vector<std::string> Publication::notes(const BranchState& state) const {
    std::vector<std::string> notes = notes_on_size(site_);
    if (site_.others() > 0)
        notes.push_back(fmt::format("{} in {} that benchfolio did not write stayed out of the commit",
                                    site_.others() == 1 ? "1 file" : fmt::format("{} files", site_.others()),
                                    site_.folder()));
    if (!folder_.empty() && needs_jekyll(state))
        notes.push_back("no .nojekyll was added: Jekyll makes the pages at the root of the branch");
    return notes;
}

// Whatever the new commit changes or lacks of other people's is a file of theirs in the way of one of ours.
std::vector<Change> Publication::changes(const PrivateRepository& repository, const BranchState& state,
                                         const std::string& commit) const {
    std::vector<Change> all;
    if (state.commit.empty())
        for (const auto& [path, bytes] : site_.files()) all.push_back({.path = on_branch(folder_, path)});
    else
        all = parse_changes(
            repository.answer({"diff-tree", "-r", "-z", "--no-renames", "--name-status", state.commit, commit}));
    for (Change& change : all)
        change.adopted = change.kind != ChangeKind::added && !state.is_ours(change.path, folder_);
    std::erase_if(all, [&](const Change& change) {
        return !change.adopted && (change.path == no_jekyll || change.path == on_branch(folder_, manifest_name));
    });
    return all;
}

bool Publication::is_of_site(const std::string& path) const {
    const std::string folder = on_branch(folder_, "");
    return path.starts_with(folder) && site_.files().contains(path.substr(folder.size()));
}

std::size_t Publication::kept(const BranchState& state, const std::vector<Change>& changes) const {
    const auto others = std::ranges::count_if(state.entries, [&](const auto& entry) {
        const auto& path = entry.first;
        return path != no_jekyll && !state.is_ours(path, folder_) && !is_of_site(path);
    });
    const auto gone = std::ranges::count_if(
        changes, [&](const Change& change) { return change.adopted && !is_of_site(change.path); });
    return static_cast<std::size_t>(others - gone);
}

// Makes the commit; its name is empty when the branch holds just this already.
std::string Publication::commit(const PrivateRepository& repository, const BranchState& state, std::size_t digits,
                                Published& account) const {
    begin("writing");
    const ObjectNames names = object_names(site_, digits);
    const Label label = label_of(repository, options_, site_.index());
    const std::string commit = write_commit(repository, {site_, state, folder_, names, wants_nojekyll(state)}, label);
    account.changes = changes(repository, state, commit);
    if (!options_.adopt) require_none_adopted(account.changes, options_.branch);
    account.kept = kept(state, account.changes);
    const bool same = state.parentless && tree_of(repository, commit) == state.tree;
    end(same ? "nothing has changed"
             : fmt::format("commit {}, {} changes", short_name(commit), account.changes.size()));
    return same ? "" : commit;
}

bool Publication::push(const PrivateRepository& repository, const Transfer& transfer, const BranchState& state,
                       Published& account) {
    begin("pushing");
    if (!state.commit.empty() && state.parentless) pack_deltas(repository, account.commit, state.commit);
    const auto bytes = transfer.push(account.commit, state.commit, beaten_by_);
    if (!bytes) return false;
    account.pushed_bytes = *bytes;
    end(fmt::format("{:.1f} kB", static_cast<double>(*bytes) / 1000));
    return true;
}

std::optional<Published> Publication::attempt() {
    PrivateRepository repository{remote_, observer_.cancelled, secrets_};
    const Transfer transfer{repository, remote_, options_.branch, secrets_};
    Published account{.commit = {}, .url = transfer.url(), .files = site_.files().size(), .changes = {}, .notes = {}};
    require_sizes(site_, account.url);
    const Advertisement advertised = transfer.ask();
    repository.use_digits(advertised.digits);
    const auto state = fetch(repository, transfer, advertised);
    if (!state) return std::nullopt;
    require_pages_branch(options_, *state, advertised, account.url);
    require_benchmarks(index_of(repository, *state, folder_), site_.index(), options_);
    account.notes = notes(*state);
    account.commit = commit(repository, *state, advertised.digits, account);
    if (account.commit.empty() || options_.dry_run || push(repository, transfer, *state, account)) return account;
    return std::nullopt;
}

Error Publication::beaten() const {
    return {ExitCode::storage, "race", fmt::format("another push came first, twice: {}", beaten_by_), options_.branch,
            "this run changed nothing; let one job at a time publish, and publish again"};
}

}  // namespace

Published publish_branch(const BranchOptions& options, const Observer& observer) {
    Publication publication{options, observer};
    for (int attempt = 0; attempt < 2; ++attempt)
        if (auto published = publication.attempt()) return *published;
    throw publication.beaten();
}

}  // namespace benchfolio::publish
