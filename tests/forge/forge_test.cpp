#include <fmt/format.h>

#include <chrono>

#include "forge/connection.hpp"
#include "forge/refusal.hpp"
#include "forge/repository.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/loopback_server.hpp"

using namespace benchfolio;
using forge::Json;
using support::Answer;
using support::answer;
using support::LoopbackServer;

namespace {

constexpr auto token = "ghs_secret-of-this-test";
const std::string commit(40, 'a');

forge::Access access_to(const std::string& api, unsigned attempts = 3) {
    forge::Access access{.api = api, .token = token};
    access.patience.attempts = attempts;
    access.pacing.sleep = [](std::chrono::milliseconds) {};
    return access;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string target_of(const std::string& request) {
    return request.substr(0, request.find(" HTTP/"));
}

// What is thrown; the token is never in it.
template <typename Deed>
model::Error error_of(Deed deed) {
    try {
        deed();
    } catch (const model::Error& error) {
        CHECK_FALSE(contains(std::string{error.what()} + error.place() + error.hint(), token));
        return error;
    }
    FAIL("nothing was thrown");
    return {model::ExitCode::ok, "", ""};
}

http::Response with(long status, std::vector<http::Header> headers = {}) {
    return {.status = status, .headers = std::move(headers)};
}

}  // namespace

TEST_CASE("forge: a request carries the token and says which version of the API it means") {
    const LoopbackServer server{[](const std::string&) { return answer(200, R"({"number": 7})"); }};
    const forge::Connection connection{access_to(server.url() + "/api/v3//")};
    CHECK(connection.get("/repos/o/n")["number"] == 7);
    const std::string request = server.requests().front();
    CHECK(request.starts_with("GET /api/v3/repos/o/n HTTP/1.1\r\n"));
    for (const char* line :
         {"Authorization: Bearer ghs_secret-of-this-test\r\n", "Accept: application/vnd.github+json\r\n",
          "X-GitHub-Api-Version: 2022-11-28\r\n", "User-Agent: benchfolio/"})
        CHECK(contains(request, line));
    CHECK_FALSE(contains(request, "Content-Type"));
}

TEST_CASE("forge: the token goes out encrypted, or not beyond this machine") {
    for (const char* api : {"http://api.github.com", "http://localhost.example", "http://127.0.0.1.example", "ftp://x",
                            "", "api.github.com", "http://localhost@github.example", "https://x?y", "http:/localhost"})
        CHECK(error_of([&] { forge::Connection{access_to(api)}; }).exit_code() == model::ExitCode::usage);
    for (const char* api :
         {"https://api.github.com", "http://localhost:8080/api/v3", "http://127.0.0.1", "http://[::1]:80"})
        CHECK_NOTHROW(forge::Connection{access_to(api)});
}

TEST_CASE("forge: no redirect is followed") {
    const LoopbackServer elsewhere{[](const std::string&) { return answer(200, "{}"); }};
    for (const int status : {301, 302, 307, 308}) {
        const LoopbackServer server{
            [&](const std::string&) { return answer(status, "", "Location: " + elsewhere.url() + "/\r\n"); }};
        const forge::Connection connection{access_to(server.url())};
        CHECK(contains(error_of([&] { connection.get("/x"); }).what(), "renamed or moved"));
    }
    CHECK(elsewhere.requests().empty());
}

TEST_CASE("forge: a list goes on over its pages, as far as it is wanted") {
    std::string base;
    const LoopbackServer server{[&](const std::string& request) {
        const char page = request.find("page=") == std::string::npos ? '1' : request[request.find("page=") + 5];
        const std::string next = fmt::format("<{}/x?page={}>; rel=\"next\"", base, page - '0' + 1);
        return answer(200, fmt::format("[{0}0, {0}1]", page),
                      page == '3' ? "" : "Link: <" + base + "/x?page=9>; rel=\"last\", " + next + "\r\n");
    }};
    base = server.url();
    const forge::Connection connection{access_to(base)};
    std::vector<int> seen;
    connection.each("/x", "", [&](const Json& item) { return seen.push_back(item), true; });
    CHECK(seen == std::vector{10, 11, 20, 21, 30, 31});
    seen.clear();
    connection.each("/x", "", [&](const Json& item) { return seen.push_back(item), item < 20; });
    CHECK(seen == std::vector{10, 11, 20});
}

TEST_CASE("forge: a page elsewhere is not asked for, and pages without end come to one") {
    const LoopbackServer elsewhere{[](const std::string&) { return answer(200, "[]"); }};
    const auto all_of = [](const std::string& api) {
        return error_of([&] { forge::Connection{access_to(api)}.each("/x", "", [](const Json&) { return true; }); });
    };
    const LoopbackServer leading_away{
        [&](const std::string&) { return answer(200, "[]", "Link: <" + elsewhere.url() + "/x>; rel=\"next\"\r\n"); }};
    CHECK(contains(all_of(leading_away.url()).what(), "lies elsewhere"));
    CHECK(elsewhere.requests().empty());
    std::string base;
    const LoopbackServer endless{
        [&](const std::string&) { return answer(200, "[]", "Link: <" + base + "/x>; rel=\"next\"\r\n"); }};
    base = endless.url();
    CHECK(contains(all_of(base).what(), "more than 100 pages"));
}

TEST_CASE("forge: an answer that is no JSON, or holds no list, is told with its place") {
    const LoopbackServer server{[](const std::string& request) {
        return answer(200, request.starts_with("GET /html") ? "<html>" : R"({"items": 7})");
    }};
    const forge::Connection connection{access_to(server.url())};
    const auto any = [](const Json&) { return true; };
    CHECK(error_of([&] { connection.get("/html?x=1"); }).place() == "GET " + server.url() + "/html");
    for (const char* path : {"/html", "/list"})
        for (const char* items : {"", "items", "others"})
            CHECK(contains(error_of([&] { connection.each(path, items, any); }).what(), "holds no list"));
}

TEST_CASE("forge: asks again where that may help, and makes the request anew") {
    int asked = 0;
    const LoopbackServer server{[&](const std::string&) {
        ++asked;
        if (asked == 1) return answer(502);
        if (asked == 2) return answer(403, R"({"message": "You have exceeded a secondary rate limit"})");
        return answer(201, "{}");
    }};
    const forge::Connection connection{access_to(server.url())};
    int made = 0;
    connection.send([&] { return forge::Call{"POST", "/x", {{"attempt", ++made}}, ""}; });
    CHECK(asked == 3);
    CHECK(server.requests().back().ends_with(R"({"attempt":3})"));
    CHECK(contains(server.requests().back(), "Content-Type: application/json\r\n"));
}

TEST_CASE("forge: does not wait for an hour to pass, nor for a permission") {
    for (const std::string headers : {"x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1795000000\r\n", ""}) {
        const LoopbackServer server{[&](const std::string&) { return answer(403, R"({"message": "no"})", headers); }};
        const forge::Connection connection{access_to(server.url())};
        const auto error = error_of([&] { connection.get("/x", "pull-requests: read"); });
        CHECK(server.requests().size() == 1);
        CHECK(contains(error.hint(), headers.empty() ? "pull-requests: read" : "after 2026-11-18T"));
        CHECK(error.exit_code() == (headers.empty() ? model::ExitCode::usage : model::ExitCode::storage));
    }
}

TEST_CASE("forge: what is not there or not shown can be nothing, a failure cannot") {
    int status = 0;
    const LoopbackServer server{[&](const std::string&) { return answer(status, "{}"); }};
    const forge::Connection connection{access_to(server.url())};
    for (const int refused : {403, 404}) {
        status = refused;
        CHECK_FALSE(connection.get_if_allowed("/user"));
    }
    for (const int failed : {401, 500, 429}) {
        status = failed;
        CHECK_THROWS_AS(connection.get_if_allowed("/user"), model::Error);
    }
}

TEST_CASE("forge: which refusal is a limit") {
    CHECK(forge::is_rate_limited(with(429), ""));
    CHECK(forge::is_rate_limited(with(403, {{"retry-after", "60"}}), ""));
    CHECK(forge::is_rate_limited(with(403, {{"x-ratelimit-remaining", "0"}}), ""));
    CHECK(forge::is_rate_limited(with(403), R"({"message": "secondary rate limit"})"));
    CHECK_FALSE(
        forge::is_rate_limited(with(403, {{"x-ratelimit-remaining", "10"}}), R"({"message": "not accessible"})"));
    CHECK_FALSE(forge::is_rate_limited(with(200, {{"x-ratelimit-remaining", "0"}}), ""));
}

TEST_CASE("forge: what a server says is one line of a bounded length") {
    const std::string message = "a\\n::error::b\\u001b[31m" + std::string(5000, 'x');
    const std::string what = forge::refusal(with(422), R"({"message": ")" + message + "\"}", "POST x", "").what();
    CHECK(what.size() < 400);
    CHECK(what.find_first_of("\n\x1b") == std::string::npos);
    for (const char* body : {"", "[]", "{}", R"({"message": 7})", "<html>"})
        CHECK(contains(forge::refusal(with(500), body, "", "").what(), "500: no reason given"));
}

