// Signed requests: AWS Signature Version 4, header form, payload hashed.
// Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a
// Single Chunk".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/http.hpp"
#include "model/time.hpp"

namespace benchfolio::archive::s3 {

struct Credentials {
    std::string key_id, secret;
    std::string token;  // of a session; empty where there is none
};

using Query = std::vector<std::pair<std::string, std::string>>;

// Encoded and sorted, as it is signed and as it is sent.
std::string canonical(const Query& query);

// What is signed of a request. Its paths are encoded once and never shortened: "//" and ".." are parts of keys.
struct Signable {
    std::string method, host, path;
    std::string query;  // canonical
    std::vector<http::Header> headers;
    std::string_view body;
};

// The request's headers, all of them signed, with those that the signature adds.
std::vector<http::Header> signed_headers(const Signable& request, const Credentials& credentials,
                                         const std::string& region, model::Time now);

}  // namespace benchfolio::archive::s3
