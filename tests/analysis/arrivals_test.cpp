#include "analysis/arrivals.hpp"

#include <utility>
#include <vector>

#include "model/history.hpp"
#include "support/catch.hpp"

using namespace benchfolio;

namespace {

using Row = std::pair<std::uint32_t, std::size_t>;  // series and row

std::vector<Row> all_of(analysis::Arrivals arrivals) {
    std::vector<Row> rows;
    for (auto next = arrivals.next(); next.run != analysis::Arrivals::none; next = arrivals.next()) {
        rows.emplace_back(next.series, next.row);
        arrivals.pass(next);
    }
    return rows;
}

// Two series; another version of the suite measured the row 2 of the first one, and row 6 has no value.
const std::vector<std::uint32_t> run{0, 2, 3, 5, 6, 1, 2, 4};
const std::vector<double> value{1, 1, 1, 1, 1, 1, model::absent, 1};
const std::vector<analysis::RowRange> first{{0, 2}, {3, 5}}, second{{5, 8}};

}  // namespace

TEST_CASE("results come in the order of the runs, but for those that are absent") {
    analysis::Arrivals arrivals{run, value};
    CHECK(arrivals.next().run == analysis::Arrivals::none);
    arrivals.add(first, 0);
    arrivals.add(second, 0);
    CHECK(all_of(arrivals) == std::vector<Row>{{0, 0}, {1, 5}, {0, 1}, {1, 7}, {0, 3}, {0, 4}});
}

TEST_CASE("results before the run that is begun with are passed over") {
    analysis::Arrivals arrivals{run, value};
    arrivals.add(first, 3);
    arrivals.add(second, 2);
    CHECK(all_of(arrivals) == std::vector<Row>{{1, 7}, {0, 3}, {0, 4}});
    analysis::Arrivals none{run, value};
    none.add(first, 7);
    CHECK(all_of(none).empty());
}

TEST_CASE("of two results of one run that of the first series comes first") {
    const std::vector<std::uint32_t> same{4, 4};
    const std::vector<double> values{1, 2};
    const std::vector<analysis::RowRange> a{{0, 1}}, b{{1, 2}};
    analysis::Arrivals arrivals{same, values};
    arrivals.add(b, 0);
    arrivals.add(a, 0);
    CHECK(all_of(arrivals) == std::vector<Row>{{0, 1}, {1, 0}});
}
