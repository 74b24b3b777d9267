// [[measure]]: which numbers of a file are measures.
#include "config/config.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"

using namespace benchfolio;

namespace {

std::vector<formats::MeasureRule> rules_of(const std::string& toml) {
    return config::parse(toml, "benchfolio.toml").ingest.measures;
}

std::string refusal_of(const std::string& toml) {
    try {
        static_cast<void>(rules_of("[[measure]]\n" + toml));
    } catch (const model::Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("[[measure]]: places, names, units and directions, in the order of the file") {
    const auto rules = rules_of(R"(
[[measure]]
from = "extra_info.peak_*"
name = "peak *"
unit = "MiB"
direction = "lower"
[[measure]]
from = "counter.speed"
direction = "higher"
unit = ""
)");
    REQUIRE(rules.size() == 2);
    CHECK(rules[0] == formats::MeasureRule{.from = "extra_info.peak_*",
                                           .name = "peak *",
                                           .unit = "MiB",
                                           .direction = model::Direction::lower_is_better});
    CHECK(rules[1].name.empty());
    CHECK(rules[1].unit == "");
    CHECK(rules[1].direction == model::Direction::higher_is_better);
    CHECK(rules_of("").empty());
}

TEST_CASE("[[measure]]: mistakes are told") {
    CHECK_THAT(refusal_of("from = \"stats.mean\""), ContainsSubstring("must be a pattern of the numbers"));
    CHECK_THAT(refusal_of("from = \"counter.\""), ContainsSubstring("must be a pattern of the numbers"));
    CHECK_THAT(refusal_of("name = \"x\""), ContainsSubstring("a measure needs `from`"));
    CHECK_THAT(refusal_of("from = \"counter.x\"\nname = \"time\""), ContainsSubstring("every format measures itself"));
    CHECK_THAT(refusal_of("from = \"counter.x\"\nname = \"\""), ContainsSubstring("must not be empty"));
    CHECK_THAT(refusal_of("from = \"counter.x\"\nname = \"a*\""), ContainsSubstring("more `*`"));
    CHECK_THAT(refusal_of("from = \"counter.x\"\ndirection = \"up\""), ContainsSubstring("whichever is better"));
    CHECK_THAT(refusal_of("from = \"counter.x\"\nunit = \"a\\nb\""), ContainsSubstring("one line"));
    CHECK_THAT(refusal_of("from = \"counter.x\"\nscale = 2"), ContainsSubstring("unknown key"));
}
