#include "publish/git.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace benchfolio::publish {
namespace {

using model::Error;
using model::ExitCode;

constexpr std::pair oldest_git{2, 32};  // GIT_CONFIG_GLOBAL; GIT_CONFIG_COUNT came with 2.31

// "git version 2.39.5 (Apple Git-154)" -> 2, 39.
std::pair<int, int> version_in(std::string_view text) {
    constexpr std::string_view start = "git version ";
    std::pair<int, int> version{};
    if (!text.starts_with(start)) return version;
    text.remove_prefix(start.size());
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), version.first);
    if (error == std::errc{} && rest != text.data() + text.size())
        std::from_chars(rest + 1, text.data() + text.size(), version.second);
    return version;
}

// A line of progress is drawn over by the next; what it said last does not matter here.
bool is_a_reason(std::string_view line) {
    constexpr std::array noise{"hint: ",
                               "To ",
                               "Enumerating",
                               "Counting",
                               "Compressing",
                               "Writing",
                               "Delta ",
                               "Total ",
                               "Receiving",
                               "Resolving",
                               "Unpacking",
                               "POST git-",
                               "error: failed to push",
                               "Please make",
                               "and the repository"};
    if (line.starts_with("remote: ")) return is_a_reason(line.substr(8));
    return line.find_first_not_of(" \t") != line.npos &&
           std::ranges::none_of(noise, [&](const char* start) { return line.starts_with(start); });
}

std::string trimmed(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    return first == line.npos ? "" : std::string{line.substr(first, line.find_last_not_of(" \t") - first + 1)};
}

}  // namespace

void require_git(const Git& git) {
    system::Outcome outcome;
    try {
        outcome = git.run({"version"});
    } catch (const Error& error) {
        if (error.exit_code() == ExitCode::interrupted) throw;
        throw Error(ExitCode::storage, "git", fmt::format("publishing needs the git program: {}", error.what()),
                    error.place(), "install git");
    }
    if (version_in(outcome.out) < oldest_git)
        throw Error(ExitCode::storage, "git",
                    fmt::format("publishing needs git {}.{} or newer, this is `{}`", oldest_git.first,
                                oldest_git.second, trimmed(outcome.out.substr(0, outcome.out.find('\n')))),
                    {}, "install a newer git");
}

std::string reason(const system::Outcome& outcome, const Secrets& secrets) {
    std::string text = outcome.err, all;
    std::ranges::replace(text, '\r', '\n');
    text = secrets.hidden(text);
    for (const std::string_view line : pieces(text, '\n'))
        if (is_a_reason(line)) all += (all.empty() ? "" : "; ") + trimmed(line);
    return all.empty() ? fmt::format("git ended with exit code {}", outcome.status) : all;
}

std::string answer(const Git& git, const Secrets& secrets, std::vector<std::string> arguments,
                   std::function<void(const system::Write&)> input) {
    const std::string command = arguments.at(0);
    system::Outcome outcome = git.run(std::move(arguments), std::move(input));
    if (outcome.status == 0) return std::move(outcome.out);
    throw Error(ExitCode::storage, "git", fmt::format("`git {}` failed: {}", command, reason(outcome, secrets)));
}

std::vector<std::string_view> pieces(std::string_view text, char end) {
    std::vector<std::string_view> all;
    while (!text.empty()) {
        const std::size_t at = std::min(text.find(end), text.size());
        all.push_back(text.substr(0, at));
        text.remove_prefix(std::min(at + 1, text.size()));
    }
    return all;
}

}  // namespace benchfolio::publish
