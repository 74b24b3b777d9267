#include "analysis/digest.hpp"

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "analysis/options.hpp"
#include "analysis/report.hpp"
#include "model/history.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using analysis::Digest;
using analysis::MemoKey;

namespace {

struct Inner {
    std::string text;
    std::optional<int> number;
};

struct Outer {
    std::vector<Inner> list;
    std::map<std::string, double> named;
    std::variant<std::monostate, bool, std::string> either;
    std::shared_ptr<const Inner> shared;
    model::Time time{};
};

template <class T>
MemoKey key_of(const T& value) {
    return Digest{}.add(value).key("test");
}

// The last field of a struct is the one that would be missed.
static_assert(analysis::fields::count<Outer>() == 5);
static_assert(analysis::fields::count<model::NewestSamples>() == 2);
static_assert(analysis::fields::count<model::Series>() == 5);
static_assert(analysis::fields::count<analysis::Step>() == 4);

}  // namespace

TEST_CASE("every field of a struct counts, however deep it lies") {
    const Outer plain{{{"a", 1}, {"b", {}}}, {{"x", 1}}, false, std::make_shared<Inner>(Inner{"s", 2}), model::Time{}};
    CHECK(key_of(plain) == key_of(Outer{plain}));
    Outer other = plain;
    SECTION("a text in a list") {
        other.list[1].text = "c";
    }
    SECTION("what was not known") {
        other.list[1].number = 0;
    }
    SECTION("one more") {
        other.list.emplace_back();
    }
    SECTION("a name") {
        other.named = {{"y", 1}};
    }
    SECTION("a value under a name") {
        other.named["x"] = 2;
    }
    SECTION("which of several") {
        other.either = std::monostate{};
    }
    SECTION("what is pointed to") {
        other.shared = std::make_shared<Inner>(Inner{"s", 3});
    }
    SECTION("nothing pointed to") {
        other.shared.reset();
    }
    SECTION("the last field") {
        other.time += std::chrono::seconds{1};
    }
    CHECK(key_of(other) != key_of(plain));
}

TEST_CASE("what is pointed to counts by its value, not by its place") {
    const Outer one{{}, {}, {}, std::make_shared<Inner>(Inner{"s", 2}), {}};
    const Outer other{{}, {}, {}, std::make_shared<Inner>(Inner{"s", 2}), {}};
    CHECK(key_of(one) == key_of(other));
}

TEST_CASE("texts beside each other do not run into one another") {
    CHECK(key_of(std::vector<std::string>{"ab", "c"}) != key_of(std::vector<std::string>{"a", "bc"}));
    CHECK(key_of(std::vector<Inner>{{"a", {}}, {"", {}}}) != key_of(std::vector<Inner>{{"a", {}}}));
}

TEST_CASE("all fields count but those that are left out") {
    const auto key = [](const Inner& value) { return Digest{}.add_all_but(value, value.text).key("test"); };
    CHECK(key({"a", 1}) == key({"b", 1}));
    CHECK(key({"a", 1}) != key({"a", 2}));
}

TEST_CASE("outcomes of different kinds have different keys") {
    CHECK(Digest{}.add(1).key("one") != Digest{}.add(1).key("other"));
}

TEST_CASE("what the program knows of an archive can be taken field by field") {
    model::History history;
    analysis::Report report;
    const MemoKey before = Digest{}.add(history).add(report).add(analysis::Options{}).key("test");
    history.runs.emplace_back().environment.emplace_back("python", "3.13");
    CHECK(Digest{}.add(history).add(report).add(analysis::Options{}).key("test") != before);
}
