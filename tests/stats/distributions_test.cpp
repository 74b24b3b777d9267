#include "stats/distributions.hpp"

#include "support/catch.hpp"

using namespace benchfolio;

TEST_CASE("quantiles agree with the tables") {
    CHECK(stats::student_t_quantile(0.975, 1) == Approx(12.706204736).epsilon(1e-9));
    CHECK(stats::student_t_quantile(0.975, 10) == Approx(2.228138852).epsilon(1e-9));
    CHECK(stats::student_t_quantile(0.5, 3) == Approx(0).margin(1e-12));
    CHECK(stats::normal_quantile(0.975) == Approx(1.959963984540054).epsilon(1e-12));
}

TEST_CASE("tails are what quantiles leave") {
    CHECK(stats::normal_tail(1.959963984540054) == Approx(0.025).epsilon(1e-12));
    CHECK(stats::student_t_tail(2.228138852, 10) == Approx(0.025).epsilon(1e-8));
    CHECK(stats::normal_tail(0) == 0.5);
    CHECK(stats::binomial_tail(2, 3, 0.5) == Approx(0.5).epsilon(1e-12));
    CHECK(stats::binomial_tail(1, 2, 0.1) == Approx(0.19).epsilon(1e-12));
    CHECK(stats::binomial_tail(0, 3, 0.1) == 1);
    CHECK(stats::binomial_tail(4, 3, 0.1) == 0);
    CHECK(stats::binomial_tail(1, 3, 0) == 0);
    CHECK(stats::binomial_tail(3, 3, 1) == 1);
}
