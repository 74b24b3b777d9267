#include "site/pages/differences.hpp"

#include "support/catch.hpp"

namespace benchfolio::site {
namespace {

TEST_CASE("what else differed is told by name, and what was not recorded is said to be so") {
    CHECK(told({{"numpy", "2.3.4", "2.4.0"}}) == "numpy 2.3.4 → 2.4.0");
    CHECK(told({{"numpy", "", "2.4.0"}}) == "numpy not recorded → 2.4.0");
    CHECK(told({}) == "nothing on record");
}

TEST_CASE("of many differences the first two are told and the rest counted") {
    CHECK(told({{"a", "1", "2"}, {"b", "1", "2"}, {"c", "1", "2"}, {"d", "1", "2"}}) == "a 1 → 2, b 1 → 2 and 2 more");
}

}  // namespace
}  // namespace benchfolio::site
