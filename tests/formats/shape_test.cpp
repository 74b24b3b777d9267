#include "formats/shape.hpp"

#include <array>
#include <cmath>

#include "formats/familiar.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::formats;

namespace {

// The shape of a text in which `slots` are found, each the first place where it stands.
struct Slotted {
    std::string_view text;
    Slot::Holds holds;
    std::size_t index = 0;
};

std::vector<Slot> found_in(std::string_view text, std::initializer_list<Slotted> slots) {
    std::vector<Slot> found;
    for (const Slotted& slot : slots)
        found.push_back({slot.holds, text.substr(text.find(slot.text), slot.text.size()), slot.index});
    return found;
}

constexpr std::string_view read_text =
    R"({"name": "f", "stats": {"mean": 1.5, "ops": 7, "outliers": "1;2", "data": [1, 2]}})";

std::vector<Slot> slots() {
    return found_in(read_text, {{"1.5", Slot::Holds::value, 0},
                                {"7", Slot::Holds::number},
                                {"1;2", Slot::Holds::counts},
                                {"1, 2", Slot::Holds::samples}});
}

struct Reading {
    std::array<double, 2> values{};
    std::vector<double> samples{-1};
    std::string_view rest;
    bool fits;

    explicit Reading(std::string_view text) : rest(text), fits(Shape{read_text, slots()}.read(rest, values, samples)) {}
};

using Samples = std::vector<double>;

}  // namespace

TEST_CASE("shape: the text it was made of, and what else it does not say") {
    const Reading reading{read_text};
    REQUIRE(reading.fits);
    CHECK(reading.values[0] == 1.5);
    CHECK(std::isnan(reading.values[1]));
    CHECK(reading.samples == Samples{-1, 1, 2});
}

TEST_CASE("shape: other measurements, more of them and otherwise spaced") {
    const Reading reading{R"({"name": "f", "stats": {"mean": 25e-1, "ops": -0.5, "outliers": "", "data": [4,5 , 6,)"
                          "\n 7]}}"};
    REQUIRE(reading.fits);
    CHECK(reading.values[0] == 2.5);
    CHECK(reading.samples == Samples{-1, 4, 5, 6, 7});
}

TEST_CASE("shape: anything else does not fit, and leaves the samples alone") {
    const auto text = GENERATE(
        R"({"name": "g", "stats": {"mean": 1.5, "ops": 7, "outliers": "1;2", "data": [1, 2]}})",     // another name
        R"({"name": "f", "stats": {"mean": null, "ops": 7, "outliers": "1;2", "data": [1, 2]}})",    // no number
        R"({"name": "f", "stats": {"mean": 01, "ops": 7, "outliers": "1;2", "data": [1, 2]}})",      // none in JSON
        R"({"name": "f", "stats": {"mean": 1.5, "ops": 7 , "outliers": "1;2", "data": [1, 2]}})",    // more space
        R"({"name": "f", "stats": {"mean": 1.5, "ops": 7, "outliers": "a", "data": [1, 2]}})",       // no counts
        R"({"name": "f", "stats": {"mean": 1.5, "ops": 7, "outliers": "1;2", "data": []}})",         // no samples
        R"({"name": "f", "stats": {"mean": 1.5, "ops": 7, "outliers": "1;2", "data": [1, 2,]}})",    // damaged
        R"({"name": "f", "stats": {"mean": 1.5, "ops": 7, "outliers": "1;2", "data": [1 2]}})",      // damaged
        R"({"name": "f", "stats": {"mean": 1.5, "ops": 7, "outliers": "1;2", "data": [1, 2]}, 1})",  // more
        R"({"name": "f", "stats": {"mean": 1.5, "ops": 7, "outliers": "1;2", "data": [1, 2)",        // cut
        "");
    const Reading reading{text};
    CHECK_FALSE(reading.fits);
    CHECK(reading.samples == Samples{-1});
}

TEST_CASE("shape: what fits is taken off the front of a text") {
    const std::string text = std::string{read_text} + ", {\"name\": \"g\"}]";
    const Reading reading{text};
    REQUIRE(reading.fits);
    CHECK(reading.rest == ", {\"name\": \"g\"}]");
    CHECK(reading.samples == Samples{-1, 1, 2});
    const std::string other = "[" + text;
    CHECK(Reading{other}.rest == other);
}

TEST_CASE("shape: one of nothing fits nothing") {
    std::string_view text = "{}";
    std::vector<double> samples;
    CHECK_FALSE(Shape{}.read(text, {}, samples));
}

TEST_CASE("familiar: nothing is, before something was read") {
    Familiar familiar;
    std::array<double, 2> values{};
    std::vector<double> samples;
    std::string_view text = read_text;
    CHECK(familiar.is_empty());
    CHECK(familiar.read(text, values, samples) == nullptr);
    CHECK(text == read_text);
    familiar.remember(read_text, slots(), {3, nullptr});
    CHECK_FALSE(familiar.is_empty());
    const auto* known = familiar.read(text, values, samples);
    REQUIRE(known != nullptr);
    CHECK(known->number == 3);
    CHECK(text.empty());
}

TEST_CASE("familiar: a text with a number that is not plain is not kept") {
    constexpr std::string_view read = R"({"stats": {"mean": 1.5e100}})";
    Familiar familiar;
    std::array<double, 1> values{};
    std::vector<double> samples;
    const std::vector<Slot> none{{Slot::Holds::value, read.substr(read.find("1.5"), 0)}};
    familiar.remember(read, none, {0, nullptr});
    for (std::string_view text : {read, std::string_view{R"({"stats": {"mean": 71.5e100}})"}})
        CHECK(familiar.read(text, values, samples) == nullptr);
}