TEST_CASE("forge: objects that lack what they should have are passed over") {
    const LoopbackServer server{[](const std::string& request) {
        if (contains(target_of(request), "/pulls"))
            return answer(200,
                          R"([null, 7, {}, {"number": -1, "head": null, "base": {"repo": null}, "state": "open"}])");
        if (contains(target_of(request), "/user")) return answer(403, "{}");
        return request.starts_with("POST") ? answer(201, "[]")
                                           : answer(200, R"([null, {"body": null, "user": null}, "x"])");
    }};
    const forge::Connection connection{access_to(server.url())};
    const forge::Repository repository{connection, "o/n"};
    CHECK(repository.pulls_of(commit).empty());
    const forge::StandingComment comment{.is_same = [](std::string_view) { return true; }, .text = "x"};
    const forge::Told told = repository.put(forge::PullRequest{7, commit, true}, comment);
    CHECK(told.outcome == forge::Outcome::created);
    CHECK(told.url.empty());
}

TEST_CASE("forge: a write whose answer was lost is looked for before it is repeated") {
    std::string arrived;
    int writes = 0;
    const LoopbackServer server{[&](const std::string& request) {
        const std::string target = target_of(request);
        if (contains(target, "/user")) return answer(200, R"({"login": "me"})");
        if (target.starts_with("GET")) return answer(200, "[" + arrived + "]");
        ++writes;
        arrived = R"({"id": 5, "body": "x", "user": {"login": "me"}})";
        return writes == 1 ? Answer{"", Answer::Then::reset}
                           : answer(200, R"({"html_url": "https://github.example/5"})");
    }};
    const forge::Connection connection{access_to(server.url())};
    const forge::Repository repository{connection, "o/n"};
    const forge::StandingComment comment{.is_same = [](std::string_view body) { return body == "x"; }, .text = "x"};
    CHECK(repository.put(forge::PullRequest{7, commit, true}, comment).url == "https://github.example/5");
    CHECK(target_of(server.requests().back()) == "PATCH /repos/o/n/issues/comments/5");
    CHECK(writes == 2);
}

TEST_CASE("forge: a project's name is a part of an address and nothing more") {
    const LoopbackServer server{[](const std::string&) { return answer(200, "{}"); }};
    const forge::Connection connection{access_to(server.url())};
    forge::Repository{connection, "o/n?x#y z"}.pull(7);
    CHECK(target_of(server.requests().front()) == "GET /repos/o/n%3Fx%23y%20z/pulls/7");
}
