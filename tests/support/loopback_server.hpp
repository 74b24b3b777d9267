// An HTTP server on loopback that sends what a test says, byte for byte: also what no proper server would.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace benchfolio::support {

struct Answer {
    enum class Then { keep, close, reset, stall };
    std::string bytes;
    Then then = Then::keep;  // what becomes of the connection
};

// A proper answer.
inline Answer answer(int status, const std::string& body = {}, const std::string& headers = {}) {
    return {"HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
                headers + "\r\n" + body,
            Answer::Then::keep};
}

class LoopbackServer {
  public:
    // `handler` gets each request whole, its head and its body, and may be called from several threads.
    using Handler = std::function<Answer(const std::string& request)>;

    explicit LoopbackServer(Handler handler) : handler_(std::move(handler)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
            ::getsockname(listener_, generic, &size) != 0)
            throw std::runtime_error("no loopback server");
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread{[this] { accept_all(); }};
    }

    ~LoopbackServer() {
        stopping_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        ::close(listener_);
        {
            const std::lock_guard lock{mutex_};
            for (const int connection : open_) ::shutdown(connection, SHUT_RDWR);
        }
        for (std::thread& thread : threads_) thread.join();
    }

    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    // http://127.0.0.1:PORT
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    // What was asked so far, whole requests.
    std::vector<std::string> requests() const {
        const std::lock_guard lock{mutex_};
        return requests_;
    }
    std::size_t connections() const { return connections_; }

  private:
    Handler handler_;
    int listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    unsigned port_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> connections_{0};
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::vector<int> open_;
    std::list<std::thread> threads_;
    std::thread acceptor_;

    void accept_all() {
        while (!stopping_) {
            const int connection = ::accept(listener_, nullptr, nullptr);
            if (connection < 0) continue;
            ++connections_;
            const std::lock_guard lock{mutex_};
            open_.push_back(connection);
            threads_.emplace_back([this, connection] { serve(connection); });
        }
    }

    void serve(int connection) {
        std::string received;
        Answer::Then then = Answer::Then::keep;
        while (then == Answer::Then::keep) {
            const std::string request = read_request(connection, received);
            if (request.empty()) break;
            then = send(connection, request);
        }
        std::string ignored(4096, '\0');
        while (then == Answer::Then::stall && ::recv(connection, ignored.data(), ignored.size(), 0) > 0) {
        }
        close(connection, then == Answer::Then::reset);
    }

    Answer::Then send(int connection, const std::string& request) {
        {
            const std::lock_guard lock{mutex_};
            requests_.push_back(request);
        }
        const Answer answer = handler_(request);
        for (std::string_view rest = answer.bytes; !rest.empty();) {
            const ssize_t sent = ::send(connection, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (sent <= 0) return Answer::Then::close;
            rest.remove_prefix(static_cast<std::size_t>(sent));
        }
        return answer.then;
    }

    void close(int connection, bool reset) {
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        if (reset) ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        const std::lock_guard lock{mutex_};
        std::erase(open_, connection);
        ::close(connection);
    }

    // The next request, what follows it stays in `received`; empty where the connection ended.
    static std::string read_request(int connection, std::string& received) {
        constexpr std::string_view blank = "\r\n\r\n";
        while (true) {
            const std::size_t head = received.find(blank);
            const std::size_t whole = head == std::string::npos ? 0 : head + blank.size() + body_size(received, head);
            if (whole > 0 && received.size() >= whole) {
                std::string request = received.substr(0, whole);
                received.erase(0, whole);
                return request;
            }
            std::string piece(65536, '\0');
            const ssize_t got = ::recv(connection, piece.data(), piece.size(), 0);
            if (got <= 0) return {};
            received.append(piece, 0, static_cast<std::size_t>(got));
        }
    }

    static std::size_t body_size(const std::string& request, std::size_t head) {
        constexpr std::string_view name = "Content-Length: ";
        const std::size_t at = request.find(name);
        return at < head ? std::strtoul(request.c_str() + at + name.size(), nullptr, 10) : 0;
    }
};

}  // namespace benchfolio::support
