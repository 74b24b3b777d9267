#include "stats/ordered.hpp"

#include <algorithm>
#include <vector>

#include "support/catch.hpp"

using namespace benchfolio;

TEST_CASE("as many values are less as stand before the first that is not") {
    std::vector<int> ascending;
    for (int size = 0; size < 20; ++size) {
        for (int wanted = -1; wanted < 30; ++wanted)
            CHECK(stats::count_below(std::span<const int>{ascending}, wanted) ==
                  static_cast<std::size_t>(std::ranges::count_if(ascending, [&](int v) { return v < wanted; })));
        ascending.push_back(size / 3 * 3);  // with equal ones
    }
}
