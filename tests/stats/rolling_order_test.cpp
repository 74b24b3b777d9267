#include "stats/rolling_order.hpp"

#include <algorithm>
#include <vector>

#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio;

TEST_CASE("no values have neither a quantile nor a mean") {
    const stats::RollingOrder order{3};
    CHECK(order.size() == 0);
    CHECK(order.quantile(0.5) == 0);
    CHECK(order.mean() == 0);
}

TEST_CASE("the newest values are kept in order") {
    stats::RollingOrder order{3};
    for (const double value : {5.0, 1.0, 3.0, 2.0}) order.add(value);  // 1 3 2 remain
    CHECK(order.size() == 3);
    CHECK(order.quantile(0) == 1);
    CHECK(order.quantile(0.5) == 2);
    CHECK(order.quantile(1) == 3);
    CHECK(order.mean() == 2);
}

TEST_CASE("the order is that of sorting the newest values each time") {
    support::Noise noise{3};
    stats::RollingOrder order{16};
    std::vector<double> all;
    for (int i = 0; i < 200; ++i) {
        all.push_back(i % 3 == 0 ? 1.0 : noise.normal());  // with equal ones
        order.add(all.back());
        std::vector<double> newest(all.end() - std::min<std::ptrdiff_t>(16, std::ssize(all)), all.end());
        std::ranges::sort(newest);
        CHECK(order.quantile(0.5) == newest[newest.size() / 2]);
        CHECK(order.quantile(0) == newest.front());
    }
}
