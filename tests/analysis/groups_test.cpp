#include "analysis/groups.hpp"

#include <vector>

#include "analysis/naming.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using support::HistoryBuilder;

namespace {

std::vector<std::string> names(const model::History& history, const std::vector<std::uint32_t>& benchmarks) {
    std::vector<std::string> result;
    for (const auto i : benchmarks) result.push_back(history.benchmarks[i].name);
    return result;
}

}  // namespace

TEST_CASE("names say function, title and module") {
    const std::string name = "tests/bench_add.py::Class::add[a::b/c]";
    CHECK(analysis::function_of(name) == "tests/bench_add.py::Class::add");
    CHECK(analysis::title_of(name) == "add");
    CHECK(analysis::module_of(name) == "tests/bench_add.py");
    CHECK_FALSE(analysis::module_of("json_dumps"));
    CHECK_FALSE(analysis::module_of("odd[a::b]"));
    CHECK(analysis::title_of("json_dumps") == "json_dumps");
}

TEST_CASE("values are ordered as people do") {
    using model::ParameterValue;
    CHECK(analysis::value_less(ParameterValue{std::int64_t{2}}, ParameterValue{std::int64_t{16}}));
    CHECK(analysis::value_less(ParameterValue{2.5}, ParameterValue{std::int64_t{3}}));
    CHECK(analysis::value_less(ParameterValue{std::int64_t{99}}, ParameterValue{std::string{"1"}}));
    CHECK(analysis::value_less(ParameterValue{std::string{"csr"}}, ParameterValue{std::string{"dense"}}));
    CHECK_FALSE(analysis::value_less(ParameterValue{1.0}, ParameterValue{std::int64_t{1}}));
}

TEST_CASE("the recorded group, else the module, else all") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 1);
    model::Benchmark grouped;
    grouped.name = "x.py::a";
    grouped.group = "solvers";
    archive.benchmark(grouped);
    for (const char* name : {"x.py::a", "x.py::b", "json_dumps"}) archive.measured(name, runs, {1});
    const auto history = archive.build();
    const auto groups = analysis::groups(history, {});
    REQUIRE(groups.size() == 3);
    CHECK(groups[0].name == "all benchmarks");
    CHECK(names(history, groups[0].benchmarks) == std::vector<std::string>{"json_dumps"});
    CHECK(groups[1].name == "solvers");
    CHECK(groups[2].name == "x.py");
}

TEST_CASE("members are in the order of their parameters; excluded ones are counted") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 1);
    for (const std::int64_t size : {128, 16, 2}) {
        const std::string name = "f[" + std::to_string(size) + "]";
        archive.parameters(name, {{"size", size}});
        archive.measured(name, runs, {1});
    }
    const auto history = archive.build();
    analysis::ParameterRoles roles;
    roles.exclude = {"size=1*"};
    const auto groups = analysis::groups(history, roles);
    REQUIRE(groups.size() == 1);
    CHECK(names(history, groups[0].benchmarks) == std::vector<std::string>{"f[2]", "f[16]", "f[128]"});
    CHECK(names(history, groups[0].excluded) == std::vector<std::string>{"f[16]", "f[128]"});
}
