#include "forge/refusal.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>

#include "model/time.hpp"

namespace benchfolio::forge {
namespace {

using model::Error;
using model::ExitCode;

constexpr std::size_t longest_message = 300;

// What GitHub says of it, fit for one line of a terminal and of a workflow's log.
std::string message_of(std::string_view body) {
    const auto answer = nlohmann::json::parse(body, nullptr, false);
    if (!answer.is_object() || !answer.contains("message") || !answer["message"].is_string()) return "no reason given";
    std::string message = answer["message"].get<std::string>().substr(0, longest_message);
    for (char& c : message)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return message;
}

bool mentions_limit(std::string_view body) {
    return body.find("rate limit") != std::string_view::npos || body.find("abuse detection") != std::string_view::npos;
}

// When the hour is over in which so many requests were allowed.
std::string reset_of(const http::Response& response) {
    const std::string_view text = response.header("x-ratelimit-reset");
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return "try again later";
    return "try again after " + model::iso8601(model::Time{std::chrono::seconds{seconds}});
}

std::string permission_hint(const http::Response& response, const std::string& permission) {
    std::string hint = permission.empty() ? "" : fmt::format("the job needs `permissions: {}`; ", permission);
    const std::string_view accepted = response.header("x-accepted-github-permissions");
    if (!accepted.empty()) hint += fmt::format("GitHub names {}; ", accepted);
    return hint + "on a pull request from a fork a token may only read, which is why there are two workflows";
}

}  // namespace

bool is_rate_limited(const http::Response& response, std::string_view body) {
    if (response.status == 429) return true;
    return response.status == 403 && (!response.header("retry-after").empty() ||
                                      response.header("x-ratelimit-remaining") == "0" || mentions_limit(body));
}

Error refusal(const http::Response& response, std::string_view body, const std::string& place,
              const std::string& permission) {
    const std::string message = message_of(body);
    if (is_rate_limited(response, body))
        return {ExitCode::storage, "github", "GitHub asks to send fewer requests: " + message, place,
                reset_of(response)};
    switch (response.status) {
        case 301:
        case 302:
        case 307:
        case 308:
            return {ExitCode::usage, "github", "the repository was renamed or moved", place,
                    "--project wants its present name"};
        case 401:
            return {ExitCode::usage, "github", "GitHub does not accept the token: " + message, place,
                    "GITHUB_TOKEN has to hold a valid one; in a workflow, `GITHUB_TOKEN: ${{ github.token }}`"};
        case 403:
            return {ExitCode::usage, "github", "GitHub does not allow this: " + message, place,
                    permission_hint(response, permission)};
        case 404:
            return {ExitCode::usage, "github", "GitHub knows no such thing, or does not show it to this token", place,
                    "check --project and the number or commit; a private repository wants a token that may read it"};
        case 422:
            return {ExitCode::usage, "github", "GitHub does not take this: " + message, place, {}};
        default:
            return {ExitCode::storage, "github",
                    fmt::format("GitHub answers with status {}: {}", response.status, message), place,
                    "try again later; https://www.githubstatus.com says whether it is known"};
    }
}

}  // namespace benchfolio::forge
