#include "stats/signed_rank.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("differences on one side have the smallest p: two of all signs") {
    CHECK(stats::signed_rank_test(Values{1})->p == 1);
    CHECK(stats::signed_rank_test(Values{1, 2, 3, 4, 5})->p == Approx(2.0 / 32));
    CHECK(stats::signed_rank_test(Values{-1, -2, -3, -4, -5, -6})->p == Approx(2.0 / 64));
}

TEST_CASE("Demsar's table 2: ties of size, and zeros split evenly") {
    const auto test = stats::signed_rank_test(Values{5, -8, 17, 33, 6, -5, 7, 0, 63, 0, 22, 47, 9, 21});
    CHECK(test->positive == 93);
    CHECK(test->negative == 12);
    CHECK(test->exact);
    CHECK(test->p == Approx(0.0080566406));
}

TEST_CASE("a few changes among many ties do not move the whole") {
    Values differences(294, 0.0);
    for (int i = 1; i <= 6; ++i) differences.push_back(i);
    const auto test = stats::signed_rank_test(differences);
    CHECK_FALSE(test->exact);
    CHECK(test->positive - test->negative == 1785);  // ranks 295 to 300
    CHECK(test->p > 0.4);
}

TEST_CASE("beyond the limit the normal distribution, by hand") {
    // 60 on one side: (1830 - 915 - 0.5) / sqrt(60 * 61 * 121 / 24) = 6.7322 standard deviations.
    Values differences;
    for (int i = 1; i <= 60; ++i) differences.push_back(i);
    const auto test = stats::signed_rank_test(differences);
    CHECK_FALSE(test->exact);
    CHECK(test->p == Approx(1.671e-11).epsilon(0.01));
}

TEST_CASE("only zeros, and nothing at all") {
    CHECK(stats::signed_rank_test(Values{0, 0, 0})->p == 1);
    CHECK(stats::signed_rank_test(Values(100, 0))->p == 1);
    CHECK_FALSE(stats::signed_rank_test(Values{}));
    CHECK_THROWS_AS(stats::signed_rank_test(Values{1, std::numeric_limits<double>::infinity()}), std::invalid_argument);
}
