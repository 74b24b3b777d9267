// HTTP requests, one after the other or from many threads, over libcurl.
//
// A request that was sent and answered is a Response, whatever its status; what never got there is a TransportError.
// Repeating is `retry.hpp`'s.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::http {

struct Header {
    std::string name, value;
};

struct Request {
    std::string method = "GET";
    std::string url;  // sent as it is: dots and doubled slashes stay
    std::vector<Header> headers = {};
    std::string_view body = {};  // of PUT and POST
    bool follow_redirects = false;
    // For what may not happen twice: libcurl by itself sends a request again where a kept connection has died.
    bool fresh_connection = false;
};

struct Response {
    long status = 0;
    std::vector<Header> headers;  // names in lower case

    // The value of a header; empty where there is none. `name` in lower case.
    std::string_view header(std::string_view name) const;
};

// A time as headers give it (RFC 9110, 5.6.7); nothing where it is none.
std::optional<std::chrono::sys_seconds> parse_date(const std::string& text);

// No answer, or not the whole of it: a name that is not found, a refused, reset or stalled connection, a body shorter
// than it was announced.
class TransportError : public std::runtime_error {
  public:
    TransportError(const std::string& what, bool worth_repeating)
        : std::runtime_error(what), worth_repeating_(worth_repeating) {}
    bool worth_repeating() const { return worth_repeating_; }  // false: a wrong address, a certificate

  private:
    bool worth_repeating_;
};

// Nothing may take for ever.
struct Timeouts {
    std::chrono::seconds connect{10};
    std::chrono::seconds stall{30};  // how long an answer may stand still
};

// Keeps connections open from one request to the next. Safe to use from several threads at once. Proxies are taken from
// the environment, as curl takes them.
class Client {
  public:
    // `cancelled` is asked now and then; where it says so, `send` throws model::Error (interrupted).
    explicit Client(std::function<bool()> cancelled = {}, Timeouts timeouts = {});
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // The answer's body, as it was sent, replaces the content of `body`; what its Content-Encoding says is not undone.
    Response send(const Request& request, std::string& body) const;
    // Throws model::Error (interrupted) where `cancelled` says so.
    void stop_if_cancelled() const;

  private:
    struct Pool;
    std::unique_ptr<Pool> pool_;
};

}  // namespace benchfolio::http
