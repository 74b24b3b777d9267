#include "analysis/naming.hpp"

#include <algorithm>
#include <cmath>

#include "model/argument_path.hpp"
#include "model/glob.hpp"

namespace benchfolio::analysis {

std::string_view function_of(std::string_view name) {
    return model::without_arguments(name.substr(0, name.find('[')));
}

std::string_view title_of(std::string_view name) {
    const std::string_view function = function_of(name);
    const auto separator = function.rfind("::");
    return separator == std::string_view::npos ? function : function.substr(separator + 2);
}

std::optional<std::string_view> module_of(std::string_view name) {
    const auto separator = function_of(name).find("::");
    if (separator == std::string_view::npos || separator == 0) return std::nullopt;
    return name.substr(0, separator);
}

const model::ParameterValue* find_parameter(const model::Benchmark& benchmark, std::string_view name) {
    const auto found = std::ranges::find(benchmark.parameters, name, &model::Parameter::name);
    return found == benchmark.parameters.end() ? nullptr : &found->value;
}

std::optional<double> finite_number(const model::ParameterValue& value) {
    const auto number = model::number_of(value);
    return number && std::isfinite(*number) ? number : std::nullopt;
}

bool value_less(const model::ParameterValue& a, const model::ParameterValue& b) {
    const auto x = finite_number(a), y = finite_number(b);
    if (x && y) return *x < *y;
    if (x || y) return x.has_value();
    return model::text_of(a) < model::text_of(b);
}

bool benchmark_less(const model::Benchmark& a, const model::Benchmark& b) {
    if (function_of(a.name) != function_of(b.name)) return function_of(a.name) < function_of(b.name);
    const std::size_t common = std::min(a.parameters.size(), b.parameters.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (value_less(a.parameters[i].value, b.parameters[i].value)) return true;
        if (value_less(b.parameters[i].value, a.parameters[i].value)) return false;
    }
    return a.name < b.name;
}

bool is_excluded(const model::Benchmark& benchmark, const ParameterRoles& roles) {
    return std::ranges::any_of(roles.exclude, [&](std::string_view filter) {
        const auto equals = filter.find('=');
        if (equals == std::string_view::npos) return false;
        const auto* value = find_parameter(benchmark, filter.substr(0, equals));
        return value != nullptr && model::glob_matches(filter.substr(equals + 1), model::text_of(*value));
    });
}

}  // namespace benchfolio::analysis
