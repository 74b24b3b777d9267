#include "stats/hierarchical.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "stats/random.hpp"
#include "stats/rank_test.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using stats::TestedDifference;
using Differences = std::vector<TestedDifference>;
using Values = std::vector<double>;

namespace {

TestedDifference about(double value, double reach) {
    return {value, stats::Interval{value - reach, value + reach}};
}

// Between 0 and 1.
double chance(stats::SplitMix64& random) {
    return static_cast<double>(random.below(1'000'000)) / 1e6;
}

Differences some(std::size_t n, std::uint64_t seed) {
    stats::SplitMix64 random{seed};
    Differences all;
    for (std::size_t i = 0; i < n; ++i) {
        const double value = chance(random) * 0.4 - 0.05;
        all.push_back(i % 7 == 6 ? TestedDifference{value, {}} : about(value, chance(random) * 0.05));
    }
    return all;
}

// The sum of the positive ranks over all pairs: how many pairs, and single ones, lean to the positive side (Tukey).
double sum_by_pairs(const Differences& all, double s) {
    Values left;
    for (const auto& one : all) {
        const bool tie = !one.not_rejected || (one.not_rejected->low <= s && s <= one.not_rejected->high);
        left.push_back(tie ? 0 : one.value - s);
    }
    double sum = 0;
    for (std::size_t i = 0; i < left.size(); ++i)
        for (std::size_t j = i; j < left.size(); ++j)
            sum += left[i] + left[j] > 0 ? 1 : left[i] + left[j] == 0 ? 0.5 : 0;
    return sum;
}

// P(a sum of ranks at least this) by going through all 2^n ways.
double tail_by_counting(std::size_t n, double at_least) {
    std::size_t reached = 0;
    for (std::size_t signs = 0; signs < (std::size_t{1} << n); ++signs) {
        double sum = 0;
        for (std::size_t rank = 1; rank <= n; ++rank)
            if ((signs >> (rank - 1) & 1U) != 0) sum += static_cast<double>(rank);
        if (sum >= at_least) ++reached;
    }
    return static_cast<double>(reached) / std::pow(2.0, static_cast<double>(n));
}

}  // namespace

TEST_CASE("six clear gains: one of 64 arrangements is as good") {
    const Differences six{about(.1, .01),  about(.2, .01),  about(.3, .01),
                          about(.15, .01), about(.25, .01), about(.3, .01)};
    const auto test = stats::hierarchical_test(six);
    REQUIRE(test);
    CHECK(test->positive == 21);
    CHECK(test->negative == 0);
    CHECK(test->ties == 0);
    CHECK(test->confidence == Approx(63.0 / 64));
    CHECK_FALSE(stats::at_least(six, 0.99));
    // At 95 % three of 64 may be as good (21, 20, 19): the least gain may be a loss of rank 1 or 2. Its interval ends
    // at 0.11, from where on its distance from s is negative.
    CHECK(stats::hierarchical_test(six, 0.1)->positive == 20.5);
    CHECK(stats::hierarchical_test(six, 0.12)->positive == 20);
    // From (0.1 + 0.15) / 2 on the loss is more than the next gain.
    CHECK(stats::hierarchical_test(six, 0.126)->positive == 19);
    // From 0.14 on the next gain is a tie, half of its rank lost as well.
    CHECK(stats::hierarchical_test(six, 0.14)->positive == 18.5);
    CHECK(*stats::at_least(six, 0.95) == Approx(0.14).margin(1e-8));
}

TEST_CASE("a difference that is not significant is a tie: half of its rank to either side") {
    const Differences four{about(.3, .01), about(.2, .01), about(.05, .1), {.5, {}}};
    const auto test = stats::hierarchical_test(four);
    CHECK(test->ties == 2);
    CHECK(test->positive == 8.5);  // ranks 4, 3, and half of 1 + 2
    CHECK(test->negative == 1.5);
    CHECK(test->confidence == Approx(1 - 3.0 / 16));  // 8 or more: {4,3,1}, {4,3,2} and all; a half is rounded down
}

TEST_CASE("beyond fifty differences the normal distribution, by hand") {
    Differences sixty;
    for (int i = 1; i <= 60; ++i) sixty.push_back(about(0.01 * i, 0.001));
    // (1830 - 915 - 0.5) / sqrt(60 * 61 * 121 / 24) = 6.73 deviations; all but the lower 20 of 60 count against 0.2
    CHECK(stats::hierarchical_test(sixty)->confidence == Approx(1).margin(1e-10));
    Differences even = sixty;
    for (int i = 0; i < 60; i += 2) even[static_cast<std::size_t>(i)] = about(-0.01 * (i + 1), 0.001);
    // positive: ranks 2, 4, ... 60 = 930; (930 - 915 - 0.5) / 135.84 = 0.10674: Phi = 0.5425
    CHECK(stats::hierarchical_test(even)->positive == 930);
    CHECK(stats::hierarchical_test(even)->confidence == Approx(0.5425).margin(1e-4));
}

