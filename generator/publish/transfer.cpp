#include "publish/transfer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace benchfolio::publish {
namespace {

using model::Error;
using model::ExitCode;

constexpr std::string_view heads = "refs/heads/";

// How a push is packed: as zlib does by default, each file tried as a delta against ten that are like it. A whole site
// is sent once, and has no older files to be like: four do for 2 % more bytes in two thirds of the time.
constexpr const char *compression = "pack.compression=6", *window = "pack.window=10", *first_window = "pack.window=4";

struct Sign {
    std::string_view text;
    Trouble trouble;
};

// The words by which git, its servers and the system tell what is wrong; the first that is found counts.
constexpr std::array signs{Sign{"stale info", Trouble::race},
                           Sign{"fetch first", Trouble::race},
                           Sign{"cannot lock ref", Trouble::race},
                           Sign{"failed to update ref", Trouble::race},
                           Sign{"incorrect old value", Trouble::race},
                           Sign{"reference already exists", Trouble::race},
                           Sign{"couldn't find remote ref", Trouble::race},
                           Sign{"not our ref", Trouble::race},
                           Sign{"[remote rejected]", Trouble::declined},
                           Sign{"[rejected]", Trouble::declined},
                           Sign{"Permission to ", Trouble::permission},
                           Sign{"Write access to repository not granted", Trouble::permission},
                           Sign{"not allowed to push", Trouble::permission},
                           Sign{"read only", Trouble::permission},
                           Sign{"returned error: 403", Trouble::permission},
                           Sign{"insufficient permission", Trouble::permission},
                           Sign{"uthentication failed", Trouble::authentication},
                           Sign{"could not read Username", Trouble::authentication},
                           Sign{"could not read Password", Trouble::authentication},
                           Sign{"Permission denied (", Trouble::authentication},
                           Sign{"Host key verification failed", Trouble::authentication},
                           Sign{"returned error: 401", Trouble::authentication},
                           Sign{"epository not found", Trouble::missing},
                           Sign{"does not appear to be a git repository", Trouble::missing},
                           Sign{"not found", Trouble::missing},
                           Sign{"returned error: 404", Trouble::missing},
                           Sign{"Could not resolve", Trouble::network},
                           Sign{"ailed to connect", Trouble::network},
                           Sign{"onnection refused", Trouble::network},
                           Sign{"onnection reset", Trouble::network},
                           Sign{"timed out", Trouble::network},
                           Sign{"hung up unexpectedly", Trouble::network},
                           Sign{"early EOF", Trouble::network},
                           Sign{"unable to access", Trouble::network}};

const char* hint_for(Trouble trouble) {
    switch (trouble) {
        case Trouble::declined:
            return "a rule of the remote refuses this push: let the branch be force-pushed, or name another with "
                   "--branch";
        case Trouble::permission:
            return "in GitHub Actions the job needs `permissions: contents: write`; elsewhere, an account that may "
                   "write";
        case Trouble::authentication:
            return "let git sign in: in GitHub Actions by the token of actions/checkout, elsewhere by a credential "
                   "helper "
                   "or an ssh key";
        case Trouble::missing:
            return "check the address; a private repository looks like this, too, to those who may not see it";
        case Trouble::network:
            return "publish again when the network is back";
        case Trouble::race:
        case Trouble::other:
            break;
    }
    return "";
}

// "[remote rejected] (pre-receive hook declined)" of the line about the branch.
std::string rejection_in(std::string_view out) {
    for (const std::string_view line : pieces(out, '\n'))
        if (line.starts_with('!')) return std::string{line.substr(line.rfind('\t') + 1)};
    return "";
}

double unit_size(std::string_view unit) {
    if (unit.starts_with("KiB")) return 0x1p10;
    if (unit.starts_with("MiB")) return 0x1p20;
    return unit.starts_with("GiB") ? 0x1p30 : 1;
}

}  // namespace

// "ref: refs/heads/main<TAB>HEAD", then "0a1b...<TAB>refs/heads/gh-pages" each.
Advertisement parse_advertisement(std::string_view listing, const std::string& branch) {
    constexpr std::string_view symbolic = "ref: refs/heads/";
    Advertisement remote;
    for (const std::string_view line : pieces(listing, '\n')) {
        const std::size_t tab = std::min(line.find('\t'), line.size());
        const std::string_view what = line.substr(0, tab), name = line.substr(std::min(tab + 1, line.size()));
        if (what.starts_with(symbolic) && name == "HEAD") remote.default_branch = what.substr(symbolic.size());
        if (what.starts_with("ref: ")) continue;
        remote.digits = what.size();
        if (name == std::string{heads} + branch) remote.tip = what;
    }
    return remote;
}

