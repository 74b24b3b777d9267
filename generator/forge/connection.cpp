#include "forge/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "forge/refusal.hpp"
#include "model/error.hpp"

namespace benchfolio::forge {
namespace {

using model::Error;
using model::ExitCode;

constexpr int most_pages = 100;  // of 100 items each

bool is_this_machine(std::string_view host) {
    constexpr std::array names = {"localhost", "127.0.0.1", "[::1]"};
    return std::ranges::any_of(names, [&](std::string_view name) {
        return host.starts_with(name) && (host.size() == name.size() || host[name.size()] == ':');
    });
}

// The address without a slash at its end.
std::string checked(std::string api) {
    constexpr std::string_view plain = "http://", secure = "https://";
    while (api.ends_with('/')) api.pop_back();
    const bool local = api.starts_with(plain) &&
                       is_this_machine(std::string_view{api}.substr(plain.size()).substr(0, api.find('/', 7) - 7));
    if (api.find_first_of("?#@ ") != std::string::npos || (!api.starts_with(secure) && !local))
        throw Error(ExitCode::usage, "usage", "the address of GitHub's API must begin with https://", "--api",
                    "https://api.github.com, or https://HOST/api/v3 of an own server");
    return api;
}

// The address of the next page out of a Link header (RFC 8288): `<https://...>; rel="next", <https://...>; rel="last"`.
std::string next_page(std::string_view header) {
    while (!header.empty()) {
        const std::string_view one = header.substr(0, header.find(','));
        const std::size_t open = one.find('<'), close = one.find('>');
        if (open < close && close != std::string_view::npos &&
            one.find("rel=\"next\"", close) != std::string_view::npos)
            return std::string{one.substr(open + 1, close - open - 1)};
        header.remove_prefix(std::min(header.size(), one.size() + 1));
    }
    return {};
}

std::string place_of(const std::string& api, const Call& call) {
    return fmt::format("{} {}{}", call.method, api, call.path.substr(0, call.path.find('?')));
}

std::string text_of(const Json& content) {
    return content.is_null() ? "" : content.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool worth_repeating(const http::Response& response, std::string_view body) {
    // What an hour allows is used up: no waiting within reason.
    const bool for_long = response.header("x-ratelimit-remaining") == "0" && response.header("retry-after").empty();
    return !for_long && (http::may_pass(response.status) || is_rate_limited(response, body));
}

}  // namespace

struct Connection::Reply {
    http::Response response;
    std::string body;
    Call call;  // the last one

    bool is_good() const { return response.status >= 200 && response.status < 300; }
};

Connection::Connection(Access access)
    : access_(std::move(access)),
      client_(std::make_unique<http::Client>(access_.cancelled)),
      retry_(*client_, access_.patience, access_.pacing) {
    access_.api = checked(std::move(access_.api));
}

Connection::~Connection() = default;

http::Request Connection::request_of(const Call& call, const std::string& body) const {
    http::Request request{.method = call.method,
                          .url = access_.api + call.path,
                          .headers = {{"Authorization", "Bearer " + access_.token},
                                      {"Accept", "application/vnd.github+json"},
                                      {"X-GitHub-Api-Version", "2022-11-28"}},
                          .body = body,
                          .fresh_connection = call.method == "POST"};
    if (!body.empty()) request.headers.push_back({"Content-Type", "application/json"});
    return request;
}

Connection::Reply Connection::ask(const std::function<Call()>& make) const {
    Reply reply;
    std::string sent;  // what the request's view of its body looks at
    const auto next = [&] {
        reply.call = make();
        sent = text_of(reply.call.content);
        return request_of(reply.call, sent);
    };
    try {
        reply.response = retry_.send(next, reply.body, worth_repeating);
    } catch (const http::TransportError& error) {
        throw Error(ExitCode::storage, "github", error.what(), place_of(access_.api, reply.call),
                    "check --api and the connection");
    }
    return reply;
}

Json Connection::send(const std::function<Call()>& make) const {
    const Reply reply = ask(make);
    const std::string place = place_of(access_.api, reply.call);
    if (!reply.is_good()) throw refusal(reply.response, reply.body, place, reply.call.permission);
    if (reply.response.status == 204) return nullptr;  // done, and nothing to say
    Json answer = Json::parse(reply.body, nullptr, false);
    if (answer.is_discarded())
        throw Error(ExitCode::storage, "github", "the answer is no JSON", place, "check --api: is that GitHub's API?");
    return answer;
}

Json Connection::get(const std::string& path, const std::string& permission) const {
    return send([&] { return Call{.path = path, .permission = permission}; });
}

std::optional<Json> Connection::get_if_allowed(const std::string& path) const {
    const Reply reply = ask([&] { return Call{.path = path}; });
    const bool limited = is_rate_limited(reply.response, reply.body);
    if (!limited && (reply.response.status == 403 || reply.response.status == 404)) return std::nullopt;
    if (!reply.is_good()) throw refusal(reply.response, reply.body, place_of(access_.api, reply.call), "");
    return Json::parse(reply.body, nullptr, false);
}

void Connection::each(const std::string& path, std::string_view items, const std::function<bool(const Json&)>& visit,
                      const std::string& permission) const {
    std::string page = path;
    for (int pages = 0; !page.empty(); ++pages) {
        const Reply reply = ask([&] { return Call{.path = page, .permission = permission}; });
        const std::string place = place_of(access_.api, reply.call);
        if (!reply.is_good()) throw refusal(reply.response, reply.body, place, permission);
        const Json answer = Json::parse(reply.body, nullptr, false);
        const Json list = items.empty()        ? answer
                          : answer.is_object() ? answer.value(std::string{items}, Json{})
                                               : Json{};
        if (!list.is_array()) throw Error(ExitCode::storage, "github", "the answer holds no list", place);
        for (const Json& item : list)
            if (!visit(item)) return;
        const std::string next = next_page(reply.response.header("link"));
        if (!next.empty() && !next.starts_with(access_.api + "/"))
            throw Error(ExitCode::storage, "github", "the next page of this list lies elsewhere", place);
        if (!next.empty() && pages + 1 >= most_pages)
            throw Error(ExitCode::storage, "github", fmt::format("this list has more than {} pages", most_pages),
                        place);
        page = next.empty() ? next : next.substr(access_.api.size());
    }
}

}  // namespace benchfolio::forge
