#include "cli/changes_text.hpp"

#include "support/catch.hpp"

namespace benchfolio::cli {
namespace {

TEST_CASE("a name is printed as it is, but for what a terminal would obey") {
    CHECK(printable("bench_α[16-dense]") == "bench_α[16-dense]");
    CHECK(printable("a\x1b[31mb\r\nc\x7f") == "a [31mb  c ");
    CHECK(printable("a\u202egnp") == "a gnp");
    CHECK(printable("\xff\xc3") == "\ufffd\ufffd");
    CHECK(printable("").empty());
}

TEST_CASE("a long name is cut between characters") {
    CHECK(printable("ααα", 3) == "ααα");
    CHECK(printable("αααα", 3) == "ααα…");
    CHECK(printable(std::string(10'000, 'x')).size() == 120 + std::string{"…"}.size());
}

}  // namespace
}  // namespace benchfolio::cli
