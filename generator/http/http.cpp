#include "http/http.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <new>
#include <utility>

#include "model/ascii.hpp"
#include "model/error.hpp"

namespace benchfolio::http {
namespace {

struct Cleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, Cleanup>;
using Lines = std::unique_ptr<curl_slist, Cleanup>;

constexpr long most_redirects = 10;
// Below this many bytes a second an answer stands still; a byte now and then keeps no one waiting for ever.
constexpr long standstill = 100;

// libcurl is made ready once, by the first client.
void make_ready() {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) throw TransportError(curl_easy_strerror(code), false);
}

std::size_t append(const char* data, std::size_t size, std::size_t count, void* target) {
    try {
        static_cast<std::string*>(target)->append(data, size * count);
        return size * count;
    } catch (const std::bad_alloc&) {
        return 0;  // no exception may pass through C: libcurl ends the transfer
    }
}

// libcurl takes a head that breaks off for a whole one; the empty line at its end tells.
std::size_t look_for_end_of_head(const char* data, std::size_t size, std::size_t count, void* ended) {
    const std::string_view line{data, size * count};
    if (line.starts_with("HTTP/")) *static_cast<bool*>(ended) = false;
    if (line == "\r\n" || line == "\n") *static_cast<bool*>(ended) = true;
    return line.size();
}

int is_cancelled(void* asked, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto& cancelled = *static_cast<const std::function<bool()>*>(asked);
    return cancelled && cancelled() ? 1 : 0;
}

Lines header_lines(const std::vector<Header>& headers) {
    Lines lines;
    const auto add = [&](const std::string& line) {
        curl_slist* longer = curl_slist_append(lines.get(), line.c_str());
        if (!longer) throw std::bad_alloc{};
        static_cast<void>(lines.release());
        lines.reset(longer);
    };
    // "Name;" is how libcurl spells a header without a value.
    for (const Header& header : headers)
        add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    add("Expect:");  // a server that does not know it would cost every upload a second
    if (std::ranges::find(headers, "Content-Type", &Header::name) == headers.end()) add("Content-Type:");
    return lines;
}

// The options that every request has.
void set_habits(CURL* handle, const Timeouts& timeouts) {
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "benchfolio/" BENCHFOLIO_VERSION);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, most_redirects);
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(timeouts.connect.count()));
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, standstill);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(timeouts.stall.count()));
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);  // which is what makes libcurl ask whether to go on
}

void set_method(CURL* handle, const Request& request) {
    if (request.method == "HEAD") {
        curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    } else if (request.method != "GET") {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
}

Response answer(CURL* handle) {
    Response response;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &response.status);
    constexpr int last_request = -1;
    for (curl_header* header = nullptr;
         (header = curl_easy_nextheader(handle, CURLH_HEADER, last_request, header)) != nullptr;)
        response.headers.push_back({model::lower_case(header->name), header->value});
    return response;
}

// What stays wrong however often it is asked; anything else is the network's, and may pass.
bool may_pass(CURLcode code) {
    constexpr std::array lasting = {CURLE_URL_MALFORMAT,
                                    CURLE_UNSUPPORTED_PROTOCOL,
                                    CURLE_SSL_CACERT_BADFILE,
                                    CURLE_SSL_CERTPROBLEM,
                                    CURLE_PEER_FAILED_VERIFICATION,
                                    CURLE_TOO_MANY_REDIRECTS,
                                    CURLE_WRITE_ERROR,
                                    CURLE_OUT_OF_MEMORY};
    return std::ranges::find(lasting, code) == lasting.end();
}

// What an answer that was longer than it said left on the connection is taken for the next one: HTTP/0.9, says curl, a
// protocol that is not supported. It is as good as no answer.
bool is_no_answer(CURL* handle, CURLcode code) {
    long sent = 0;
    curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &sent);
    return code == CURLE_UNSUPPORTED_PROTOCOL && sent > 0;
}

}  // namespace

// Handles that wait for their next request, each with the connection it keeps open.
struct Client::Pool {
    std::function<bool()> cancelled;
    Timeouts timeouts;
    std::mutex mutex;
    std::vector<Handle> idle;

    Handle take() {
        const std::lock_guard lock{mutex};
        if (idle.empty()) return Handle{curl_easy_init()};
        Handle handle = std::move(idle.back());
        idle.pop_back();
        return handle;
    }

    void give_back(Handle handle) {
        curl_easy_reset(handle.get());  // options only: its connection stays
        const std::lock_guard lock{mutex};
        idle.push_back(std::move(handle));
    }
};

Client::Client(std::function<bool()> cancelled, Timeouts timeouts) : pool_(std::make_unique<Pool>()) {
    make_ready();
    pool_->cancelled = std::move(cancelled);
    pool_->timeouts = timeouts;
}

Client::~Client() = default;

Response Client::send(const Request& request, std::string& body) const {
    const Lines lines = header_lines(request.headers);
    std::array<char, CURL_ERROR_SIZE> reason{};
    bool head_ended = false;
    Handle handle = pool_->take();
    if (!handle) throw std::bad_alloc{};
    body.clear();
    set_habits(handle.get(), pool_->timeouts);
    set_method(handle.get(), request);
    curl_easy_setopt(handle.get(), CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, lines.get());
    curl_easy_setopt(handle.get(), CURLOPT_FOLLOWLOCATION, request.follow_redirects ? 1L : 0L);
    curl_easy_setopt(handle.get(), CURLOPT_FRESH_CONNECT, request.fresh_connection ? 1L : 0L);
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, reason.data());
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, look_for_end_of_head);
    curl_easy_setopt(handle.get(), CURLOPT_HEADERDATA, &head_ended);
    curl_easy_setopt(handle.get(), CURLOPT_XFERINFOFUNCTION, is_cancelled);
    curl_easy_setopt(handle.get(), CURLOPT_XFERINFODATA, &pool_->cancelled);
    const CURLcode code = curl_easy_perform(handle.get());
    if (code == CURLE_ABORTED_BY_CALLBACK) stop_if_cancelled();
    if (code != CURLE_OK)
        throw TransportError(reason[0] ? reason.data() : curl_easy_strerror(code),
                             may_pass(code) || is_no_answer(handle.get(), code));
    if (!head_ended) throw TransportError("the answer's head breaks off", true);
    Response response = answer(handle.get());
    pool_->give_back(std::move(handle));
    return response;
}

void Client::stop_if_cancelled() const {
    if (pool_->cancelled && pool_->cancelled())
        throw model::Error{model::ExitCode::interrupted, "interrupted", "stopped; nothing was changed"};
}

std::string_view Response::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &Header::name);
    return found == headers.end() ? std::string_view{} : std::string_view{found->value};
}

std::optional<std::chrono::sys_seconds> parse_date(const std::string& text) {
    const std::time_t seconds = curl_getdate(text.c_str(), nullptr);
    if (seconds < 0) return std::nullopt;
    return std::chrono::sys_seconds{std::chrono::seconds{seconds}};
}

}  // namespace benchfolio::http
