#include "archive/s3/signature.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <map>

#include "archive/s3/encoding.hpp"
#include "model/ascii.hpp"
#include "model/digest.hpp"

namespace benchfolio::archive::s3 {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::string result(32, '\0');
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
         text.size(), reinterpret_cast<unsigned char*>(result.data()), &size);
    return result;
}

// The headers by name in lower case, and their names in the form "a;b;c".
struct CanonicalHeaders {
    std::string lines, names;

    explicit CanonicalHeaders(const Signable& request) {
        std::map<std::string, std::string> sorted{{"host", request.host}};
        for (const http::Header& header : request.headers) sorted[model::lower_case(header.name)] = header.value;
        for (const auto& [name, value] : sorted) {
            lines += fmt::format("{}:{}\n", name, value);
            names += (names.empty() ? "" : ";") + name;
        }
    }
};

std::string signing_key(const std::string& secret, std::string_view date, const std::string& region) {
    return hmac_sha256(hmac_sha256(hmac_sha256(hmac_sha256("AWS4" + secret, date), region), "s3"), "aws4_request");
}

}  // namespace

std::string canonical(const Query& query) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& [name, value] : query) pairs.emplace_back(encoded(name), encoded(value));
    std::ranges::sort(pairs);
    std::vector<std::string> parts;
    for (const auto& [name, value] : pairs) parts.push_back(fmt::format("{}={}", name, value));
    return fmt::format("{}", fmt::join(parts, "&"));
}

std::vector<http::Header> signed_headers(const Signable& request, const Credentials& credentials,
                                         const std::string& region, model::Time now) {
    const std::string stamp = model::compact_stamp(now), date = stamp.substr(0, 8);
    const std::string payload = model::hex(model::sha256(request.body));
    Signable whole = request;
    whole.headers.push_back({"x-amz-content-sha256", payload});
    whole.headers.push_back({"x-amz-date", stamp});
    if (!credentials.token.empty()) whole.headers.push_back({"x-amz-security-token", credentials.token});
    const CanonicalHeaders headers{whole};
    const std::string canonical_request = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, request.path,
                                                      request.query, headers.lines, headers.names, payload);
    const std::string scope = fmt::format("{}/{}/s3/aws4_request", date, region);
    const std::string to_sign =
        fmt::format("{}\n{}\n{}\n{}", algorithm, stamp, scope, model::hex(model::sha256(canonical_request)));
    const std::string signature = hex(hmac_sha256(signing_key(credentials.secret, date, region), to_sign));
    whole.headers.push_back(
        {"Authorization", fmt::format("{} Credential={}/{},SignedHeaders={},Signature={}", algorithm,
                                      credentials.key_id, scope, headers.names, signature)});
    return std::move(whole.headers);
}

}  // namespace benchfolio::archive::s3
