#include "formats/syntax.hpp"

#include "support/catch.hpp"

using namespace benchfolio::formats;

namespace {

std::string reason(std::string_view json) {
    const auto defect = first_defect(json);
    return defect ? defect->reason : "";
}

std::size_t offset(std::string_view json) {
    return first_defect(json).value().offset;
}

}  // namespace

TEST_CASE("syntax: sound texts have no defect") {
    for (const std::string_view json :
         {"{}", " [1, -2.5e+3, 0, \"a\\u00e9\\n\", true, false, null] ", "\"\\ud83d\\ude00\"",
          "[NaN, Infinity, -Infinity]", "{\"a\": {\"b\": [[]]}}", "7"})
        CHECK(reason(json).empty());
}

TEST_CASE("syntax: where a text ends too early") {
    CHECK(reason("{\"a\": \"b") == "the JSON ends in the middle of a string");
    CHECK(reason("{\"a\"") == "the JSON ends in the middle of an object");
    CHECK(reason("{\"a\":") == "the JSON ends where a value is missing");
    CHECK(reason("{\"a\": 1,") == "the JSON ends in the middle of an object");
    CHECK(reason("[1") == "the JSON ends in the middle of an array");
    CHECK(reason("[-") == "the JSON ends in the middle of a number");
    CHECK(reason("[1.") == "the JSON ends in the middle of a number");
    CHECK(offset("[1") == 2);
}

TEST_CASE("syntax: what is wrong inside a text") {
    CHECK(reason("{} {}") == "something follows the end of the JSON");
    CHECK(offset("{} {}") == 3);
    CHECK(reason("[1 2]") == "']' is missing in an array");
    CHECK(reason("{\"a\" 1}") == "':' is missing in an object");
    CHECK(reason("{a: 1}") == "a name in quotes is missing in an object");
    CHECK(reason("{\"a\": 1,}") == "a name in quotes is missing in an object");
    CHECK(reason("[tru]") == "something that is no JSON value");
    CHECK(reason("[01]") == "']' is missing in an array");
    CHECK(reason("[1.x]") == "a number lacks a digit");
    CHECK(reason("\"\\q\"") == "an unknown escape in a string");
    CHECK(reason("\"\\u12g4\"") == "an escape in a string lacks its four hexadecimal digits");
    CHECK(reason("\"\\ud83d\"") == "half of a surrogate pair in a string");
    CHECK(reason("\"\\ude00\"") == "half of a surrogate pair in a string");
    CHECK(reason("\"a\nb\"") == "a control character in a string");
    CHECK(reason("hello") == "something that is no JSON value");
}

TEST_CASE("syntax: nesting without end") {
    CHECK(reason(std::string(100000, '[')) == "nested more than 1000 deep");
}

TEST_CASE("syntax: UTF-8") {
    CHECK(reason("\"\xff\"") == "invalid UTF-8");
    CHECK_FALSE(first_invalid_utf8("a\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80"));
    CHECK(first_invalid_utf8("ab\xc3") == 2u);            // cut off
    CHECK(first_invalid_utf8("\xc0\xaf") == 0u);          // overlong
    CHECK(first_invalid_utf8("\xe0\x80\x80") == 0u);      // overlong
    CHECK(first_invalid_utf8("\xed\xa0\x80") == 0u);      // a surrogate
    CHECK(first_invalid_utf8("\xf4\x90\x80\x80") == 0u);  // beyond U+10FFFF
    CHECK(first_invalid_utf8("\x80") == 0u);              // a continuation alone
}

TEST_CASE("syntax: places count from one") {
    CHECK(line_and_column("abc", 0) == "line 1, column 1");
    CHECK(line_and_column("a\nbc", 3) == "line 2, column 2");
    CHECK(line_and_column("a\n", 2) == "line 2, column 1");
}

TEST_CASE("syntax: bare NaN outside strings becomes null") {
    CHECK(without_bare_nan("[NaN,-Infinity,Infinity,1]") == "[null,null,null,1]");
    CHECK(without_bare_nan("{\"NaN\": \"\\\"NaN\", \"b\": NaN}") == "{\"NaN\": \"\\\"NaN\", \"b\": null}");
    CHECK_FALSE(without_bare_nan("[\"NaN\", 1]"));
}
