// A bucket: requests signed, repeated where that may help, and set right where they went to the wrong region or were
// signed by a wrong clock.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "archive/s3/address.hpp"
#include "archive/s3/failure.hpp"
#include "archive/s3/signature.hpp"
#include "http/retry.hpp"
#include "model/time.hpp"

namespace benchfolio::archive::s3 {

struct Ask {
    std::string method = "GET";
    std::optional<std::string> key = {};  // whole; nothing: the bucket itself
    Query query = {};
    std::vector<http::Header> headers = {};
    std::string_view body = {};
};

// Time and chance, so that tests can bring their own.
struct Pace {
    std::function<model::Time()> now;
    http::Patience patience;
    http::Pacing pacing;
    http::Timeouts timeouts;

    Pace();
};

class Bucket {
  public:
    // `looked_in` says where credentials were looked for, for the error of a request without.
    Bucket(Address address, std::optional<Credentials> credentials, std::string looked_in, const Pace& pace,
           std::function<bool()> cancelled);

    // The answer, whatever its status, after what passes has passed; `again` may ask for more. Throws model::Error
    // (storage) where none comes. Redirects are not followed: another host is not shown a signature.
    http::Response send(const Ask& ask, std::string& body, const http::Retry::Again& again = {}) const;

    // What to throw of an answer that is no success. `key` is whole; empty: it is about the bucket.
    model::Error failure(const http::Response& response, std::string_view body, const std::string& key) const;
    // What a person calls an object.
    std::string name(const std::string& key) const;

  private:
    // Where requests go and by which clock; learnt from answers, once.
    struct Bearings {
        Address address;
        std::chrono::seconds skew{0};  // of the service's clock against ours
        bool knows_region = false, knows_skew = false;
    };

    std::optional<Credentials> credentials_;
    Asker asker_;
    std::function<model::Time()> now_;
    http::Client client_;
    http::Retry retry_;
    mutable std::mutex mutex_;
    mutable Bearings bearings_;

    Bearings bearings() const;
    http::Request request(const Ask& ask, const Bearings& by) const;
    bool learn_region(const Bearings& used, const http::Response& response, const Fault& fault) const;
    bool learn_skew(const Bearings& used, const http::Response& response, const Fault& fault) const;
    std::string without_secrets(std::string text) const;
};

}  // namespace benchfolio::archive::s3
