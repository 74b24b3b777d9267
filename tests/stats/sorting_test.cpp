#include "stats/sorting.hpp"

#include <algorithm>
#include <random>

#include "support/catch.hpp"

using namespace benchfolio::stats;

namespace {

using Values = std::vector<double>;

Values sorted(Values values) {
    Sorter sort;
    sort(values);
    return values;
}

Values sorted_by_the_library(Values values) {
    std::ranges::sort(values);
    return values;
}

}  // namespace

TEST_CASE("sorting: none, one, and those that are equal") {
    CHECK(sorted({}).empty());
    CHECK(sorted({3}) == Values{3});
    CHECK(sorted({2, 1}) == Values{1, 2});
    CHECK(sorted({1, 2, 1, 2, 1, 2, 1, 2, 1}) == Values{1, 1, 1, 1, 1, 2, 2, 2, 2});
}

TEST_CASE("sorting: as the library sorts, however many there are and whatever their order") {
    std::mt19937_64 random{20220911};
    for (std::size_t size = 0; size < 300; ++size) {
        Values values(size), few_different(size);
        for (double& value : values) value = std::uniform_real_distribution{-1.0, 1.0}(random);
        for (double& value : few_different) value = static_cast<double>(random() % 4);
        CHECK(sorted(values) == sorted_by_the_library(values));
        CHECK(sorted(few_different) == sorted_by_the_library(few_different));
        std::ranges::sort(values);
        CHECK(sorted(values) == values);
        std::ranges::reverse(values);
        CHECK(sorted(values) == sorted_by_the_library(values));
    }
}

TEST_CASE("sorting: one after the other, shorter and longer") {
    Sorter sort;
    for (const std::size_t size : {100U, 7U, 1000U, 5U}) {
        Values values;
        for (std::size_t i = 0; i < size; ++i) values.push_back(static_cast<double>(i * 7919 % size));
        const Values right = sorted_by_the_library(values);
        sort(values);
        CHECK(values == right);
    }
}
