#include "stats/difference.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("the median of one or two values is as uncertain as the mean, of more by a quarter more") {
    CHECK(stats::error_of_median(1) == 1);
    CHECK(stats::error_of_median(2) == Approx(0.7071068));
    CHECK(stats::error_of_median(4) == Approx(1.2533141 / 2));
}

TEST_CASE("interval and p by the table of Student's t") {
    const stats::Difference difference{2.228, 1, 10};
    CHECK(difference.interval().low == Approx(0).margin(1e-3));
    CHECK(difference.interval().high == Approx(4.456).epsilon(1e-3));
    CHECK(difference.p() == Approx(0.05).epsilon(1e-3));
    CHECK(difference.visible() == Approx(2.228 + 0.8416).epsilon(1e-3));
}

TEST_CASE("without any variation every difference is one") {
    const stats::Difference none{0, 0, 5}, some{1e-9, 0, 5};
    CHECK(none.p() == 1);
    CHECK(some.p() == 0);
    CHECK(some.interval().low == some.interval().high);
    CHECK(some.visible() == 0);
}

TEST_CASE("the difference of medians with the error of Welch, by hand") {
    // Standard deviations 1 and 2, three values each: variances of the medians pi / 2 / 3 and 4 times that.
    const auto difference = stats::difference_of_medians(Values{1, 2, 3}, Values{10, 12, 14});
    REQUIRE(difference);
    CHECK(difference->value == 10);
    CHECK(difference->error == Approx(std::sqrt(5 * 1.5707963 / 3)));
    CHECK(difference->degrees == Approx(25.0 / (1.0 / 2 + 16.0 / 2)));
}

TEST_CASE("samples too small or without variation") {
    CHECK_FALSE(stats::difference_of_medians(Values{1}, Values{1, 2}));
    CHECK_FALSE(stats::difference_of_medians(Values{}, Values{}));
    const auto equal = stats::difference_of_medians(Values{3, 3, 3}, Values{3, 3});
    CHECK(equal->error == 0);
    CHECK(equal->degrees == 3);
    CHECK(equal->p() == 1);
    CHECK_THROWS_AS(stats::difference_of_medians(Values{1, std::numeric_limits<double>::quiet_NaN()}, Values{1, 2}),
                    std::invalid_argument);
}

TEST_CASE("one huge outlier widens, and does not move") {
    const auto without = stats::difference_of_medians(Values{1, 2, 3, 4, 5}, Values{1, 2, 3, 4, 5});
    const auto with = stats::difference_of_medians(Values{1, 2, 3, 4, 5}, Values{1, 2, 3, 4, 5e9});
    CHECK(with->value == without->value);
    CHECK(with->error > without->error);
}
