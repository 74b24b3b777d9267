#include "model/benchmark.hpp"

#include <fmt/format.h>

namespace benchfolio::model {
namespace {

struct AsText {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return fmt::format("{}", value); }
    std::string operator()(const std::string& value) const { return value; }
    std::string operator()(const Nested& value) const { return value.json; }
};

}  // namespace

std::string_view name_of(Direction direction) {
    return direction == Direction::lower_is_better ? "lower_is_better" : "higher_is_better";
}

std::string text_of(const ParameterValue& value) {
    return std::visit(AsText{}, value);
}

std::optional<double> number_of(const ParameterValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
    if (const auto* real = std::get_if<double>(&value)) return *real;
    return std::nullopt;
}

}  // namespace benchfolio::model