TEST_CASE("sums of ranks and their chances are those that counting gives") {
    for (const std::size_t n : {1U, 2U, 3U, 7U, 12U}) {
        const auto all = some(n, n);
        for (const double s : {0.0, 0.05, 0.1, 0.17}) {
            const auto test = *stats::hierarchical_test(all, s);
            CAPTURE(n, s);
            CHECK(test.positive == sum_by_pairs(all, s));
            CHECK(test.confidence == Approx(1 - tail_by_counting(n, std::floor(test.positive))).margin(1e-12));
        }
    }
}

TEST_CASE("the least gain is where a search through all of them ends") {
    for (const std::size_t n : {8U, 20U, 45U, 80U})
        for (const double confidence : {0.5, 0.9, 0.95, 0.99}) {
            const auto all = some(n, 100 + n);
            std::optional<double> last;
            for (int step = 0; step <= 4000; ++step)
                if (const double s = step * 1e-4; stats::hierarchical_test(all, s)->confidence >= confidence) last = s;
            const auto found = stats::at_least(all, confidence);
            CAPTURE(n, confidence);
            REQUIRE(found.has_value() == last.has_value());
            if (found) CHECK(*found == Approx(*last).margin(1.01e-4));
        }
}

TEST_CASE("more confidence supports less, and a common factor is taken as it is") {
    auto all = some(40, 5);
    for (auto& one : all) {  // all by the same, with noise below it
        one.value = 0.2;
        one.not_rejected = stats::Interval{0.19, 0.21};
    }
    CHECK(*stats::at_least(all, 0.99) == Approx(0.19).margin(1e-8));
    CHECK(*stats::at_least(all, 0.90) == Approx(0.19).margin(1e-8));
    const auto others = some(40, 6);
    CHECK(*stats::at_least(others, 0.99) <= *stats::at_least(others, 0.9));
}

TEST_CASE("nothing, one, only ties, and what is no number") {
    CHECK_FALSE(stats::hierarchical_test(Differences{}));
    CHECK_FALSE(stats::at_least(Differences{}, 0.9));
    CHECK(stats::hierarchical_test(Differences{about(1, 0.1)})->confidence == 0.5);
    CHECK(*stats::at_least(Differences{about(1, 0.1)}, 0.5) == Approx(0.9).margin(1e-8));
    const Differences ties(30, TestedDifference{3, {}});
    CHECK(stats::hierarchical_test(ties)->ties == 30);
    CHECK(stats::hierarchical_test(ties)->confidence < 0.51);
    CHECK_FALSE(stats::at_least(ties, 0.9));
    // One outlier, however large, is one rank.
    Differences outlier = some(20, 9);
    const auto before = *stats::hierarchical_test(outlier);
    auto largest = std::ranges::max_element(outlier, {}, &TestedDifference::value);
    *largest = about(1e6, 1);
    CHECK(stats::hierarchical_test(outlier)->positive - before.positive <= 20);
    CHECK_THROWS_AS(stats::hierarchical_test(Differences{about(std::nan(""), 1)}), std::invalid_argument);
    CHECK_THROWS_AS(stats::at_least(Differences{{0, stats::Interval{0, HUGE_VAL}}}, 0.9), std::invalid_argument);
}

TEST_CASE("differences that ranks do not reject: the ends of four against four are the extremes") {
    const auto ends = stats::rank_sum_interval(Values{1, 2, 3, 4}, Values{11, 12, 13, 14});
    REQUIRE(ends);  // P(U = 0) = 1/70, P(U <= 1) = 2/70 > 0.025: the first and last of sixteen
    CHECK(ends->low == 7);
    CHECK(ends->high == 13);
    CHECK_FALSE(stats::rank_sum_interval(Values{1, 2, 3}, Values{4, 5, 6}));  // 1/20
    CHECK_FALSE(stats::rank_sum_interval(Values{}, Values{4, 5, 6}));
    CHECK_THROWS_AS(stats::rank_sum_interval(Values{1, std::nan("")}, Values{1}), std::invalid_argument);
    // Hollander & Wolfe, table 4.1 sizes 10 and 5: C = 9 at 95 %, so the ninth of 50 from either end.
    const auto uneven = stats::rank_sum_interval(Values{0, 10, 20, 30, 40, 50, 60, 70, 80, 90}, Values{0, 1, 2, 3, 4});
    CHECK(uneven->low == -80 + 3);
    CHECK(uneven->high == 0 - 10 + 1);
}

TEST_CASE("they are where the test of ranks says so, for exact and normal sizes") {
    for (const auto& [n, m] : std::vector<std::pair<std::size_t, std::size_t>>{{4, 4}, {5, 9}, {20, 12}, {30, 25}}) {
        stats::SplitMix64 random{n * 100 + m};
        Values first, second;
        for (std::size_t i = 0; i < n; ++i) first.push_back(chance(random));
        for (std::size_t i = 0; i < m; ++i) second.push_back(chance(random) + 0.1);
        const auto ends = *stats::rank_sum_interval(first, second);
        const auto rejected = [&](double s) {
            Values moved = second;
            for (double& value : moved) value -= s;
            return stats::rank_sum_test(first, moved)->p <= 0.05;
        };
        CAPTURE(n, m);
        CHECK(rejected(ends.low - 1e-7));
        CHECK_FALSE(rejected(ends.low + 1e-7));
        CHECK_FALSE(rejected(ends.high - 1e-7));
        CHECK(rejected(ends.high + 1e-7));
    }
}
