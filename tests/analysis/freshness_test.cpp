#include "analysis/freshness.hpp"

#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using namespace std::chrono_literals;
using analysis::freshness;

namespace {

constexpr std::chrono::days one_day{1};

model::Time day(int date) {
    return std::chrono::sys_days{std::chrono::January / 1 / 2024} + std::chrono::days{date};
}

// One run, on day 10.
model::History one_run() {
    support::HistoryBuilder archive;
    archive.run(archive.testbed("EPYC 7763"), 10);
    return archive.build();
}

analysis::Options three_days(std::vector<analysis::Pause> pauses = {}) {
    analysis::Options options;
    options.max_age = 3 * one_day;
    options.pauses = std::move(pauses);
    return options;
}

}  // namespace

TEST_CASE("freshness: an age that reaches the limit is still fresh, a moment more is not") {
    const model::History history = one_run();
    CHECK_FALSE(freshness(history, three_days(), day(13))->stale());
    CHECK(freshness(history, three_days(), day(13) + 1us)->stale());
    CHECK(freshness(history, three_days(), day(13))->fresh_until == day(13));
    CHECK(freshness(history, three_days(), day(12))->age == 2 * one_day);
}

TEST_CASE("freshness: without a limit of its own it is two days") {
    CHECK_FALSE(freshness(one_run(), {}, day(12))->stale());
    CHECK(freshness(one_run(), {}, day(12) + 1s)->stale());
}

TEST_CASE("freshness: a run that is dated in the future is of no age") {
    CHECK(freshness(one_run(), three_days(), day(2))->age == model::Time::duration{});
}

TEST_CASE("freshness: an archive without runs has none") {
    CHECK_FALSE(freshness(model::History{}, three_days(), day(2)));
}

TEST_CASE("freshness: time in a pause does not count") {
    const auto options = three_days({{day(11), day(21), "holidays"}});
    const auto at = [&](model::Time now) { return *freshness(one_run(), options, now); };
    CHECK(at(day(15)).age == one_day);
    CHECK(at(day(21)).age == one_day);
    CHECK_FALSE(at(day(23)).stale());
    CHECK(at(day(23) + 1us).stale());
    CHECK(at(day(23)).fresh_until == day(23));
}

TEST_CASE("freshness: where pauses overlap, touch or begin together, time is left out once") {
    const auto options = three_days(
        {{day(11), day(15), "a"}, {day(11), day(13), "b"}, {day(14), day(17), "c"}, {day(17), day(18), "d"}});
    const auto result = *freshness(one_run(), options, day(19));
    CHECK(result.age == 2 * one_day);
    CHECK(result.fresh_until == day(20));
}

TEST_CASE("freshness: pauses before the newest run and after the limit change nothing") {
    const auto options = three_days({{day(1), day(9), "before"}, {day(40), day(50), "later"}});
    CHECK(freshness(one_run(), options, day(13))->fresh_until == day(13));
    CHECK(freshness(one_run(), options, day(13) + 1us)->stale());
}

TEST_CASE("freshness: a pause that begins before the newest run counts from that run on") {
    const auto options = three_days({{day(8), day(12), "moving"}});
    CHECK(freshness(one_run(), options, day(12))->age == model::Time::duration{});
    CHECK(freshness(one_run(), options, day(12))->fresh_until == day(15));
}

TEST_CASE("freshness: the limit stands where the age reaches it, whatever the pauses") {
    // The two computations must agree: at `fresh_until` the age is max_age, and a moment later it is more.
    for (int from = 5; from < 25; ++from) {
        for (int length = 0; length < 12; ++length) {
            const auto options = three_days({{day(12), day(14), "x"}, {day(from), day(from + length), "y"}});
            const model::Time until = freshness(one_run(), options, day(10))->fresh_until;
            CHECK_FALSE(freshness(one_run(), options, until)->stale());
            CHECK(freshness(one_run(), options, until + 1us)->stale());
        }
    }
}

TEST_CASE("freshness: failed nights after the newest run, and the pause of a day") {
    model::History history = one_run();
    for (const int date : {9, 11, 12}) {
        model::Failure failure;
        failure.time = day(date);
        history.failures.push_back(failure);
    }
    CHECK(analysis::failures_since_newest(history).size() == 2);
    CHECK(analysis::failures_since_newest(history).front().time == day(11));
    CHECK(analysis::nights_of(history.failures) == 3);
    history.failures.push_back(history.failures.back());
    history.failures.back().time += 3h;
    CHECK(analysis::nights_of(history.failures) == 3);
    history.failures.pop_back();
    history.runs.clear();
    CHECK(analysis::failures_since_newest(history).size() == 3);

    const auto options = three_days({{day(11), day(12), "holidays"}});
    REQUIRE(analysis::pause_at(options, day(11)));
    CHECK(analysis::pause_at(options, day(11))->reason == "holidays");
    CHECK_FALSE(analysis::pause_at(options, day(12)));
}
