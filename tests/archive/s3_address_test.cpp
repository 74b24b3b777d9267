#include "archive/s3/address.hpp"

#include "model/error.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using archive::Addressing;
using archive::s3::Address;
using archive::s3::Settings;

namespace {

std::string url(const Address& address, const std::string& key) {
    return address.origin() + address.path(key);
}

Settings at(const std::string& endpoint, Addressing addressing = Addressing::automatic) {
    return {.endpoint = endpoint, .region = {}, .addressing = addressing};
}

Settings in(const std::string& region, Addressing addressing = Addressing::automatic) {
    return {.endpoint = {}, .region = region, .addressing = addressing};
}

std::string error_of(const std::string& archive_url, const Settings& settings) {
    try {
        const Address address{archive_url, settings};
        return "none";
    } catch (const model::Error& error) {
        CHECK(error.exit_code() == model::ExitCode::usage);
        CHECK_FALSE(error.hint().empty());
        return std::string{error.what()} + " " + error.place();
    }
}

}  // namespace

TEST_CASE("s3 address: AWS, a bucket by its host's name where its certificate allows") {
    CHECK(url({"s3://bucket/a", in("eu-west-1")}, "a/b c.json") ==
          "https://bucket.s3.eu-west-1.amazonaws.com/a/b%20c.json");
    CHECK(url({"s3://my.bucket", in("eu-west-1")}, "x") == "https://s3.eu-west-1.amazonaws.com/my.bucket/x");
    CHECK(url({"s3://Bucket_1", in("")}, "x") == "https://s3.us-east-1.amazonaws.com/Bucket_1/x");
    CHECK(url({"s3://bucket", in("cn-north-1")}, "x") == "https://bucket.s3.cn-north-1.amazonaws.com.cn/x");
    CHECK(url({"s3://bucket", in("eu-west-1", Addressing::path)}, "x") ==
          "https://s3.eu-west-1.amazonaws.com/bucket/x");
    CHECK(url({"s3://my.bucket", in("eu-west-1", Addressing::host)}, "x") ==
          "https://my.bucket.s3.eu-west-1.amazonaws.com/x");
    CHECK(Address("s3://bucket", in("eu-west-1")).path() == "/");
    CHECK(Address("s3://my.bucket", in("eu-west-1")).path() == "/my.bucket");
}

TEST_CASE("s3 address: a named endpoint, a bucket by its path unless asked otherwise") {
    CHECK(url({"s3://bucket", at("http://127.0.0.1:9000/")}, "x") == "http://127.0.0.1:9000/bucket/x");
    CHECK(url({"s3://bucket", at("minio.example:9000")}, "x") == "https://minio.example:9000/bucket/x");
    CHECK(url({"s3://bucket", at("https://a.example/base/")}, "x") == "https://a.example/base/bucket/x");
    CHECK(url({"s3://bucket", at("http://a.example", Addressing::host)}, "x") == "http://bucket.a.example/x");
    CHECK(url({"s3://tenant:bucket", at("http://ceph.example")}, "x") == "http://ceph.example/tenant%3Abucket/x");
    CHECK(Address("s3://bucket", at("https://a.example:443")).host() == "a.example");
    CHECK(Address("s3://bucket", at("http://a.example:443")).host() == "a.example:443");
}

TEST_CASE("s3 address: services without regions take one called auto") {
    CHECK(Address("s3://bucket", at("https://account.r2.cloudflarestorage.com")).region() == "auto");
    CHECK(Address("s3://bucket", at("https://storage.googleapis.com")).region() == "auto");
    CHECK(Address("s3://bucket", at("http://127.0.0.1:9000")).region() == "us-east-1");
    CHECK(Address("s3://bucket", at("https://storage.googleapis.com")).service() == archive::s3::Service::google);
    CHECK(Address("s3://bucket", in("")).service() == archive::s3::Service::aws);
}

TEST_CASE("s3 address: the prefix is a folder, every legal key has its own URL") {
    CHECK(Address("s3://bucket", in("")).prefix() == "");
    CHECK(Address("s3://bucket/", in("")).prefix() == "");
    CHECK(Address("s3://bucket/a/b", in("")).prefix() == "a/b/");
    CHECK(Address("s3://bucket/a/b/", in("")).prefix() == "a/b/");
    CHECK(Address("s3://bucket//a", in("")).prefix() == "/a/");
    CHECK(Address("s3://bucket/a%20b?", in("")).prefix() == "a%20b?/");
    const Address by_host{"s3://bucket", in("")}, by_path{"s3://bucket", at("http://h")};
    CHECK(by_host.path("/a//../b") == "//a//../b");
    CHECK(by_path.path("/a//../b") == "/bucket//a//../b");
    CHECK(by_path.path("100%+&<'") == "/bucket/100%25%2B%26%3C%27");
}

TEST_CASE("s3 address: one place, one identity") {
    const auto identity = [](const std::string& archive_url, const Settings& settings) {
        return Address{archive_url, settings}.identity();
    };
    CHECK(identity("s3://bucket/a", in("eu-west-1")) == identity("s3://bucket/a/", in("us-east-1", Addressing::path)));
    CHECK(identity("s3://bucket/a", in("")) != identity("s3://bucket/ab", in("")));
    CHECK(identity("s3://bucket/a", in("")) != identity("s3://bucket/a", at("http://127.0.0.1:9000")));
    CHECK(identity("s3://bucket", at("http://h:1")) != identity("s3://bucket", at("http://h:2")));
    CHECK(identity("s3://bucket", at("http://h:80/")) == identity("s3://bucket", at("http://h", Addressing::host)));
}

TEST_CASE("s3 address: what is none is a mistake in the command, a password in it is not repeated") {
    for (const char* archive_url : {"s3://", "s3:///a", "s3://b ucket/a", "s3://-b"})
        CHECK(error_of(archive_url, in("")).find("names no bucket") != std::string::npos);
    for (const char* endpoint : {"ftp://h", "http://", "https://h/?a", "http://h h"})
        CHECK(error_of("s3://bucket", at(endpoint)).find("no address") != std::string::npos);
    const std::string with_password = error_of("s3://bucket", at("https://me:hidden@h"));
    CHECK(with_password.find("user or password") != std::string::npos);
    CHECK(with_password.find("hidden") == std::string::npos);
    const std::string with_key = error_of("s3://id:hidden@bucket/a", in(""));
    CHECK(with_key.find("no keys in it") != std::string::npos);
    CHECK(with_key.find("hidden") == std::string::npos);
}
