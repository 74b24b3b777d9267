#include "formats/gzip.hpp"

#include "fixtures.hpp"
#include "support/catch.hpp"

using namespace benchfolio::formats;

TEST_CASE("gzip: members one after the other are one text") {
    const std::string once = fixture("pyperf/compressed.json.gz"),
                      plain = fixture("pyperf/one_benchmark_name_at_top.json");
    std::string text;
    CHECK_FALSE(gunzip(once + once, text, 10000));
    CHECK(text == plain + plain);
}

TEST_CASE("gzip: damage is named at whatever byte it ends") {
    const std::string whole = fixture("pyperf/compressed.json.gz");
    std::string text;
    for (std::size_t size = 2; size < whole.size(); ++size)
        CHECK(gunzip(whole.substr(0, size), text, 10000) == "the compressed data ends too early");
    std::string flipped = whole;
    flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 0x55);
    CHECK(gunzip(flipped, text, 10000).has_value());
    CHECK(gunzip(whole + "x", text, 10000) == "something follows the end of the compressed data");
}

TEST_CASE("gzip: no more than the limit") {
    const std::string whole = fixture("pyperf/compressed.json.gz");
    const std::size_t size = fixture("pyperf/one_benchmark_name_at_top.json").size();
    std::string text;
    CHECK_FALSE(gunzip(whole, text, size));
    CHECK(gunzip(whole, text, size - 1) == "it inflates to more than " + std::to_string(size - 1) + " bytes");
}
