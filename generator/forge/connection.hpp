// Requests to GitHub's REST API in the name of a token: asked again where that may help, refusals told with what to do.
//
// The token goes to the API's own host and nowhere else: no redirect is followed, no page of a list elsewhere is read,
// and no error repeats it. Sources: docs.github.com/rest, "Best practices", "Rate limits", "Using pagination".
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "http/http.hpp"
#include "http/retry.hpp"

namespace benchfolio::forge {

using Json = nlohmann::json;

struct Access {
    std::string api;    // "https://api.github.com", or that of an own server
    std::string token;  // not empty
    std::function<bool()> cancelled = {};
    http::Patience patience = {};
    http::Pacing pacing = {};
};

// One request. `permission` is what a workflow's job has to ask for, to be told where GitHub refuses.
struct Call {
    std::string method = "GET";
    std::string path;  // below the API's address, "/repos/owner/name/pulls/12"
    Json content = nullptr;
    std::string permission = {};
};

// Everything throws model::Error: usage for what the caller can mend (a token without permission, a project that is not
// there), storage for what GitHub or the network cannot do now.
class Connection {
  public:
    // Throws model::Error (usage) where the token would be sent unencrypted to another machine.
    explicit Connection(Access access);
    ~Connection();

    Json get(const std::string& path, const std::string& permission = {}) const;
    // The same, nothing where the token may not ask that or there is nothing (403, 404).
    std::optional<Json> get_if_allowed(const std::string& path) const;

    // Each item of a list over its pages, as long as `visit` wants more. `items` names the list within the answer;
    // empty: the answer is the list.
    void each(const std::string& path, std::string_view items, const std::function<bool(const Json&)>& visit,
              const std::string& permission = {}) const;

    // Asks for what to send before each attempt: an attempt whose answer was lost may have had its effect.
    Json send(const std::function<Call()>& make) const;

  private:
    struct Reply;
    Reply ask(const std::function<Call()>& make) const;
    http::Request request_of(const Call& call, const std::string& body) const;

    Access access_;
    std::unique_ptr<http::Client> client_;
    http::Retry retry_;
};

}  // namespace benchfolio::forge
