#include "analysis/scaling.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using support::HistoryBuilder;
using Values = std::vector<double>;
using model::Parameter;

namespace {

// A benchmark `function[...]` with these parameters, and one value in each of the runs.
void add(HistoryBuilder& archive, const std::string& function, const std::vector<Parameter>& parameters,
         const support::Runs& runs, double value) {
    std::string name = function + "[";
    for (const Parameter& parameter : parameters) name += model::text_of(parameter.value) + "-";
    name.back() = ']';
    archive.parameters(name, parameters);
    archive.measured(name, runs, Values(runs.size(), value));
}

Parameter size(std::int64_t value) {
    return {"size", value};
}
Parameter text(const std::string& name, const std::string& value) {
    return {name, value};
}

std::vector<analysis::Scaling> scalings_of(const HistoryBuilder& archive, const analysis::ParameterRoles& roles = {}) {
    analysis::Options options;
    options.parameters = roles;
    return analysis::analyse(archive.build(), options).scalings;
}

}  // namespace

TEST_CASE("time that grows with the square of the size has the exponent two") {
    HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    const auto runs = archive.nights(cpu, 3);
    for (const std::int64_t n : {2, 4, 16, 128})
        add(archive, "x.py::mul", {size(n)}, runs, 3e-9 * static_cast<double>(n * n));
    const auto scalings = scalings_of(archive);
    REQUIRE(scalings.size() == 1);
    CHECK(scalings[0].title == "mul");
    CHECK(scalings[0].parameter == "size");
    CHECK(scalings[0].panel.empty());
    REQUIRE(scalings[0].lines.size() == 1);
    CHECK(scalings[0].lines[0].label.empty());
    CHECK(scalings[0].lines[0].x == Values{2, 4, 16, 128});
    REQUIRE(scalings[0].points.size() == 4);
    CHECK(scalings[0].points[1].y == Approx(4.8e-8));
    CHECK(scalings[0].points[1].n == 3);
    REQUIRE(scalings[0].exponents.size() == 1);
    CHECK(scalings[0].exponents[0].value == Approx(2));
}

TEST_CASE("two sizes have no exponent, one size no plot") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 1);
    for (const std::int64_t n : {2, 4}) add(archive, "two", {size(n)}, runs, 1);
    add(archive, "one", {size(2)}, runs, 1);
    const auto scalings = scalings_of(archive);
    REQUIRE(scalings.size() == 1);
    CHECK(scalings[0].title == "two");
    CHECK(scalings[0].exponents.empty());
}

TEST_CASE("a point is the median of the last ten runs of one CPU and one suite version") {
    HistoryBuilder archive;
    const auto xeon = archive.testbed("Xeon"), epyc = archive.testbed("EPYC");
    auto runs = archive.nights(xeon, 5, "1");
    for (const auto run : archive.nights(xeon, 12, "2")) runs.push_back(run);
    const auto on_epyc = archive.nights(epyc, 2, "2");
    for (const std::int64_t n : {2, 4}) {
        const std::string name = "f[" + std::to_string(n) + "]";
        archive.parameters(name, {size(n)});
        archive.measured(name, runs, {9, 9, 9, 9, 9, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
        archive.measured(name, on_epyc, {100, 300});
    }
    const auto points = scalings_of(archive).at(0).points;
    REQUIRE(points.size() == 4);
    CHECK(points[0].testbed == xeon);
    CHECK(points[0].y == 5.5);
    CHECK(points[0].n == 10);
    CHECK(points[1].testbed == epyc);
    CHECK(points[1].y == 200);
    CHECK(points[1].n == 2);
}

TEST_CASE("a plot has points of one suite version only, that of the newest run of any of them") {
    HistoryBuilder archive;
    const auto xeon = archive.testbed("Xeon");
    const auto old = archive.nights(xeon, 3, "1"), now = archive.nights(xeon, 3, "2");
    for (const std::int64_t n : {2, 4, 8}) {
        const std::string name = "f[" + std::to_string(n) + "]";
        archive.parameters(name, {size(n)});
        archive.measured(name, old, {1, 1, 1});
        if (n != 8) archive.measured(name, now, {5, 5, 5});  // the new version has the largest no more
    }
    const auto scaling = scalings_of(archive).at(0);
    REQUIRE(scaling.points.size() == 2);
    CHECK(scaling.points[0].y == 5);
    CHECK(scaling.points[1].y == 5);
    CHECK(scaling.exponents.empty());
}

TEST_CASE("by default the text with most values makes lines, the rest makes panels") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 1);
    for (const std::int64_t n : {2, 4})
        for (const char* density : {"dense", "sparse"})
            for (const char* dtype : {"csr", "dia", "numpy"})
                add(archive, "f", {size(n), text("density", density), text("dtype", dtype)}, runs, 1);
    const auto scalings = scalings_of(archive);
    REQUIRE(scalings.size() == 2);
    CHECK(scalings[0].panel == "density dense");
    CHECK(scalings[1].panel == "density sparse");
    CHECK(scalings[0].slug_key != scalings[1].slug_key);
    REQUIRE(scalings[0].lines.size() == 3);
    CHECK(scalings[0].lines[1].label == "dia");
}

