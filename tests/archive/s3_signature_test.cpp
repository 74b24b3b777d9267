// The examples of the Amazon S3 API Reference, "Signature Calculations for the Authorization Header".
#include "archive/s3/signature.hpp"

#include "archive/s3/encoding.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace archive::s3;

namespace {

const Credentials example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};

std::string header(const std::vector<http::Header>& headers, const std::string& name) {
    for (const http::Header& header : headers)
        if (header.name == name) return header.value;
    return {};
}

std::string authorization(const Signable& request, const Credentials& credentials = example) {
    const model::Time time = *model::parse_time("2013-05-24T00:00:00Z");
    return header(signed_headers(request, credentials, "us-east-1", time), "Authorization");
}

Signable get(const std::string& path, const Query& query, std::vector<http::Header> headers = {}) {
    return {"GET", "examplebucket.s3.amazonaws.com", path, canonical(query), std::move(headers), ""};
}

const std::string credential = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,";

}  // namespace

TEST_CASE("s3 signature: GET Object") {
    CHECK(authorization(get("/test.txt", {}, {{"Range", "bytes=0-9"}})) ==
          credential +
              "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
              "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST_CASE("s3 signature: PUT Object") {
    const Signable put{"PUT",
                       "examplebucket.s3.amazonaws.com",
                       "/" + encoded_path("test$file.text"),
                       "",
                       {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                       "Welcome to Amazon S3."};
    CHECK(authorization(put) == credential +
                                    "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,"
                                    "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST_CASE("s3 signature: GET Bucket Lifecycle") {
    CHECK(authorization(get("/", {{"lifecycle", ""}})) ==
          credential +
              "SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
              "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST_CASE("s3 signature: List Objects") {
    CHECK(authorization(get("/", {{"prefix", "J"}, {"max-keys", "2"}})) ==
          credential +
              "SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
              "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("s3 signature: a session's token is signed, the secret is nowhere") {
    const Credentials session{"AKIAIOSFODNN7EXAMPLE", "the-secret", "the/token+="};
    const auto headers = signed_headers(get("/", {}), session, "us-east-1", *model::parse_time("2013-05-24T00:00:00Z"));
    CHECK(header(headers, "x-amz-security-token") == "the/token+=");
    CHECK(header(headers, "x-amz-date") == "20130524T000000Z");
    CHECK(header(headers, "Authorization").find(";x-amz-security-token,") != std::string::npos);
    for (const http::Header& each : headers) CHECK(each.value.find("the-secret") == std::string::npos);
}

TEST_CASE("s3 signature: a query is sorted by its encoded names, then values") {
    CHECK(canonical({}) == "");
    CHECK(canonical({{"b", "2"}, {"a", "1 +/&=?"}, {"a", ""}, {"ä", "~"}, {"B", "x"}}) ==
          "%C3%A4=~&B=x&a=&a=1%20%2B%2F%26%3D%3F&b=2");
}

TEST_CASE("s3 encoding: everything but unreserved characters, there and back") {
    CHECK(encoded("aZ09-._~/ +%\n\x7f") == "aZ09-._~%2F%20%2B%25%0A%7F");
    CHECK(encoded_path("a//../b c") == "a//../b%20c");
    CHECK(encoded("日") == "%E6%97%A5");
    CHECK(decoded("a+b%2Bc%20d") == "a b+c d");
    CHECK(decoded("100%,%,%4,%zz,%e6%97%a5") == "100%,%,%4,%zz,日");
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    CHECK(decoded(encoded(all)) == all);
}
