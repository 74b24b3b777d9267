// What benchmark names and parameters say about which benchmarks belong together, and in which order.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/parameters.hpp"
#include "model/benchmark.hpp"

namespace benchfolio::analysis {

// "tests/bench_add.py::bench_add[2-dense]" is of the function "tests/bench_add.py::bench_add" with the title
// "bench_add", in the module "tests/bench_add.py". A name without "::" is in no module; "BM_Copy/8/threads:2" is of the
// function "BM_Copy".
std::string_view function_of(std::string_view name);
std::string_view title_of(std::string_view name);
std::optional<std::string_view> module_of(std::string_view name);

// The value of the parameter of that name, if the benchmark has it.
const model::ParameterValue* find_parameter(const model::Benchmark& benchmark, std::string_view name);

// A number that has a place on an axis.
std::optional<double> finite_number(const model::ParameterValue& value);

// Orders values as people do: numbers by size, then everything else by its text.
bool value_less(const model::ParameterValue& a, const model::ParameterValue& b);

// By function, then parameter by parameter, then name: 2 comes before 16.
bool benchmark_less(const model::Benchmark& a, const model::Benchmark& b);

// Whether a filter "name=pattern" of the configuration keeps the benchmark off the plots.
bool is_excluded(const model::Benchmark& benchmark, const ParameterRoles& roles);

}  // namespace benchfolio::analysis
