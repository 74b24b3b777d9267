#include "archive/s3/bucket.hpp"

#include <algorithm>
#include <utility>

#include "archive/s3/encoding.hpp"

namespace benchfolio::archive::s3 {
namespace {

// Google's servers unpack objects stored with Content-Encoding: gzip for whoever does not say that it can; what is
// stored is wanted. Not signed: proxies change it.
http::Header accept_encoding(Service service) {
    return {"Accept-Encoding", service == Service::google ? "gzip" : "identity"};
}

// A region becomes part of a host's name: only what can be one is believed.
bool is_region(std::string_view text) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, fits);
}

std::string replaced(std::string text, const std::string& what) {
    constexpr std::string_view stars = "***";
    for (std::size_t at = what.empty() ? std::string::npos : text.find(what); at != std::string::npos;
         at = text.find(what, at + stars.size()))
        text.replace(at, what.size(), stars);
    return text;
}

}  // namespace

Pace::Pace() : now([] { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }) {}

Bucket::Bucket(Address address, std::optional<Credentials> credentials, std::string looked_in, const Pace& pace,
               std::function<bool()> cancelled)
    : credentials_(std::move(credentials)),
      asker_{.has_credentials = credentials_.has_value(), .looked_in = std::move(looked_in)},
      now_(pace.now),
      client_(std::move(cancelled), pace.timeouts),
      retry_(client_, pace.patience, pace.pacing),
      bearings_{std::move(address)} {}

http::Response Bucket::send(const Ask& ask, std::string& body, const http::Retry::Again& again) const {
    Bearings used = bearings();
    const auto make = [&] {
        used = bearings();
        return request(ask, used);
    };
    const auto judge = [&](const http::Response& response, std::string_view text) {
        const auto fault = fault_in(response, text);
        if (fault && (learn_region(used, response, *fault) || learn_skew(used, response, *fault))) return true;
        return may_pass(response, fault) || (again && again(response, text));
    };
    try {
        return retry_.send(make, body, judge);
    } catch (const http::TransportError& error) {
        const std::string host = used.address.origin();
        throw model::Error{model::ExitCode::storage, "storage", without_secrets(error.what()),
                           ask.key ? name(*ask.key) + " at " + host : host, "check the network and --endpoint"};
    }
}

Bucket::Bearings Bucket::bearings() const {
    const std::lock_guard lock{mutex_};
    return bearings_;
}

http::Request Bucket::request(const Ask& ask, const Bearings& by) const {
    const std::string path = ask.key ? by.address.path(*ask.key) : by.address.path();
    const std::string query = canonical(ask.query);
    http::Request request{.method = ask.method,
                          .url = by.address.origin() + path + (query.empty() ? "" : "?" + query),
                          .headers = ask.headers,
                          .body = ask.body};
    if (credentials_) {
        const Signable signable{ask.method, by.address.host(), path, query, ask.headers, ask.body};
        request.headers = signed_headers(signable, *credentials_, by.address.region(), now_() + by.skew);
    }
    request.headers.push_back(accept_encoding(by.address.service()));
    return request;
}

bool Bucket::learn_region(const Bearings& used, const http::Response& response, const Fault& fault) const {
    const std::string_view header = response.header("x-amz-bucket-region");
    const std::string told = header.empty() ? fault.region : std::string{header};
    if (!is_region(told) || told == used.address.region()) return false;
    const std::lock_guard lock{mutex_};
    if (bearings_.knows_region) return bearings_.address.region() != used.address.region();  // learnt meanwhile
    bearings_.address.move_to(told);
    return bearings_.knows_region = true;
}

bool Bucket::learn_skew(const Bearings& used, const http::Response& response, const Fault& fault) const {
    const auto date = http::parse_date(std::string{response.header("date")});
    if (fault.code != "RequestTimeTooSkewed" || !date) return false;
    const std::lock_guard lock{mutex_};
    if (bearings_.knows_skew) return bearings_.skew != used.skew;
    bearings_.skew = *date - std::chrono::floor<std::chrono::seconds>(now_());
    return bearings_.knows_skew = true;
}

model::Error Bucket::failure(const http::Response& response, std::string_view body, const std::string& key) const {
    Fault fault = fault_in(response, body).value_or(Fault{});
    fault.message = without_secrets(fault.message);
    return explained(response, fault, name(key), asker_);
}

std::string Bucket::name(const std::string& key) const {
    const Bearings known = bearings();
    return key.empty() ? known.address.name() : "s3://" + known.address.bucket() + "/" + key;
}

// Services tell much of a request that they refuse; what only its sender knows is not passed on.
std::string Bucket::without_secrets(std::string text) const {
    if (!credentials_) return text;
    return replaced(replaced(std::move(text), credentials_->secret), credentials_->token);
}

}  // namespace benchfolio::archive::s3
