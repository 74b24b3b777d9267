#include "model/time.hpp"

#include "support/catch.hpp"

using namespace benchfolio::model;

namespace {

std::string read(std::string_view text) {
    const auto time = parse_time(text);
    return time ? iso8601(*time) : "nothing";
}

}  // namespace

TEST_CASE("time: what benchmark tools write") {
    CHECK(read("2022-09-11T18:20:31.123456+02:00") == "2022-09-11T16:20:31Z");
    CHECK(read("2022-09-11 18:20:31") == "2022-09-11T18:20:31Z");
    CHECK(read("2022-09-11T18:20:31Z") == "2022-09-11T18:20:31Z");
    CHECK(read("2022-09-11T18:20:31-0430") == "2022-09-11T22:50:31Z");
    CHECK(read("2022-09-11T18:20:31+05") == "2022-09-11T13:20:31Z");
    CHECK(read("2022-09-11T18:20") == "2022-09-11T18:20:00Z");
    CHECK(read("2022-09-11") == "2022-09-11T00:00:00Z");
    CHECK(read("1970-01-01T00:00:00Z") == "1970-01-01T00:00:00Z");
    CHECK(read("2024-02-29T00:00:00Z") == "2024-02-29T00:00:00Z");
}

TEST_CASE("time: fractions count to the microsecond") {
    const Time whole = parse_time("2022-09-11T18:20:31").value();
    CHECK(parse_time("2022-09-11T18:20:31.5").value() - whole == std::chrono::milliseconds{500});
    CHECK(parse_time("2022-09-11T18:20:31.000001").value() - whole == std::chrono::microseconds{1});
    CHECK(parse_time("2022-09-11T18:20:31.1234567").value() - whole == std::chrono::microseconds{123456});
}

TEST_CASE("time: anything else is nothing") {
    for (const std::string_view text :
         {"", "now", "2022", "2022-13-01", "2023-02-29", "2022-09-11T24:00:00", "2022-09-11T18:60:00",
          "2022-09-11T18:20:61", "2022-09-11T18:20:31+25:00", "2022-09-11T18:20:31 CET", "2022-09-11T18:20:31.",
          "1969-12-31", "2263-01-01", "-022-09-11", "2022-+9-11", "20220911T182031Z"})
        CHECK(read(text) == "nothing");
}

TEST_CASE("time: the forms it is written in") {
    const Time time = parse_time("2026-11-20T02:14:07.999999Z").value();
    CHECK(iso8601(time) == "2026-11-20T02:14:07Z");
    CHECK(compact_stamp(time) == "20261120T021407Z");
    CHECK(iso_date(time) == "2026-11-20");
}
