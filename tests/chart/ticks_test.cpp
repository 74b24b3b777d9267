#include "chart/ticks.hpp"

#include <chrono>

#include "support/catch.hpp"

namespace benchfolio::chart {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::string>;

double day(int year, unsigned month, unsigned of_month) {
    using namespace std::chrono;
    return static_cast<double>(
        sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{of_month}}
            .time_since_epoch()
            .count());
}

Labels labels_of(const std::vector<DateTick>& ticks) {
    Labels labels;
    for (const DateTick& tick : ticks) labels.push_back(tick.label);
    return labels;
}

TEST_CASE("linear ticks are whole multiples of 1, 2 or 5 and never drift") {
    CHECK(value_ticks({0, 1, false}) == Values{0, .2, .4, .6, .8, 1});
    CHECK(value_ticks({.05, .35, false}) == Values{.05, .1, .15, .2, .25, .3, .35});
    CHECK(value_ticks({-2, 1.5, false}) == Values{-2, -1, 0, 1});
    CHECK(value_ticks({1000, 1100, false}) == Values{1000, 1020, 1040, 1060, 1080, 1100});
}

TEST_CASE("there are at least four ticks wherever an axis lies") {
    for (int i = 0; i < 500; ++i) {
        const double low = 1 + .0137 * i, high = low * (1.1 + .01 * i);
        CHECK(value_ticks({low, high, false}).size() >= 4);
        CHECK(value_ticks({low, low * (5 + .7 * i), true}).size() >= 4);
    }
}

TEST_CASE("logarithmic ticks go by decades, thirds, fifths, then finer") {
    CHECK(value_ticks({1, 1000, true}) == Values{1, 10, 100, 1000});
    CHECK(value_ticks({1, 30, true}) == Values{1, 3, 10, 30});
    CHECK(value_ticks({1, 10, true}) == Values{1, 2, 5, 10});
    CHECK(value_ticks({1, 5, true}) == Values{1, 1.5, 2, 3, 5});
    CHECK(value_ticks({1e-9, 1e5, true}).size() <= 8);
}

TEST_CASE("all labels of an axis have one unit and one number of decimals") {
    const auto labels = [](const Domain& domain, const char* unit) {
        return tick_labels(value_ticks(domain), domain, unit);
    };
    CHECK(labels({1e-3, 2e-3, false}, "s") == Labels{"1.0 ms", "1.2 ms", "1.4 ms", "1.6 ms", "1.8 ms", "2.0 ms"});
    CHECK(labels({1e-4, 1e-2, true}, "s") == Labels{"0.1 ms", "0.3 ms", "1 ms", "3 ms", "10 ms"});
    CHECK(labels({1e-9, 1e-2, true}, "s").front() == "1 ns");
    CHECK(labels({0, 3000, false}, "") == Labels{"0", "1,000", "2,000", "3,000"});
    CHECK(labels({0, 3e6, false}, "") == Labels{"0", "1M", "2M", "3M"});
    CHECK(labels({0, 30000, false}, "objects") == Labels{"0", "10k objects", "20k objects", "30k objects"});
    CHECK(labels({0, 3e9, false}, "B/s") == Labels{"0", "1 GB/s", "2 GB/s", "3 GB/s"});
    CHECK(labels({0, 3e6, false}, "/s") == Labels{"0", "1M/s", "2M/s", "3M/s"});
    CHECK(labels({.9, 1.1, false}, "×").front() == "0.90×");
    CHECK(labels({-.02, .02, false}, "%") == Labels{"−2 %", "−1 %", "0 %", "+1 %", "+2 %"});
}

TEST_CASE("dates are as fine as their labels have room") {
    const double from = day(2026, 8, 23), to = day(2026, 11, 21);
    CHECK(labels_of(date_ticks(from, to, 200, 50)) == Labels{"Sep 2026", "Oct", "Nov"});
    CHECK(labels_of(date_ticks(day(2026, 10, 22), to, 150, 50)) == Labels{"1 Nov 2026", "15 Nov"});
    CHECK(labels_of(date_ticks(day(2025, 11, 2), day(2026, 8, 1), 380, 50)) == Labels{"2026", "Apr", "Jul"});
    // Names of months take less room than dates, for which 50 pixels are asked here.
    CHECK(labels_of(date_ticks(day(2026, 5, 20), day(2026, 8, 31), 154, 50)) == Labels{"Jun 2026", "Jul", "Aug"});
}

TEST_CASE("years mark long axes, and decades very long ones") {
    CHECK(labels_of(date_ticks(day(2020, 5, 1), day(2026, 5, 1), 400, 50)) ==
          Labels{"2021", "2022", "2023", "2024", "2025", "2026"});
    const auto ticks = date_ticks(day(1970, 1, 2), day(2060, 1, 1), 400, 50);
    CHECK(ticks.front().label == "1980");
    CHECK(ticks.front().year);
}

TEST_CASE("an axis without length has at most one date") {
    CHECK(date_ticks(day(2026, 5, 1), day(2026, 5, 1), 400, 50).size() <= 1);
}

TEST_CASE("dates read as people write them") {
    CHECK(day_text(day(2026, 11, 3)) == "3 Nov 2026");
    CHECK(day_text(day(1970, 1, 1) + .99) == "1 Jan 1970");
    CHECK(month_text(day(2026, 2, 28)) == "Feb 2026");
}

}  // namespace
}  // namespace benchfolio::chart
