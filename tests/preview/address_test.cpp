#include "preview/address.hpp"

#include <string>

#include "preview/content_type.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace std::string_literals;

TEST_CASE("only names of this computer may ask, with any port") {
    for (const auto* host : {"127.0.0.1", "127.0.0.1:1111", "localhost", "localhost:80", "LocalHost:1"}) {
        INFO(host);
        CHECK(preview::is_local(host));
    }
    for (const auto* host : {"", ":80", "example.org", "127.0.0.1.example.org", "localhost.example.org:1111",
                             "localhost:", "localhost:80x", "localhost:80:80", "evil@localhost", "127.0.0.2"}) {
        INFO(host);
        CHECK_FALSE(preview::is_local(host));
    }
}

TEST_CASE("what a request asks for is decoded, unless it is no encoding") {
    CHECK(preview::file_of("a%20b%2Bc+d%c3%A9") == "a b+c+d\xc3\xa9");
    for (const char* path : {"%", "%4", "%4g", "%g4", "a%", "a%2", "a%4g", "%%41", "%+1", "%-1", "% 1", "a%00"}) {
        CAPTURE(path);
        CHECK_FALSE(preview::file_of(path));
    }
}

TEST_CASE("what cannot stand in a header is encoded, and what is encoded stays") {
    CHECK(preview::encoded("/pr\xc3\xbc/a%20b/") == "/pr%C3%BC/a%20b/");
    CHECK(preview::encoded("a b\r\nSet-Cookie: c") == "a%20b%0D%0ASet-Cookie:%20c");
}

TEST_CASE("a path names a file of the site") {
    CHECK(preview::file_of("") == "");
    CHECK(preview::file_of("index.html") == "index.html");
    CHECK(preview::file_of("data/b/x%20%25%231.json") == "data/b/x %#1.json");
    CHECK(preview::file_of("data/") == "data/");
    CHECK(preview::file_of("...") == "...");
    CHECK(preview::path_of("/a%3Fb?c?d") == "/a%3Fb");
}

TEST_CASE("no path names anything outside of the site") {
    for (const auto* path : {"..", "../etc/passwd", "a/../../b", "a/..", "%2e%2e/x", ".%2E/x", "a/%2e%2e%2fx", "a%2fb",
                             "/etc/passwd", "a//b", ".", "a/./b", "a%00.html", "%zz"}) {
        INFO(path);
        CHECK_FALSE(preview::file_of(path));
    }
}

TEST_CASE("a file's type is told by the end of its name") {
    CHECK(preview::content_type("a/index.html") == "text/html; charset=utf-8");
    CHECK(preview::content_type("plots/x.svg") == "image/svg+xml; charset=utf-8");
    CHECK(preview::content_type("x.json") == "application/json; charset=utf-8");
    CHECK(preview::content_type("x.csv") == "text/csv; charset=utf-8");
    CHECK(preview::content_type("feed.xml") == "application/xml; charset=utf-8");
    CHECK(preview::content_type("feed.atom") == "application/atom+xml; charset=utf-8");
    CHECK(preview::content_type("site.js") == "text/javascript; charset=utf-8");
    CHECK(preview::content_type("CNAME") == "application/octet-stream");
}
