#include "stats/distributions.hpp"

#include "support/catch.hpp"

using namespace benchfolio;

TEST_CASE("quantiles agree with the tables") {
    CHECK(stats::student_t_quantile(0.975, 1) == Approx(12.706204736).epsilon(1e-9));
    CHECK(stats::student_t_quantile(0.975, 10) == Approx(2.228138852).epsilon(1e-9));
    CHECK(stats::student_t_quantile(0.5, 3) == Approx(0).margin(1e-12));
    CHECK(stats::normal_quantile(0.975) == Approx(1.959963984540054).epsilon(1e-12));
}
