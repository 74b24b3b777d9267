#include "stats/rank_test.hpp"

#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

namespace {

// `count` values in steps of one, from `first`.
Values row(std::size_t count, double first) {
    Values values(count);
    std::iota(values.begin(), values.end(), first);
    return values;
}

}  // namespace

TEST_CASE("samples apart have the smallest p: two choices of all") {
    const double table[] = {1, 1.0 / 3, 0.1, 0.02857, 0.00794, 0.00216};
    for (std::size_t n = 1; n <= 6; ++n) {
        CHECK(stats::smallest_rank_sum_p(n, n) == Approx(table[n - 1]).margin(5e-6));
        const auto test = stats::rank_sum_test(row(n, 0), row(n, 100));
        REQUIRE(test);
        CHECK(test->exact);
        CHECK(test->statistic == 0);
        CHECK(test->p == Approx(stats::smallest_rank_sum_p(n, n)));
        CHECK(stats::rank_sum_test(row(n, 100), row(n, 0))->p == Approx(test->p));
    }
    CHECK(stats::smallest_rank_sum_p(3, 6) == Approx(2.0 / 84));
    CHECK(stats::smallest_rank_sum_p(0, 5) == 1);
}

TEST_CASE("ties share their mean rank; p by going through all choices") {
    const auto tied = stats::rank_sum_test(Values{2, 1, 3, 5}, Values{1, 1, 1, 1, 1});
    CHECK(tied->statistic == 17.5);
    CHECK(tied->p == Approx(0.0952380952));
    const auto more = stats::rank_sum_test(Values{1, 1, 2}, Values{1, 2, 2, 2, 3});
    CHECK(more->statistic == 3.5);
    CHECK(more->p == Approx(0.4642857143));
}

TEST_CASE("samples that overlap, without ties: p by going through all 126 choices") {
    const auto test = stats::rank_sum_test(Values{1.1, 2.2, 3.3, 9}, Values{2.5, 4, 5, 6, 7});
    CHECK(test->statistic == 6);
    CHECK(test->p == Approx(0.4126984127));
}

TEST_CASE("values that are all equal say nothing") {
    CHECK(stats::rank_sum_test(Values(4, 1), Values(5, 1))->p == 1);
    CHECK(stats::rank_sum_test(Values(60, 1), Values(60, 1))->p == 1);
    CHECK(stats::rank_sum_test(Values{1}, Values{1})->p == 1);
}

TEST_CASE("signs and huge outliers change nothing but ranks") {
    const auto small = stats::rank_sum_test(Values{-4, -3, -2, -1}, Values{0, 1, 2, 3});
    const auto huge = stats::rank_sum_test(Values{-4e300, -3, -2, -1}, Values{0, 1, 2, 3e300});
    CHECK(small->p == Approx(0.02857).margin(5e-6));
    CHECK(huge->p == small->p);
}

TEST_CASE("nothing to test in an empty sample, and no rank for what is no number") {
    CHECK_FALSE(stats::rank_sum_test(Values{}, Values{1, 2}));
    CHECK_FALSE(stats::rank_sum_test(Values{1, 2}, Values{}));
    CHECK_THROWS_AS(stats::rank_sum_test(Values{1, std::numeric_limits<double>::quiet_NaN()}, Values{1}),
                    std::invalid_argument);
}

TEST_CASE("beyond the limits the normal distribution, by hand") {
    // 60 against 60, U = 0: (1800 - 0.5) / sqrt(60 * 60 * 121 / 12) = 9.4450 standard deviations.
    const auto apart = stats::rank_sum_test(row(60, 0), row(60, 100));
    CHECK_FALSE(apart->exact);
    CHECK(apart->p == Approx(3.56e-21).epsilon(0.01));
    // Only two values, 20 and 10 of one, 10 and 20 of the other.
    Values low(20, 1), high(10, 1);
    low.insert(low.end(), 10, 2);
    high.insert(high.end(), 20, 2);
    // U = 20 * 10 / 2 + 10 * 10 + 10 * 20 / 2 = 300; variance 900 / 12 * (61 - 2 * (27000 - 30) / (60 * 59)) = 3432.2.
    const auto tied = stats::rank_sum_test(low, high);
    CHECK_FALSE(tied->exact);
    CHECK(tied->statistic == 300);
    CHECK(tied->p == Approx(0.010707).epsilon(1e-3));  // 2.5520 standard deviations
}

TEST_CASE("exact and normal p meet where one takes over from the other") {
    const double exact = stats::rank_sum_test(row(50, 0), row(50, 5.5))->p;
    const double normal = stats::rank_sum_test(row(51, 0), row(51, 5.5))->p;
    CHECK(exact == Approx(normal).epsilon(0.1));
}

TEST_CASE("under no difference one test in twenty is at most 5 %") {
    support::Noise noise{7};
    int told = 0;
    for (int i = 0; i < 2000; ++i) told += stats::rank_sum_test(noise.times(10, 0.1), noise.times(10, 0.1))->p <= 0.05;
    CHECK(told > 50);
    CHECK(told < 120);
}
