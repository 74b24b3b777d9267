#include "http/retry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>
#include <thread>
#include <utility>

namespace benchfolio::http {
namespace {

using std::chrono::milliseconds;

// How long a person waits at most for an interrupt to be noticed.
constexpr milliseconds slice{100};

double chance() {
    thread_local std::minstd_rand generator{std::random_device{}()};
    return std::uniform_real_distribution<double>{0, 1}(generator);
}

// How long a server asks to wait. A date is relative to its own clock where it tells it.
milliseconds retry_after(const Response& response) {
    const std::string text{response.header("retry-after")};
    std::uint32_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc{} && end == text.data() + text.size()) return std::chrono::seconds{seconds};
    const auto then = parse_date(text), told = parse_date(std::string{response.header("date")});
    if (!then) return milliseconds{0};
    const auto now = told.value_or(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    return std::max(*then - now, std::chrono::seconds{0});
}

}  // namespace

Pacing::Pacing() : sleep([](milliseconds time) { std::this_thread::sleep_for(time); }), random(chance) {}

bool may_pass(long status) {
    constexpr std::array passing = {408L, 429L, 500L, 502L, 503L, 504L};
    return std::ranges::find(passing, status) != passing.end();
}

// One request with its repetitions: what is used up of the patience.
class Retry::Operation {
  public:
    explicit Operation(const Retry& retry)
        : retry_(retry), end_(retry.pacing_.now() + retry.patience_.total), ceiling_(retry.patience_.first) {}

    // False where patience has ended: nothing was waited for.
    bool wait(milliseconds asked_for) {
        if (++attempts_ >= retry_.patience_.attempts) return false;
        const milliseconds pause = asked_for + jitter();
        if (retry_.pacing_.now() + pause > end_) return false;
        for (milliseconds left = pause; left > milliseconds{0}; left -= slice) {
            retry_.client_.stop_if_cancelled();
            retry_.pacing_.sleep(std::min(left, slice));
        }
        return true;
    }

  private:
    const Retry& retry_;
    std::chrono::steady_clock::time_point end_;
    milliseconds ceiling_;
    unsigned attempts_ = 0;

    milliseconds jitter() {
        const double part = retry_.pacing_.random() * static_cast<double>(ceiling_.count());
        ceiling_ = std::min(2 * ceiling_, retry_.patience_.longest);
        return milliseconds{static_cast<milliseconds::rep>(part)};
    }
};

Retry::Retry(const Client& client, Patience patience, Pacing pacing)
    : client_(client), patience_(patience), pacing_(std::move(pacing)) {}

Response Retry::send(const Make& make, std::string& body, const Again& again) const {
    Operation operation{*this};
    for (;;) {
        try {
            Response response = client_.send(make(), body);
            if (!again(response, body)) return response;
            if (!operation.wait(retry_after(response))) return response;
        } catch (const TransportError& error) {
            if (!error.worth_repeating() || !operation.wait(milliseconds{0})) throw;
        }
    }
}

Response Retry::send(const Request& request, std::string& body) const {
    return send([&] { return request; }, body,
                [](const Response& response, std::string_view) { return may_pass(response.status); });
}

}  // namespace benchfolio::http
