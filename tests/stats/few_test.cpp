#include "stats/few.hpp"

#include <algorithm>
#include <vector>

#include "stats/quantile.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using Values = std::vector<double>;

TEST_CASE("the median of a handful is that of sorting it, in any order") {
    for (Values values : {Values{7}, Values{1, 2}, Values{-3, 0, 5}, Values{1, 1, 2, 8}, Values{0, 1, 1, 4, 100}}) {
        const double wanted = *stats::median(values);
        do CHECK(stats::centre_of_few(values) == wanted);
        while (std::ranges::next_permutation(values).found);
    }
}
