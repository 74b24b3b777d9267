// Asking again where that may help: exponential backoff with full jitter.
//
// Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015: before attempt n + 1 wait a random
// time between 0 and min(longest, first * 2^(n - 1)). A server's Retry-After (RFC 9110, 10.2.3) comes on top of it.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "http/http.hpp"

namespace benchfolio::http {

struct Patience {
    unsigned attempts = 10;  // where one request in five fails, one in ten million fails that often
    std::chrono::milliseconds first{100};
    std::chrono::milliseconds longest{5'000};
    std::chrono::milliseconds total{300'000};  // no waiting that would end later than this
};

// Time and chance, so that tests can bring their own.
struct Pacing {
    std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
    std::function<void(std::chrono::milliseconds)> sleep;
    std::function<double()> random;  // in [0, 1)

    Pacing();
};

// Whether a status is one that may pass: a timeout, too many requests, a server in trouble.
bool may_pass(long status);

class Retry {
  public:
    explicit Retry(const Client& client, Patience patience = {}, Pacing pacing = {});

    using Make = std::function<Request()>;
    using Again = std::function<bool(const Response& response, std::string_view body)>;

    // Sends what `make` makes, made anew each time, until the answer is not one to ask `again` for; the last answer
    // when patience ends. What never was an answer is repeated as well; the last TransportError is thrown. Cancelling
    // the client ends the waiting.
    Response send(const Make& make, std::string& body, const Again& again) const;
    // The same request each time, again where its status may pass.
    Response send(const Request& request, std::string& body) const;

  private:
    const Client& client_;
    Patience patience_;
    Pacing pacing_;

    class Operation;
};

}  // namespace benchfolio::http
