#include "model/benchmark.hpp"

#include "model/history.hpp"
#include "support/catch.hpp"

using namespace benchfolio::model;

TEST_CASE("parameter: as a person would write it") {
    CHECK(text_of(std::monostate{}) == "null");
    CHECK(text_of(true) == "true");
    CHECK(text_of(std::int64_t{-3}) == "-3");
    CHECK(text_of(0.1) == "0.1");
    CHECK(text_of(std::string{"a b"}) == "a b");
    CHECK(text_of(Nested{"[1]"}) == "[1]");
}

TEST_CASE("parameter: only numbers are numbers") {
    CHECK(number_of(std::int64_t{64}) == 64.0);
    CHECK(number_of(0.5) == 0.5);
    CHECK_FALSE(number_of(true));
    CHECK_FALSE(number_of(std::string{"64"}));
    CHECK_FALSE(number_of(std::monostate{}));
}

TEST_CASE("history: the series of a benchmark are adjacent") {
    History history;
    history.series = {{0, 0, 0, 0, 1}, {2, 0, 0, 1, 2}, {2, 0, 1, 2, 3}};
    CHECK(history.series_of(0).size() == 1);
    CHECK(history.series_of(1).empty());
    CHECK(history.series_of(2).size() == 2);
    CHECK(History{}.series_of(0).empty());
}

TEST_CASE("history: an absent cell is nothing") {
    CHECK_FALSE(present(absent));
    CHECK(present(0.0) == 0.0);
    CHECK(name_of(RejectionKind::broken) == "broken");
    CHECK(name_of(RejectionKind::foreign) == "foreign");
    CHECK(name_of(Direction::higher_is_better) == "higher_is_better");
}
