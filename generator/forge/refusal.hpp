// What it means that GitHub did not do what it was asked, and what to do about it.
#pragma once

#include <string>
#include <string_view>

#include "http/http.hpp"
#include "model/error.hpp"

namespace benchfolio::forge {

// Whether GitHub asks to slow down. A secondary limit comes with status 403, like a missing permission:
// docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api.
bool is_rate_limited(const http::Response& response, std::string_view body);

// `place`: "POST https://api.github.com/repos/...". `permission`: what the call needs, "pull-requests: write".
model::Error refusal(const http::Response& response, std::string_view body, const std::string& place,
                     const std::string& permission);

}  // namespace benchfolio::forge