Trouble trouble_of(std::string_view out, std::string_view complaint) {
    const std::string rejection = rejection_in(out);
    for (const auto& [text, trouble] : signs)
        if (rejection.find(text) != rejection.npos || complaint.find(text) != complaint.npos) return trouble;
    return Trouble::other;
}

std::uint64_t bytes_written(std::string_view progress) {
    std::string_view line = progress.substr(std::min(progress.rfind("Writing objects: "), progress.size()));
    line = line.substr(0, line.find_first_of("|\n"));
    line = line.substr(std::min(line.rfind(", "), line.size()));
    if (line.size() < 2) return 0;
    line.remove_prefix(2);
    double number = 0;
    const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (error != std::errc{} || rest == line.data() + line.size()) return 0;
    return static_cast<std::uint64_t>(std::llround(number * unit_size({rest + 1, line.data() + line.size()})));
}

Transfer::Transfer(const PrivateRepository& repository, const Remote& remote, std::string branch,
                   const Secrets& secrets)
    : repository_(repository), remote_(remote), branch_(std::move(branch)), secrets_(secrets) {}

// An address that is no remote's name is only rewritten, as `url.*.insteadOf` says.
std::string Transfer::url() const {
    system::Outcome outcome = repository_.git().run({"remote", "get-url", "--push", remote_.name});
    if (outcome.status != 0) outcome = repository_.git().run({"ls-remote", "--get-url", remote_.name});
    return secrets_.hidden(outcome.out.substr(0, outcome.out.find('\n')));
}

Advertisement Transfer::ask() const {
    const system::Outcome outcome =
        repository_.git().run({"ls-remote", "--symref", remote_.name, "HEAD", std::string{heads} + branch_});
    require_done("read", outcome);
    return parse_advertisement(outcome.out, branch_);
}

std::optional<std::string> Transfer::fetch() const {
    constexpr const char* here = "refs/benchfolio/old";
    const std::string refspec = fmt::format("+{}{}:{}", heads, branch_, here);
    const system::Outcome outcome =
        repository_.git().run({"fetch", "--quiet", "--no-tags", "--depth=1", "--no-write-fetch-head",
                               "--no-recurse-submodules", remote_.name, refspec});
    if (outcome.status != 0 && trouble_of({}, outcome.err) == Trouble::race) return std::nullopt;
    require_done("read", outcome);
    const std::string commit = repository_.answer({"rev-parse", here});
    return commit.substr(0, commit.find('\n'));
}

std::optional<std::uint64_t> Transfer::push(const std::string& commit, const std::string& replaced,
                                            std::string& reason) const {
    const std::string ref = std::string{heads} + branch_;
    const system::Outcome outcome =
        run_to_the_end({"-c", compression, "-c", replaced.empty() ? first_window : window, "push", "--porcelain",
                        "--progress", "--no-verify", fmt::format("--force-with-lease={}:{}", ref, replaced),
                        remote_.name, fmt::format("{}:{}", commit, ref)});
    if (outcome.status == 0) return bytes_written(outcome.err);
    const std::string rejection = secrets_.hidden(rejection_in(outcome.out));
    reason = publish::reason(outcome, secrets_);
    if (!rejection.empty())
        reason = outcome.err.find("remote: ") == std::string::npos ? rejection : rejection + ": " + reason;
    const Trouble trouble = trouble_of(outcome.out, outcome.err);
    if (trouble == Trouble::race) return std::nullopt;
    fail("push to", trouble, reason);
}

// Nobody can take back a push that was already under way.
system::Outcome Transfer::run_to_the_end(std::vector<std::string> arguments) const {
    try {
        return repository_.git().run(std::move(arguments));
    } catch (const Error& error) {
        if (error.exit_code() != ExitCode::interrupted) throw;
        throw Error(ExitCode::interrupted, "interrupted",
                    "stopped while pushing; the branch is either the old or the new one, whole");
    }
}

void Transfer::require_done(const char* doing, const system::Outcome& outcome) const {
    if (outcome.status != 0) fail(doing, trouble_of(outcome.out, outcome.err), reason(outcome, secrets_));
}

void Transfer::fail(const char* doing, Trouble trouble, const std::string& why) const {
    throw Error(ExitCode::storage, trouble == Trouble::network ? "network" : "remote",
                fmt::format("cannot {} the remote: {}", doing, why), url(), hint_for(trouble));
}

}  // namespace benchfolio::publish