TEST_CASE("the configuration says what makes lines and pages") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 1);
    for (const std::int64_t n : {2, 4})
        for (const std::int64_t order : {1, 2})
            for (const char* model : {"cavity", "spin"})
                add(archive, "f", {size(n), {"order", order}, text("model_solve", model)}, runs, 1);
    analysis::ParameterRoles roles;
    roles.lines = {"*model*", "order"};
    const auto scalings = scalings_of(archive, roles);
    REQUIRE(scalings.size() == 1);
    CHECK(scalings[0].parameter == "size");
    REQUIRE(scalings[0].lines.size() == 4);
    CHECK(scalings[0].lines[0].label == "1, cavity");
    roles.pages = {"order"};
    roles.lines = {"*model*"};
    const auto paged = scalings_of(archive, roles);
    REQUIRE(paged.size() == 2);
    CHECK(paged[1].panel == "order 2");
}

TEST_CASE("a parameter of mixed types is an axis for its numbers; the others are counted") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 1);
    for (const std::int64_t n : {2, 4}) add(archive, "f", {size(n)}, runs, 1);
    add(archive, "f", {text("size", "large")}, runs, 1);
    add(archive, "f", {{"size", std::monostate{}}}, runs, 1);
    add(archive, "f", {{"size", true}}, runs, 1);
    const auto scalings = scalings_of(archive);
    REQUIRE(scalings.size() == 1);
    CHECK(scalings[0].lines.at(0).benchmarks.size() == 2);
    CHECK(scalings[0].without_number.size() == 3);
}

TEST_CASE("every numeric parameter is an axis, with a slug of its own for every measure") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 1);
    for (const std::int64_t n : {2, 4})
        for (const double tolerance : {0.1, 0.01}) {
            add(archive, "f", {size(n), {"tolerance", tolerance}}, runs, 1);
        }
    archive.measured("f[2-0.1]", runs, {4096}, "max_rss");
    const auto scalings = scalings_of(archive);
    std::set<std::string> slugs, axes;
    for (const auto& scaling : scalings) {
        slugs.insert(scaling.slug_key);
        axes.insert(scaling.parameter);
    }
    CHECK(slugs.size() == scalings.size());
    CHECK(axes == std::set<std::string>{"size", "tolerance"});
}

TEST_CASE("excluded benchmarks are left off and counted") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 1);
    for (const std::int64_t n : {2, 4, 8}) add(archive, "f", {size(n)}, runs, 1);
    analysis::ParameterRoles roles;
    roles.exclude = {"size=8"};
    const auto scalings = scalings_of(archive, roles);
    REQUIRE(scalings.size() == 1);
    CHECK(scalings[0].excluded.size() == 1);
    CHECK(scalings[0].points.size() == 2);
}

TEST_CASE("functions of different files and of different parameters are different families") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 1);
    for (const std::int64_t n : {2, 4}) {
        add(archive, "x.py::f", {size(n)}, runs, 1);
        add(archive, "y.py::f", {size(n)}, runs, 1);
        add(archive, "y.py::f", {size(n), text("mode", "fast")}, runs, 1);
    }
    const auto scalings = scalings_of(archive);
    REQUIRE(scalings.size() == 3);
    CHECK(scalings[0].title == "f in x.py");
    CHECK(scalings[2].title == "f in y.py");
    std::set<std::string> slugs;
    for (const auto& scaling : scalings) slugs.insert(scaling.slug_key);
    CHECK(slugs.size() == 3);
}

TEST_CASE("sizes and values that have no logarithm stay points but make no exponent") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 1);
    for (const std::int64_t n : {0, 1, 2}) add(archive, "f", {size(n)}, runs, 1);
    const auto scalings = scalings_of(archive);
    REQUIRE(scalings.size() == 1);
    CHECK(scalings[0].points.size() == 3);
    CHECK(scalings[0].exponents.empty());
}
