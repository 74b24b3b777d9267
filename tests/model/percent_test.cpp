#include "model/percent.hpp"

#include "support/catch.hpp"

using namespace benchfolio::model;

TEST_CASE("percent: every byte but those that stay is written in capitals") {
    CHECK(percent_encoded("aZ09-._~", is_unreserved) == "aZ09-._~");
    CHECK(percent_encoded("a b+c/%?", is_unreserved) == "a%20b%2Bc%2F%25%3F");
    CHECK(percent_encoded("\xc3\xa4\xff", is_unreserved) == "%C3%A4%FF");
    CHECK(percent_encoded(std::string_view{"\0", 1}, is_unreserved) == "%00");
    CHECK(percent_encoded("a/b c", [](char c) { return c != ' '; }) == "a/b%20c");
}

TEST_CASE("percent: what was encoded comes back, all bytes") {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    const std::string encoded = percent_encoded(all, is_unreserved);
    CHECK(is_percent_encoded(encoded));
    CHECK(percent_decoded(encoded) == all);
    CHECK(percent_decoded("%c3%A4+") == "\xc3\xa4+");
}

TEST_CASE("percent: a sign without its two digits is no encoding, and stays") {
    for (const char* text : {"%", "a%", "%4", "%4g", "%g4", "%-1", "%+1", "% 1", "%%2"}) {
        CAPTURE(text);
        CHECK_FALSE(is_percent_encoded(text));
    }
    CHECK(percent_decoded("%") == "%");
    CHECK(percent_decoded("100%4") == "100%4");
    CHECK(percent_decoded("%zz%20") == "%zz ");
    CHECK(percent_decoded("%%41") == "%A");
    CHECK(percent_decoded("%2541") == "%41");
}
