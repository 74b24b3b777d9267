// The S3 store against a real server: `support/radosgw.py test_archive [s3]`. Hidden from other runs.

#include <cstdlib>

#include "archive/s3/credentials.hpp"
#include "archive/s3/s3_store.hpp"
#include "contract.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using archive::s3::Bucket;
using archive::s3::S3Store;

namespace {

std::string endpoint() {
    const char* given = std::getenv("BENCHFOLIO_S3_ENDPOINT");
    return given ? given : "";
}

std::string bucket_url() {
    const char* given = std::getenv("BENCHFOLIO_S3_BUCKET");
    return std::string{"s3://"} + (given ? given : "");
}

archive::Access access() {
    archive::Access access;
    access.endpoint = endpoint();
    return access;
}

// Requests that no store makes.
class BehindTheStore {
  public:
    explicit BehindTheStore(std::string url)
        : address_(url, archive::s3::Settings{.endpoint = endpoint(), .region = {}}),
          bucket_(address_, archive::s3::Configuration(access(), system::process_environment()).credentials(), {}, {},
                  {}) {}

    void put(const std::string& key, const std::string& bytes) const {
        send({.method = "PUT", .key = address_.prefix() + key, .body = bytes});
    }
    void remove(const std::string& key) const { send({.method = "DELETE", .key = address_.prefix() + key}); }

  private:
    archive::s3::Address address_;
    Bucket bucket_;

    void send(const archive::s3::Ask& ask) const {
        std::string body;
        const long status = bucket_.send(ask, body).status;
        INFO(body);
        REQUIRE(status / 100 == 2);
    }
};

// What a store says when it is asked for its objects.
std::string complaint(const S3Store& store) {
    try {
        store.list();
        return "none";
    } catch (const model::Error& error) {
        return std::string{error.what()} + " / " + error.hint();
    }
}

}  // namespace

TEST_CASE("s3 server: what every store promises", "[.][s3]") {
    const std::string url = bucket_url() + GENERATE("", "/folder", "/odd+ %2B&é//");
    const BehindTheStore behind{url};
    archive::check_contract({
        .open = [&] { return std::make_unique<S3Store>(url, access()); },
        .replace = [&](const std::string& key, const std::string& bytes) { behind.put(key, bytes); },
        .remove = [&](const std::string& key) { behind.remove(key); },
        .more_keys = {"/lead.json", "a//b.json", "a/./b/../c.json", "x/ /y.json", "line\nfeed.json", "return\r.json",
                      "\x01\x1f.json", ".json", std::string(600, 'x') + ".json"},
    });
    const S3Store store{url, access()};
    for (const archive::Object& object : store.list()) behind.remove(object.key);
    CHECK(store.list().empty());
}

TEST_CASE("s3 server: a folder is not what begins alike, and a marker is no result", "[.][s3]") {
    const BehindTheStore behind{bucket_url()};
    for (const char* key : {"near/x.json", "nearby/x.json", "near/", "near.json", "near/dir.json/"})
        behind.put(key, "{}");
    const auto objects = S3Store{bucket_url() + "/near", access()}.list();
    REQUIRE(objects.size() == 1);
    CHECK(objects[0].key == "x.json");
    CHECK_FALSE(objects[0].version.empty());
    CHECK(S3Store(bucket_url() + "/near/", access()).identity() ==
          S3Store(bucket_url() + "/near", access()).identity());
    CHECK(S3Store(bucket_url() + "/nearby", access()).identity() !=
          S3Store(bucket_url() + "/near", access()).identity());
}

TEST_CASE("s3 server: a clock that is wrong by a day is set right", "[.][s3]") {
    archive::s3::Pace pace;
    pace.now = [] {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()) - std::chrono::hours{24};
    };
    const S3Store store{bucket_url(), access(), system::process_environment(), pace};
    CHECK(complaint(store) == "none");
}

TEST_CASE("s3 server: each refusal in words of its own, without the secret", "[.][s3]") {
    const auto environment = [](const std::string& name) -> std::optional<std::string> {
        if (name == "AWS_SECRET_ACCESS_KEY") return "wrong-secret-that-nobody-may-see";
        return system::process_environment()(name);
    };
    // With session tokens allowed, this server does not say what is wrong with a signature.
    const std::string wrong_secret = complaint(S3Store{bucket_url(), access(), environment});
    CHECK(wrong_secret.find("403 ") != std::string::npos);
    CHECK(wrong_secret.find("check the keys") != std::string::npos);
    CHECK(wrong_secret.find("nobody-may-see") == std::string::npos);
    archive::Access anonymous = access();
    anonymous.sign_requests = false;
    CHECK(complaint(S3Store{bucket_url(), anonymous}).find("without credentials") != std::string::npos);
    CHECK(complaint(S3Store{"s3://no-such-bucket", access()}).find("there is no such bucket") != std::string::npos);
}
