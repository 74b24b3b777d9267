#include "archive/s3/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "archive/s3/checksum.hpp"
#include "http/retry.hpp"

namespace benchfolio::archive::s3 {
namespace {

using model::ExitCode;

// Codes of which a repetition may be rid. Source: Amazon S3 API Reference, "Error responses"; the statuses that may
// pass are http's.
constexpr std::array<std::string_view, 12> passing = {"SlowDown",
                                                      "InternalError",
                                                      "RequestTimeout",
                                                      "ServiceUnavailable",
                                                      "Busy",
                                                      "ServerBusy",
                                                      "Throttling",
                                                      "TooManyRequests",
                                                      "IncompleteBody",
                                                      "OperationAborted",
                                                      "RequestTimeoutException",
                                                      "XAmzContentSHA256Mismatch"};

struct Explanation {
    std::string_view code;
    ExitCode exit_code;
    const char* what;
    const char* hint;
};

constexpr std::array explanations = {
    Explanation{"NoSuchBucket", ExitCode::usage, "there is no such bucket", "check its name, --endpoint and --profile"},
    Explanation{"InvalidBucketName", ExitCode::usage, "no bucket can have this name",
                "an archive is s3://BUCKET/FOLDER"},
    Explanation{"SignatureDoesNotMatch", ExitCode::storage, "the secret key is not the one of this key id",
                "check AWS_SECRET_ACCESS_KEY, or aws_secret_access_key of the profile"},
    Explanation{"InvalidAccessKeyId", ExitCode::storage, "the service does not know this key id",
                "check AWS_ACCESS_KEY_ID, or the profile's, and that --endpoint is the service it is for"},
    Explanation{"ExpiredToken", ExitCode::storage, "the credentials have expired", "get new ones, and run this again"},
    Explanation{"InvalidToken", ExitCode::storage, "the session token is not one of this service",
                "check AWS_SESSION_TOKEN; keys that do not expire have none"},
    Explanation{"RequestTimeTooSkewed", ExitCode::storage, "this machine's clock is wrong", "set the clock"},
    Explanation{"InvalidObjectState", ExitCode::storage, "this object is in an archive tier and cannot be read at once",
                "restore it first (aws s3api restore-object), or keep results out of such tiers"},
    Explanation{"AuthorizationHeaderMalformed", ExitCode::storage, "the request was signed for another region",
                "name the bucket's region with --region"},
    Explanation{"PermanentRedirect", ExitCode::storage, "the bucket is elsewhere",
                "name its region with --region, or its service with --endpoint"},
    Explanation{"TemporaryRedirect", ExitCode::storage, "the bucket is elsewhere",
                "name its region with --region, or its service with --endpoint"},
};

Explanation denied(const Asker& asker) {
    if (asker.has_credentials)
        return {"AccessDenied", ExitCode::storage, "these credentials are not allowed to do this",
                "check the keys; reading needs s3:ListBucket and s3:GetObject, uploading s3:PutObject"};
    return {"AccessDenied", ExitCode::storage, "not allowed without credentials, and there are none", nullptr};
}

Explanation explanation_of(const http::Response& response, const Fault& fault, const Asker& asker) {
    const auto found = std::ranges::find(explanations, fault.code, &Explanation::code);
    if (found != explanations.end()) return *found;
    if (fault.code == "AccessDenied" || response.status == 401 || response.status == 403) return denied(asker);
    if (response.status >= 300 && response.status < 400) return explanations.back();
    return {{}, ExitCode::storage, "the service refused", "if this is not a fault of the service, check --endpoint"};
}

// The service's own words, one line of them.
std::string told(const http::Response& response, const Fault& fault) {
    constexpr std::size_t most = 300;
    std::string text = fmt::format("{} {}", response.status, fault.code);
    if (!fault.message.empty()) text += ": " + fault.message.substr(0, most);
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
    return text;
}

bool looks_like_fault(std::string_view body) {
    constexpr std::size_t head = 200;  // a declaration may come first
    return body.substr(0, head).find("<Error") != std::string_view::npos;
}

}  // namespace

std::optional<Fault> fault_in(const http::Response& response, std::string_view body) {
    const bool success = response.status >= 200 && response.status < 300;
    if (success && (!looks_like_fault(body) || by_etag(response, body) == Verdict::right)) return std::nullopt;
    auto fault = parse_fault(body);
    if (success || fault) return fault;
    return Fault{.code = {}, .message = {}, .region = {}, .cut_off = looks_like_fault(body)};
}

bool may_pass(const http::Response& response, const std::optional<Fault>& fault) {
    if (!fault) return false;
    const bool by_code = std::ranges::find(passing, fault->code) != passing.end();
    return by_code || fault->cut_off || http::may_pass(response.status);
}

model::Error explained(const http::Response& response, const Fault& fault, const std::string& place,
                       const Asker& asker) {
    const Explanation explanation = explanation_of(response, fault, asker);
    return {explanation.exit_code, "storage", fmt::format("{} ({})", explanation.what, told(response, fault)), place,
            explanation.hint ? explanation.hint : asker.looked_in};
}

}  // namespace benchfolio::archive::s3
