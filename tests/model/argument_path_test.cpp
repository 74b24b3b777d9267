#include "model/argument_path.hpp"
#include "support/catch.hpp"

using namespace benchfolio::model;

TEST_CASE("arguments at the end of a name") {
    CHECK(without_arguments("BM_Copy/8/bytes:512/threads:4") == "BM_Copy");
    CHECK(without_arguments("Prefix/BM_Copy/8") == "Prefix/BM_Copy");
    CHECK(without_arguments("Fixture/Method/real_time") == "Fixture/Method");
    CHECK(without_arguments("tests/a.py::Class::test_a[2-3]") == "tests/a.py::Class::test_a[2-3]");
    CHECK(without_arguments("BM<std::string>/3") == "BM<std::string>");
    CHECK(without_arguments("BM/std::string") == "BM/std::string");
    CHECK(without_arguments("8/8") == "8");
    CHECK(without_arguments("/8") == "/8");
    CHECK(without_arguments("").empty());
    CHECK(arguments_of("BM/2/-3/ratio:0.5") == std::vector<std::string_view>{"2", "-3", "ratio:0.5"});
    CHECK(arguments_of("BM").empty());
    CHECK(arguments_of("BM/").empty());
}
