#include "formats/recorded_text.hpp"

#include "support/catch.hpp"

using namespace benchfolio::formats;

TEST_CASE("recorded text: nothing known") {
    CHECK(known(" a b\t") == "a b");
    CHECK_FALSE(known(""));
    CHECK_FALSE(known("  "));
    CHECK_FALSE(known(" unknown "));
}

TEST_CASE("recorded text: addresses are taken out") {
    CHECK(parameter_text("<a at 0x7f31> and <b at 0xFF>") == "<a> and <b>");
    CHECK(parameter_text("at 0x12") == "at 0x12");  // no word before it
    CHECK(parameter_text("x at 0xyz") == "x at 0xyz");
    CHECK(parameter_text("") == "");
}

TEST_CASE("recorded text: whole inputs are cut between two characters") {
    CHECK(parameter_text(std::string(1000, 'a')) == std::string(1000, 'a'));
    CHECK(parameter_text(std::string(1001, 'a')) == std::string(1000, 'a') + "…");
    CHECK(parameter_text(std::string(999, 'a') + "é") == std::string(999, 'a') + "…");
    std::string addresses;
    for (int i = 0; i < 100000; ++i) addresses += " at 0x1";
    CHECK(parameter_text(addresses).empty());
}

TEST_CASE("recorded text: JSON without white space") {
    CHECK(compact_json("{ \"a b\" : [1,\n 2], \"c\": \"\\\" x\" }") == "{\"a b\":[1,2],\"c\":\"\\\" x\"}");
}
