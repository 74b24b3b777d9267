#include "preview/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;
using Catch::Matchers::StartsWith;
using preview::Board;
using preview::Server;

namespace {

// One end of a connection to the server.
class Client {
  public:
    explicit Client(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error{"no connection"};
        const timeval patience{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void ask(const std::string& target, const std::string& method = "GET",
             const std::string& host = "localhost") const {
        const std::string request = method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        if (::send(socket_, request.data(), request.size(), 0) < 0) throw std::runtime_error{"cannot send"};
    }
    // What came until `text` did, if one is named, or the end.
    std::string until(const std::string& text) const {
        std::string all;
        std::array<char, 4096> piece;
        while (text.empty() || all.find(text) == all.npos) {
            const ssize_t got = ::recv(socket_, piece.data(), piece.size(), 0);
            if (got <= 0) break;
            all.append(piece.data(), static_cast<std::size_t>(got));
        }
        return all;
    }
    std::string all() const { return until(""); }

  private:
    int socket_;
};

// A site of one page, served.
class Served {
  public:
    Served() {
        board.renew("/", [&] { support::write_file(folder / "index.html", "<body>first</body>"); });
        server.start();
    }
    std::string get(const std::string& target, const std::string& method = "GET",
                    const std::string& host = "localhost") const {
        const Client client{server.port()};
        client.ask(target, method, host);
        return client.all();
    }

    support::TemporaryFolder folder;
    Board board{folder.path().string(), "7"};
    Server server{board, 0};
};

}  // namespace

TEST_CASE("a request is answered with what the board shows, never to be kept") {
    const Served served;
    const std::string page = served.get("/");
    CHECK_THAT(page, StartsWith("HTTP/1.1 200") && ContainsSubstring("<body>first<script>"));
    CHECK_THAT(page, ContainsSubstring("Cache-Control: no-store") &&
                         ContainsSubstring("Content-Type: text/html; charset=utf-8"));
    CHECK_THAT(served.get("/", "HEAD"), StartsWith("HTTP/1.1 200") && !ContainsSubstring("first"));
    CHECK_THAT(served.get("/none"), StartsWith("HTTP/1.1 404"));
    CHECK_THAT(served.get("/", "POST"), StartsWith("HTTP/1.1 405"));
    CHECK_THAT(served.get("/", "GET", "example.org"), StartsWith("HTTP/1.1 403") && !ContainsSubstring("first"));
    CHECK_THAT(served.get("/.benchfolio/events", "GET", "example.org"), StartsWith("HTTP/1.1 403"));
}

TEST_CASE("a waiting page hears of failures and builds as they come") {
    Served served;
    const Client page{served.server.port()};
    page.ask("/.benchfolio/events");
    CHECK_THAT(page.until("event: failure\ndata: \n\n"), ContainsSubstring("event: build\ndata: 7-1\n"));
    served.board.fail("error[config]: no");
    CHECK_THAT(page.until("error[config]: no"), ContainsSubstring("event: build\ndata: 7-1\n"));
    served.board.renew("/", [] {});
    CHECK_THAT(page.until("event: failure\ndata: \n\n"), ContainsSubstring("event: build\ndata: 7-2\n"));
}

TEST_CASE("pages that wait, however many, keep nobody else from being answered") {
    const Served served;
    std::vector<std::unique_ptr<Client>> pages;
    for (int i = 0; i < 100; ++i) {
        pages.push_back(std::make_unique<Client>(served.server.port()));
        pages.back()->ask("/.benchfolio/events");
    }
    CHECK_THAT(served.get("/"), ContainsSubstring("first"));
    CHECK_THAT(pages.front()->until("event: build"), StartsWith("HTTP/1.1 200"));
    const std::string last = pages.back()->all();  // to its end, for it is not to wait
    CHECK_THAT(last, StartsWith("HTTP/1.1 200") && ContainsSubstring("event: build"));
}

TEST_CASE("a server ends at once, whoever waits") {
    const auto began = std::chrono::steady_clock::now();
    {
        const Served served;
        const Client page{served.server.port()}, silent{served.server.port()};
        page.ask("/.benchfolio/events");
        page.until("event: build");
    }
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{5});
}

TEST_CASE("a port that is taken is an error that says what to do") {
    const Served served;
    try {
        Board board{"none", "8"};
        const Server second{board, served.server.port()};
        FAIL("two servers on one port");
    } catch (const model::Error& error) {
        CHECK(error.exit_code() == model::ExitCode::storage);
        CHECK(error.code() == "port");
        CHECK_THAT(error.what(),
                   ContainsSubstring(std::to_string(served.server.port())) && ContainsSubstring("another program"));
        CHECK_THAT(error.hint(), ContainsSubstring("--port 0"));
    }
}
