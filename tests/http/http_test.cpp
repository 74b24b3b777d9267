#include "http/http.hpp"

#include <atomic>
#include <list>
#include <optional>
#include <thread>

#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/loopback_server.hpp"

using namespace benchfolio;
using support::answer;
using support::Answer;
using support::LoopbackServer;

namespace {

// Whether the request fails on its way, and whether it says that it is worth repeating.
std::optional<bool> worth_repeating(const http::Client& client, const std::string& url) {
    std::string body;
    try {
        client.send({.url = url}, body);
        return std::nullopt;
    } catch (const http::TransportError& error) {
        CHECK_FALSE(std::string{error.what()}.empty());
        return error.worth_repeating();
    }
}

bool has_line(const std::string& request, const std::string& line) {
    return request.find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("http: a request as it was made, an answer as it came") {
    const LoopbackServer server{[](const std::string&) {
        return answer(404, std::string("a\0b", 3), "X-Mixed-CASE: Value \r\nContent-Encoding: gzip\r\n");
    }};
    const http::Client client;
    std::string body = "something that was there before";
    const http::Response response =
        client.send({.url = server.url() + "/a//b/../%2B?z=1&a", .headers = {{"X-One", "1"}, {"X-None", ""}}}, body);
    CHECK(response.status == 404);
    CHECK(body == std::string("a\0b", 3));
    CHECK(response.header("x-mixed-case") == "Value");
    CHECK(response.header("x-unknown").empty());
    const std::string request = server.requests().at(0);
    CHECK(request.starts_with("GET /a//b/../%2B?z=1&a HTTP/1.1\r\n"));
    CHECK(has_line(request, "X-One: 1"));
    CHECK(has_line(request, "X-None:"));
    CHECK(request.find("User-Agent: benchfolio/") != std::string::npos);
    CHECK(request.find("Accept-Encoding") == std::string::npos);
}

TEST_CASE("http: what is uploaded arrives, whatever its size") {
    const LoopbackServer server{[](const std::string&) { return answer(200); }};
    const http::Client client;
    std::string body;
    for (const std::size_t size : {std::size_t{0}, std::size_t{3}, std::size_t{3'000'000}}) {
        const std::string sent(size, 'x');
        CHECK(client.send({.method = "PUT", .url = server.url() + "/key", .body = sent}, body).status == 200);
        const std::string request = server.requests().back();
        CHECK(request.starts_with("PUT /key HTTP/1.1\r\n"));
        CHECK(has_line(request, "Content-Length: " + std::to_string(size)));
        CHECK(request.find("Content-Type") == std::string::npos);
        CHECK(request.find("Expect") == std::string::npos);
        CHECK(request.ends_with("\r\n\r\n" + sent));
    }
}

TEST_CASE("http: HEAD has no body") {
    const LoopbackServer server{[](const std::string&) {
        return Answer{"HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n", Answer::Then::keep};
    }};
    const http::Client client;
    std::string body;
    const http::Response response = client.send({.method = "HEAD", .url = server.url() + "/"}, body);
    CHECK(response.header("content-length") == "77");
    CHECK(body.empty());
}

TEST_CASE("http: one connection serves one request after the other") {
    const LoopbackServer server{[](const std::string&) { return answer(200, "body"); }};
    const http::Client client;
    std::string body;
    for (int i = 0; i < 20; ++i) client.send({.url = server.url() + "/"}, body);
    CHECK(server.requests().size() == 20);
    CHECK(server.connections() == 1);
}

TEST_CASE("http: a request with a connection of its own is sent once, whatever becomes of it") {
    int posts = 0;
    const LoopbackServer server{[&](const std::string& request) {
        if (request.starts_with("GET")) return answer(200);
        return ++posts == 1 ? Answer{"", Answer::Then::reset} : answer(200);
    }};
    const http::Client client;
    std::string body;
    client.send({.url = server.url() + "/"}, body);
    const http::Request once{.method = "POST", .url = server.url() + "/", .body = "x", .fresh_connection = true};
    CHECK_THROWS_AS(client.send(once, body), http::TransportError);
    CHECK(posts == 1);
}

TEST_CASE("http: many threads share a client") {
    const LoopbackServer server{[](const std::string& request) {
        return answer(200, request.substr(5, request.find(' ', 5) - 5));  // the path, without its slash
    }};
    const http::Client client;
    std::atomic<int> right = 0;
    std::list<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&, thread] {
            std::string body;
            for (int i = 0; i < 50; ++i) {
                const std::string name = std::to_string(1000 * thread + i);
                client.send({.url = server.url() + "/" + name}, body);
                right += body == name ? 1 : 0;
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(right == 400);
    CHECK(server.connections() <= 8);
}

TEST_CASE("http: redirects are followed where that was asked for") {
    const LoopbackServer server{[](const std::string& request) {
        if (request.starts_with("GET /new ")) return answer(200, "here");
        if (request.starts_with("GET /file ")) return answer(302, "", "Location: file:///etc/hostname\r\n");
        if (request.starts_with("GET /round ")) return answer(302, "", "Location: /round\r\n");
        return answer(301, "moved", "X-Old: 1\r\nLocation: /new\r\n");
    }};
    const http::Client client;
    std::string body;
    CHECK(client.send({.url = server.url() + "/old"}, body).status == 301);
    CHECK(body == "moved");
    const http::Response there = client.send({.url = server.url() + "/old", .follow_redirects = true}, body);
    CHECK(there.status == 200);
    CHECK(body == "here");
    CHECK(there.header("x-old").empty());
    for (const char* path : {"/file", "/round"})
        CHECK_THROWS_AS(client.send({.url = server.url() + path, .follow_redirects = true}, body),
                        http::TransportError);
}

TEST_CASE("http: half an answer is none") {
    const Answer broken =
        GENERATE(Answer{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", Answer::Then::close},
                 Answer{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", Answer::Then::reset},
                 Answer{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", Answer::Then::close},
                 Answer{"HTTP/1.1 200 OK\r\nContent-", Answer::Then::close}, Answer{"", Answer::Then::close},
                 Answer{"", Answer::Then::reset});
    const LoopbackServer server{[&](const std::string&) { return broken; }};
    CHECK(worth_repeating(http::Client{}, server.url() + "/") == true);
}

TEST_CASE("http: an answer that stands still is given up, at its head as in its body") {
    const char* bytes = GENERATE("", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    const LoopbackServer server{[&](const std::string&) { return Answer{bytes, Answer::Then::stall}; }};
    const http::Client client{{}, {.stall = std::chrono::seconds{1}}};
    CHECK(worth_repeating(client, server.url() + "/") == true);
}

TEST_CASE("http: endless headers are not read to their end") {
    const LoopbackServer server{[](const std::string&) {
        std::string headers;
        for (int i = 0; i < 20'000; ++i) headers += "X-" + std::to_string(i) + ": " + std::string(90, 'x') + "\r\n";
        return answer(200, "body", headers + "X-Last: " + std::string(200'000, 'x') + "\r\n");
    }};
    CHECK(worth_repeating(http::Client{}, server.url() + "/").has_value());
}

TEST_CASE("http: a wrong address stays wrong, a server that is away may come back") {
    const http::Client client;
    CHECK(worth_repeating(client, "gopher://127.0.0.1/") == false);
    CHECK(worth_repeating(client, "http://a b/") == false);
    std::string gone;
    {
        const LoopbackServer server{[](const std::string&) { return answer(200); }};
        gone = server.url();
    }
    CHECK(worth_repeating(client, gone + "/") == true);
}

TEST_CASE("http: after a failure the client is as good as before") {
    std::atomic<int> count = 0;
    const LoopbackServer server{[&](const std::string&) {
        return ++count == 1 ? Answer{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", Answer::Then::reset}
                            : answer(200, "good");
    }};
    const http::Client client;
    CHECK(worth_repeating(client, server.url() + "/") == true);
    std::string body;
    CHECK(client.send({.url = server.url() + "/"}, body).status == 200);
    CHECK(body == "good");
}

TEST_CASE("http: cancelling ends a request that is under way") {
    std::atomic<bool> cancelled = false;
    const LoopbackServer server{[&](const std::string&) {
        cancelled = true;
        return Answer{"", Answer::Then::stall};
    }};
    const http::Client client{[&] { return cancelled.load(); }};
    std::string body;
    try {
        client.send({.url = server.url() + "/"}, body);
        FAIL("answered");
    } catch (const model::Error& error) {
        CHECK(error.exit_code() == model::ExitCode::interrupted);
    }
    CHECK_THROWS_AS(client.stop_if_cancelled(), model::Error);
}
