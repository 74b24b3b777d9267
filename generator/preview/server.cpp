// The only file that includes cpp-httplib, which takes its time to compile.
#include "preview/server.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>

#include "model/error.hpp"
#include "preview/address.hpp"
#include "preview/live.hpp"

namespace benchfolio::preview {
namespace {

constexpr auto address = "127.0.0.1";

// A page that waits for news keeps a connection, of which browsers have six to one server, and a thread here. So only a
// few may wait; others are told how things are, and ask again.
constexpr std::size_t threads = 32;
constexpr int most_waiting = 4;

// How soon it is noticed that a waiting page has gone.
constexpr std::chrono::seconds heartbeat{2};

// The library's own choice is SO_REUSEPORT, with which two servers share one port and each gets half of the requests.
void reuse_address_only(int socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

model::Error port_error(unsigned short port, int reason) {
    const bool taken = reason == EADDRINUSE;
    const std::string why = taken ? "another program has it" : reason == 0 ? "refused" : std::strerror(reason);
    return {model::ExitCode::storage, "port", fmt::format("port {} cannot be had: {}", port, why),
            fmt::format("{}:{}", address, port), "--port 0 takes any that is free"};
}

}  // namespace

struct Server::State {
    Board& board;
    httplib::Server http;
    int socket = -1, port = 0;
    std::thread thread;
    std::atomic<int> waiting{0};

    State(Board& shown, unsigned short wanted);
    void bind(unsigned short wanted);
    void handle(const httplib::Request& request, httplib::Response& response);
    void stream_news(httplib::Response& response);
};

Server::State::State(Board& shown, unsigned short wanted) : board(shown) {
    http.new_task_queue = [] { return new httplib::ThreadPool(threads); };
    http.set_socket_options([this](int opened) { reuse_address_only(socket = opened); });
    // One request a connection: nothing then holds a thread for nothing, or the end of the server up.
    http.set_keep_alive_max_count(1);
    http.set_keep_alive_timeout(1);
    http.set_default_headers({{"Cache-Control", "no-store"}});
    http.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
        handle(request, response);
        return httplib::Server::HandlerResponse::Handled;
    });
    bind(wanted);
}

void Server::State::bind(unsigned short wanted) {
    errno = 0;
    port = wanted == 0 ? http.bind_to_any_port(address) : http.bind_to_port(address, wanted) ? wanted : -1;
    if (port < 0) throw port_error(wanted, errno);
    // The library lets five connections wait; a browser opens more at once, and all wait for the first build.
    ::listen(socket, SOMAXCONN);
}

void Server::State::handle(const httplib::Request& request, httplib::Response& response) {
    const std::string host = request.get_header_value("Host");
    if (request.target == events_path && request.method == "GET" && is_local(host)) return stream_news(response);
    const Answer answer = board.answer({request.method, request.target, host});
    if (answer.status != 200) response.status = answer.status;  // else the library tells 200 from a range's 206
    if (!answer.location.empty()) response.set_header("Location", answer.location);
    response.set_content(answer.body, answer.type);
}

void Server::State::stream_news(httplib::Response& response) {
    constexpr auto type = "text/event-stream";
    if (++waiting > most_waiting) {
        --waiting;
        const auto now = board.news(0, heartbeat);
        return response.set_content(now ? events(now->build, now->failure) : "", type);
    }
    const auto provide = [this, seen = std::uint64_t{0}](std::size_t, httplib::DataSink& sink) mutable {
        const auto news = board.news(seen, heartbeat);
        if (board.closed()) return false;
        if (news) seen = news->revision;
        const std::string text = news ? events(news->build, news->failure) : ":\n\n";
        return sink.write(text.data(), text.size());
    };
    response.set_chunked_content_provider(type, provide, [this](bool) { --waiting; });
}

Server::Server(Board& board, unsigned short port) : state_(std::make_unique<State>(board, port)) {}

Server::~Server() {
    state_->board.close();
    if (!state_->thread.joinable()) return;
    state_->http.stop();
    state_->thread.join();
}

unsigned short Server::port() const {
    return static_cast<unsigned short>(state_->port);
}

void Server::start() {
    state_->thread = std::thread{[this] { state_->http.listen_after_bind(); }};
    // Stopping what has not begun would be without effect.
    while (!state_->http.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
}

}  // namespace benchfolio::preview
