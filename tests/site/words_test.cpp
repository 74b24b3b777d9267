#include "site/words.hpp"

#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::site;

namespace {

model::Benchmark benchmark(const std::string& name, std::vector<model::Parameter> parameters = {}) {
    model::Benchmark made;
    made.name = name;
    made.parameters = std::move(parameters);
    return made;
}

}  // namespace

TEST_CASE("one thing is singular, all other counts are plural") {
    CHECK(counted(0, "run") == "0 runs");
    CHECK(counted(1, "run") == "1 run");
    CHECK(counted(2, "run") == "2 runs");
    CHECK(counted(3650, "run") == "3,650 runs");
    CHECK(counted(1, "benchmark shows", "benchmarks show") == "1 benchmark shows");
    CHECK(counted(2, "benchmark shows", "benchmarks show") == "2 benchmarks show");
}

TEST_CASE("numbers are grouped by thousands") {
    CHECK(number(0) == "0");
    CHECK(number(999) == "999");
    CHECK(number(1000) == "1,000");
    CHECK(number(1234567) == "1,234,567");
}

TEST_CASE("a list ends with and") {
    CHECK(listed({}) == "");
    CHECK(listed({"a"}) == "a");
    CHECK(listed({"a", "b"}) == "a and b");
    CHECK(listed({"a", "b", "c"}) == "a, b and c");
}

TEST_CASE("who agrees about a change is a CPU, or one of its testbeds where there are several") {
    model::History history;
    history.testbeds.resize(2);
    for (model::Testbed& testbed : history.testbeds) testbed.dimensions = {{"cpu", "EPYC 7763"}};
    analysis::Change change;
    change.agreement.agreeing = 1;
    change.agreement.able = 2;
    CHECK(agreement_text(history, change) == "1 of 2 CPUs");
    CHECK(counted_testbeds(history, 1) == "1 CPU");
    history.testbeds.back().dimensions.push_back({"python", "3.13"});
    CHECK(agreement_text(history, change) == "1 of 2 testbeds");
}

TEST_CASE("dates are written out") {
    const model::Time time = *model::parse_time("2026-11-05T02:14:59Z");
    CHECK(day(time) == "5 Nov 2026");
    CHECK(minute(time) == "5 Nov 2026, 02:14");
    CHECK(day(*model::parse_time("2026-12-31T23:59:59Z")) == "31 Dec 2026");
}

TEST_CASE("a label is the function and its parameters") {
    CHECK(label_of(benchmark("a.py::test_b")) == "test_b");
    CHECK(label_of(benchmark("a.py::C::test_b[2-dense]", {{"n", std::int64_t{2}}, {"kind", "dense"}})) ==
          "test_b · 2 · dense");
    CHECK(label_of(benchmark("2to3")) == "2to3");
}

TEST_CASE("a label keeps the brackets where the parameters do not fit in it") {
    CHECK(label_of(benchmark("a.py::test_b[x::y]", {{"n", model::Nested{"[1, 2]"}}})) == "test_b[x::y]");
    CHECK(label_of(benchmark("a.py::test_b[0]", {{"n", std::string(40, 'x')}})) == "test_b[0]");
}
