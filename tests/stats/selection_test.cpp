#include "stats/selection.hpp"

#include <algorithm>
#include <vector>

#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio;

namespace {

// What must hold of every rank, whatever order the values came in.
void check(const std::vector<double>& values) {
    std::vector<double> sorted = values;
    std::ranges::sort(sorted);
    const std::size_t step = std::max<std::size_t>(1, values.size() / 7);
    for (std::size_t rank = 0; rank < values.size(); rank += step) {
        std::vector<double> selected = values;
        stats::select(selected, rank);
        const auto at = selected.begin() + static_cast<std::ptrdiff_t>(rank);
        CHECK(*at == sorted[rank]);
        CHECK(std::all_of(selected.begin(), at, [&](double value) { return value <= *at; }));
        CHECK(std::all_of(at, selected.end(), [&](double value) { return value >= *at; }));
        std::ranges::sort(selected);
        CHECK(selected == sorted);  // none is lost
    }
}

std::vector<double> each_of(std::size_t size, double (*value)(std::size_t)) {
    std::vector<double> values(size);
    for (std::size_t i = 0; i < size; ++i) values[i] = value(i);
    return values;
}

}  // namespace

TEST_CASE("the value at a rank is the one that sorting puts there") {
    support::Noise noise{5};
    for (const std::size_t size : {1U, 2U, 24U, 25U, 100U, 1001U}) {
        std::vector<double> values(size);
        for (double& value : values) value = noise.normal();
        check(values);
    }
}

TEST_CASE("any order and any number of equal values will do") {
    check(each_of(500, [](std::size_t) { return 3.0; }));
    check(each_of(500, [](std::size_t i) { return static_cast<double>(i); }));
    check(each_of(500, [](std::size_t i) { return -static_cast<double>(i); }));
    check(each_of(500, [](std::size_t i) { return static_cast<double>(i % 2); }));
    check(each_of(500, [](std::size_t i) { return static_cast<double>(i * i % 7); }));
    check(each_of(500, [](std::size_t i) { return i == 250 ? 1.0 : 0.0; }));
    check(each_of(500, [](std::size_t i) { return static_cast<double>(std::min(i, 500 - i)); }));
}

TEST_CASE("an order that misleads the choice of pivots only takes longer") {
    // The least values stand where pivots are looked for: in front, in the middle and at the end, round by round.
    std::vector<double> values(4000, 0.0);
    std::vector<std::size_t> places(values.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    for (std::size_t round = 0; places.size() > 2; ++round) {
        for (const std::size_t place : {places.front(), places[places.size() / 2], places.back()})
            values[place] = static_cast<double>(round);
        places.erase(places.begin() + static_cast<std::ptrdiff_t>(places.size() / 2));
        places.erase(places.begin());
        places.pop_back();
    }
    check(values);
}
