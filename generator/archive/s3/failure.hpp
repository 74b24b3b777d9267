// What an answer of S3 says went wrong, in a person's words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "archive/s3/listing.hpp"
#include "http/http.hpp"
#include "model/error.hpp"

namespace benchfolio::archive::s3 {

// The error that an answer holds, also one that calls itself a success; the status's own where a body says nothing.
// Nothing where the answer is a success, even of an object whose text is such an error.
std::optional<Fault> fault_in(const http::Response& response, std::string_view body);

// Whether the same request may succeed a little later.
bool may_pass(const http::Response& response, const std::optional<Fault>& fault);

// Whose request it was that failed.
struct Asker {
    bool has_credentials = false;
    std::string looked_in;  // where credentials were looked for
};

// What to tell: the kind of failure, what the service said of it, and what to do next.
model::Error explained(const http::Response& response, const Fault& fault, const std::string& place,
                       const Asker& asker);

}  // namespace benchfolio::archive::s3
