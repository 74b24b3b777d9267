#include "http/retry.hpp"

#include <algorithm>
#include <vector>

#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/loopback_server.hpp"

using namespace benchfolio;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using support::answer;
using support::Answer;
using support::LoopbackServer;

namespace {

// Time that passes only where somebody waits.
class FakeTime {
  public:
    double random = 1;
    milliseconds slept{0};

    http::Pacing pacing() {
        http::Pacing pacing;
        pacing.now = [this] { return std::chrono::steady_clock::time_point{} + slept; };
        pacing.sleep = [this](milliseconds time) { slept += time; };
        pacing.random = [this] { return random; };
        return pacing;
    }
};

// Answers with each of `answers` in turn, the last one for ever.
LoopbackServer::Handler in_turn(std::vector<Answer> answers) {
    return [answers, next = std::size_t{0}](const std::string&) mutable {
        return answers[std::min(next++, answers.size() - 1)];
    };
}

const Answer cut{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", Answer::Then::close};

}  // namespace

TEST_CASE("retry: what passes is waited out, longer each time") {
    const LoopbackServer server{in_turn({answer(503), answer(429), cut, answer(500), answer(200, "good")})};
    const http::Client client;
    FakeTime time;
    std::string body;
    CHECK(http::Retry(client, {}, time.pacing()).send({.url = server.url() + "/"}, body).status == 200);
    CHECK(body == "good");
    CHECK(server.requests().size() == 5);
    CHECK(time.slept == 100ms + 200ms + 400ms + 800ms);
}

TEST_CASE("retry: the wait is a random part of its ceiling, and the ceiling has an end") {
    const LoopbackServer server{in_turn({answer(503)})};
    const http::Client client;
    std::string body;
    FakeTime time;
    SECTION("none of it") {
        time.random = 0;
        http::Retry(client, {}, time.pacing()).send({.url = server.url() + "/"}, body);
        CHECK(time.slept == 0ms);
    }
    SECTION("a quarter of it") {
        time.random = 0.25;
        http::Retry(client, {.attempts = 4}, time.pacing()).send({.url = server.url() + "/"}, body);
        CHECK(time.slept == 25ms + 50ms + 100ms);
    }
    SECTION("all of it, no more than the longest") {
        http::Retry(client, {.attempts = 6, .longest = 500ms}, time.pacing()).send({.url = server.url() + "/"}, body);
        CHECK(time.slept == 100ms + 200ms + 400ms + 500ms + 500ms);
    }
}

TEST_CASE("retry: it ends after so many attempts, with the last answer or error") {
    const http::Client client;
    FakeTime time;
    std::string body;
    SECTION("answer") {
        const LoopbackServer server{in_turn({answer(503, "busy")})};
        CHECK(http::Retry(client, {}, time.pacing()).send({.url = server.url() + "/"}, body).status == 503);
        CHECK(body == "busy");
        CHECK(server.requests().size() == 10);
    }
    SECTION("error") {
        const LoopbackServer server{in_turn({cut})};
        CHECK_THROWS_AS(http::Retry(client, {.attempts = 3}, time.pacing()).send({.url = server.url() + "/"}, body),
                        http::TransportError);
        CHECK(server.requests().size() == 3);
    }
}

TEST_CASE("retry: no waiting that would end after the total time") {
    const LoopbackServer server{in_turn({answer(503)})};
    const http::Client client;
    FakeTime time;
    std::string body;
    http::Retry(client, {.total = 650ms}, time.pacing()).send({.url = server.url() + "/"}, body);
    CHECK(time.slept == 100ms + 200ms);
    CHECK(server.requests().size() == 3);
}

TEST_CASE("retry: what will not pass is not repeated") {
    const int status = GENERATE(200, 304, 400, 403, 404, 412, 501);
    const LoopbackServer server{in_turn({answer(status)})};
    const http::Client client;
    FakeTime time;
    std::string body;
    CHECK(http::Retry(client, {}, time.pacing()).send({.url = server.url() + "/"}, body).status == status);
    CHECK(server.requests().size() == 1);
    CHECK_THROWS_AS(http::Retry(client, {}, time.pacing()).send({.url = "gopher://127.0.0.1/"}, body),
                    http::TransportError);
    CHECK(time.slept == 0ms);
}

TEST_CASE("retry: the server says how long to wait") {
    const http::Client client;
    FakeTime time;
    time.random = 0;
    std::string body;
    const auto slept_after = [&](const std::string& headers) {
        const LoopbackServer server{in_turn({answer(503, "", headers), answer(200)})};
        http::Retry(client, {}, time.pacing()).send({.url = server.url() + "/"}, body);
        return time.slept;
    };
    SECTION("seconds") {
        CHECK(slept_after("Retry-After: 7\r\n") == 7s);
    }
    SECTION("a date, by the server's clock") {
        CHECK(slept_after("Date: Fri, 20 Nov 2020 10:00:00 GMT\r\nRetry-After: Fri, 20 Nov 2020 10:00:09 GMT\r\n") ==
              9s);
    }
    SECTION("a date that has passed") {
        CHECK(slept_after("Date: Fri, 20 Nov 2020 10:00:00 GMT\r\nRetry-After: Fri, 20 Nov 2020 09:00:00 GMT\r\n") ==
              0s);
    }
    SECTION("nonsense") {
        CHECK(slept_after("Retry-After: soon\r\n") == 0s);
    }
    SECTION("longer than patience lasts: given up at once") {
        CHECK(slept_after("Retry-After: 86400\r\n") == 0s);
    }
}

TEST_CASE("retry: each attempt's request is made anew, each answer judged") {
    const LoopbackServer server{in_turn({answer(200, "not yet"), answer(200, "good")})};
    const http::Client client;
    FakeTime time;
    std::string body;
    int made = 0;
    http::Retry(client, {}, time.pacing())
        .send([&] { return http::Request{.url = server.url() + "/" + std::to_string(++made)}; }, body,
              [](const http::Response&, std::string_view got) { return got != "good"; });
    CHECK(body == "good");
    CHECK(server.requests().at(1).starts_with("GET /2 "));
}

TEST_CASE("retry: cancelling ends the waiting") {
    const LoopbackServer server{in_turn({answer(503, "", "Retry-After: 60\r\n")})};
    FakeTime time;
    const http::Client client{[&] { return time.slept >= 1s; }};
    std::string body;
    try {
        http::Retry(client, {}, time.pacing()).send({.url = server.url() + "/"}, body);
        FAIL("waited");
    } catch (const model::Error& error) {
        CHECK(error.exit_code() == model::ExitCode::interrupted);
        CHECK(time.slept <= 1100ms);
    }
}
