#include "site/pages/differences.hpp"

#include "support/catch.hpp"

namespace benchfolio::site {
namespace {

model::Run run_with(const char* commit, model::Environment environment) {
    model::Run run;
    run.commit = model::Commit{commit, std::nullopt, std::nullopt, false};
    run.environment = std::move(environment);
    return run;
}

TEST_CASE("what else differed between two runs is told by name, the rest counted") {
    const auto before = run_with("1111111aaaa", {{"numpy", "2.3.4"}, {"python", "CPython 3.12.1"}});
    const auto after = run_with("2222222bbbb", {{"numpy", "2.4.0"}, {"python", "CPython 3.12.1"}});
    CHECK(other_differences(before, after) == "numpy 2.3.4 → 2.4.0");
    CHECK(other_differences(before, before) == "nothing on record");
}

TEST_CASE("the measured project's own version is no other difference: it is the commit") {
    const auto before = run_with("1111111aaaa", {{"lattice", "2.2.0.dev0+1111111"}});
    const auto after = run_with("2222222bbbb", {{"lattice", "2.2.0.dev0+2222222"}});
    CHECK(other_differences(before, after) == "nothing on record");
    CHECK(compared(before, after).differences.size() == 2);
}

TEST_CASE("what was not recorded before is said to be so") {
    const auto before = run_with("1111111aaaa", {});
    const auto after = run_with("2222222bbbb", {{"numpy", "2.4.0"}});
    CHECK(other_differences(before, after) == "numpy not recorded → 2.4.0");
}

}  // namespace
}  // namespace benchfolio::site
