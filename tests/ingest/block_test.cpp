#include "ingest/block.hpp"

#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::ingest;

namespace {

// Rows of the benchmarks, whose n counts from 1.
Points points_of(std::vector<std::uint32_t> benchmarks) {
    Points points;
    for (const std::uint32_t benchmark : benchmarks) {
        const auto n = static_cast<std::uint32_t>(points.size() + 1);
        points.benchmark.push_back(benchmark);
        points.measure.push_back(0);
        points.columns.append(0, {.n = n, .from_samples = n % 2 == 0, .mean = 0.5 * n});
    }
    return points;
}

}  // namespace

TEST_CASE("points: numbers by benchmark, those of one in the order of the rows") {
    Points points = points_of({2, 0, 2, 1, 0});
    points.arrange(3);
    CHECK(points.columns.n == std::vector<std::uint32_t>{2, 5, 4, 1, 3});
    CHECK(points.columns.mean == std::vector<double>{1, 2.5, 2, 0.5, 1.5});
    CHECK(points.places == std::vector<std::uint32_t>{3, 0, 4, 2, 1});
    CHECK(points.benchmark == std::vector<std::uint32_t>{2, 0, 2, 1, 0});
}

TEST_CASE("points: none") {
    Points points;
    points.arrange(0);
    CHECK(points.places.empty());
    CHECK(points.size() == 0);
}

TEST_CASE("points: seen alike where they are vectors and where they are packed") {
    Points points = points_of({1, 0});
    points.arrange(2);
    CHECK(points.views().n[points.places[0]] == 1);
    CHECK(points.views().mean[points.places[1]] == 1);
    CHECK(points.views().from_samples[points.places[1]] == 1);
    const std::uint32_t same = 7;
    PackedColumns packed;
    packed.columns.n = {reinterpret_cast<const char*>(&same), true};
    points.packed = packed;
    CHECK(points.views().n[0] == 7);
    CHECK(points.views().n[1] == 7);
}

TEST_CASE("column view: numbers that stand at any byte") {
    const std::vector<double> values{1.5, -2};
    std::string bytes = "x";
    bytes.append(reinterpret_cast<const char*>(values.data()), 2 * sizeof(double));
    const ColumnView<double> view{bytes.data() + 1, false};
    CHECK(view[0] == 1.5);
    CHECK(view[1] == -2);
}
