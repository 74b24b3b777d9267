#include "chart/labels.hpp"

#include <algorithm>

#include "support/catch.hpp"

namespace benchfolio::chart {
namespace {

using Positions = std::vector<double>;

TEST_CASE("labels with room stay where they want to be") {
    CHECK(place_labels({10, 50, 90}, 14, 0, 100) == Positions{10, 50, 90});
    CHECK(place_labels({}, 14, 0, 100).empty());
}

TEST_CASE("two labels at one place share the way") {
    CHECK(place_labels({50, 50}, 14, 0, 100) == Positions{43, 57});
}

TEST_CASE("labels pushed by each other keep their order") {
    CHECK(place_labels({52, 50, 80}, 14, 0, 100) == Positions{58, 44, 80});
}

TEST_CASE("labels stay within the plot as long as they can") {
    CHECK(place_labels({99, 98}, 14, 0, 100) == Positions{100, 86});
    CHECK(place_labels({-20, -30}, 14, 0, 100) == Positions{14, 0});
}

TEST_CASE("many labels are a pitch apart, from the top on, though the plot is too low") {
    const auto placed = place_labels(Positions(12, 50.0), 14, 0, 100);
    CHECK(placed.front() == 0);
    for (std::size_t i = 1; i < placed.size(); ++i) CHECK(placed[i] - placed[i - 1] == Approx(14));
}

TEST_CASE("text cut inside keeps both ends and whole characters") {
    const std::string name = "bench_matmul_oper_ket · 512 · sparse · qutip_csr";
    CHECK(fitted_inside(name, 12, 1000) == name);
    const std::string cut = fitted_inside(name, 12, 200);
    CHECK(text_width(cut, 12) <= 200);
    CHECK(text_width(cut, 12) > 180);
    CHECK(cut.starts_with("bench_"));
    CHECK(cut.ends_with("sparse · qutip_csr"));
    std::string dots;
    for (int i = 0; i < 60; ++i) dots += "µ";
    const std::string halved = fitted_inside(dots, 12, 101);
    const auto ellipsis = halved.find("…");
    REQUIRE(ellipsis != std::string::npos);
    CHECK(ellipsis % 2 == 0);  // characters of two bytes
    CHECK((halved.size() - ellipsis - std::string{"…"}.size()) % 2 == 0);
    CHECK(fitted_inside(name, 12, 0) == "…");
}

TEST_CASE("text that is too wide keeps its end, cut between characters") {
    CHECK(fitted("EPYC 7763", 12, 200) == "EPYC 7763");
    CHECK(fitted("11th Gen Core i7-1165G7", 12, 90) == "…i7-1165G7");
    CHECK(text_width(fitted("11th Gen Core i7-1165G7", 12, 90), 12) <= 90);
    const std::size_t ellipsis = std::string{"…"}.size();
    for (double pixels = 20; pixels < 140; ++pixels)
        CHECK((fitted("üüüüüüüüüüüüüüüüüüüü", 12, pixels).size() - ellipsis) % 2 == 0);
}

}  // namespace
}  // namespace benchfolio::chart
