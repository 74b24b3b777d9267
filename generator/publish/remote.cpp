#include "publish/remote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "model/nearest.hpp"

namespace benchfolio::publish {
namespace fs = std::filesystem;
namespace {

using model::Error;
using model::ExitCode;

constexpr std::array sections{"author.", "committer.", "credential.", "http.", "protocol.",
                              "safe.",   "ssh.",       "url.",        "user."};
constexpr std::array single_keys{"core.askpass", "core.gitproxy", "core.sshcommand"};
// Of a remote: not `mirror` or `push`, which would push other things than the one branch.
constexpr std::array of_remotes{"url", "pushurl", "proxy", "proxyauthmethod", "receivepack", "uploadpack", "vcs"};

std::string_view without_line_end(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

// "host:path", as ssh has it: the colon stands before any slash.
bool is_host_and_path(std::string_view text) {
    const std::size_t colon = text.find(':');
    return colon != text.npos && colon > 0 && text.find('/') > colon;
}

bool is_address(std::string_view text) {
    return text.find("://") != text.npos || is_host_and_path(text);
}

// The value at the end of `remote.NAME.KEY`, NAME being any text; nothing for other keys.
std::optional<std::pair<std::string, std::string>> remote_and_key(std::string_view key) {
    constexpr std::string_view section = "remote.";
    const std::size_t dot = key.rfind('.');
    if (!key.starts_with(section) || dot < section.size()) return std::nullopt;
    return std::pair{std::string{key.substr(section.size(), dot - section.size())}, std::string{key.substr(dot + 1)}};
}

std::vector<std::string> remotes_in(const std::vector<Setting>& settings) {
    std::vector<std::string> names;
    for (const Setting& setting : settings)
        if (const auto found = remote_and_key(setting.key);
            found && (found->second == "url" || found->second == "pushurl"))
            if (std::ranges::count(names, found->first) == 0) names.push_back(found->first);
    return names;
}

// The checkout's root, or the bare repository itself; nothing where there is none, with git's reason.
std::optional<std::string> checkout_at(const Git& git, const Secrets& secrets, std::string& why) {
    for (const char* what : {"--show-toplevel", "--absolute-git-dir"}) {
        const system::Outcome outcome = git.run({"rev-parse", what});
        if (outcome.status == 0 && outcome.out.size() > 1) return std::string{without_line_end(outcome.out)};
        why = reason(outcome, secrets);
    }
    return std::nullopt;
}

std::optional<std::string> checked_out_branch(const Git& git) {
    constexpr std::string_view prefix = "refs/heads/";
    const system::Outcome outcome = git.run({"symbolic-ref", "--quiet", "HEAD"});
    if (outcome.status != 0 || !outcome.out.starts_with(prefix)) return std::nullopt;
    return std::string{without_line_end(outcome.out).substr(prefix.size())};
}

// A remote's name as it is; an address as it is; a path made absolute, since git runs elsewhere.
std::string name_for_git(const std::string& remote, const std::vector<std::string>& remotes, const std::string& place,
                         const std::string& why) {
    if (remote.starts_with('-'))
        throw Error(ExitCode::usage, "remote", fmt::format("`{}` is no remote", remote), place);
    if (std::ranges::count(remotes, remote) != 0) return remote;
    std::error_code ignored;
    if (fs::exists(remote, ignored)) return fs::weakly_canonical(fs::absolute(remote));
    if (is_address(remote)) return remote;
    const std::string guess = model::did_you_mean(remote, remotes);
    throw Error(ExitCode::usage, "remote",
                why.empty() ? fmt::format("there is no remote `{}`, and no repository at that path", remote)
                            : fmt::format("there is no remote `{}`: this is no checkout ({})", remote, why),
                place, guess.empty() ? "--remote takes a remote of the checkout, an address or a path" : guess);
}

}  // namespace

std::vector<Setting> parse_settings(std::string_view listing) {
    std::vector<Setting> settings;
    for (const std::string_view entry : pieces(listing, '\0')) {
        const std::size_t end = entry.find('\n');
        const bool bare = end == entry.npos;
        settings.push_back({std::string{entry.substr(0, end)}, bare ? "true" : std::string{entry.substr(end + 1)}});
    }
    return settings;
}

bool is_needed(const Setting& setting, std::string_view remote) {
    if (const auto found = remote_and_key(setting.key))
        return found->first == remote && std::ranges::count(of_remotes, found->second) != 0;
    return std::ranges::count(single_keys, setting.key) != 0 ||
           std::ranges::any_of(sections, [&](const char* section) { return setting.key.starts_with(section); });
}

Remote find_remote(const std::string& repository, const std::string& remote, const std::function<bool()>& cancelled,
                   Secrets& secrets) {
    std::error_code ignored;
    if (!fs::is_directory(repository, ignored))
        throw Error(ExitCode::usage, "remote", "there is no such folder", repository,
                    "--repository names the checkout whose remote it is");
    Git git{.folder = repository, .cancelled = cancelled};
    for (const char* name : {"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"}) git.variables.erase(name);  // settings, too
    const std::string listing = answer(git, secrets, {"config", "--null", "--list", "--includes"});
    std::vector<Setting> settings = parse_settings(listing);
    for (const Setting& setting : settings) secrets.add_setting(setting.key, setting.value);
    secrets.add_address(remote);
    std::string why;
    const auto root = checkout_at(git, secrets, why);
    const std::string name = name_for_git(remote, remotes_in(settings), secrets.hidden(repository), root ? "" : why);
    std::erase_if(settings, [&](const Setting& setting) { return !is_needed(setting, name); });
    return {.name = name,
            .folder = root.value_or(fs::absolute(repository)),
            .settings = std::move(settings),
            .checked_out = root ? checked_out_branch(git) : std::nullopt};
}

}  // namespace benchfolio::publish
