#include "config/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <tuple>

#include "model/error.hpp"
#include "model/time.hpp"

namespace benchfolio::config {
namespace {

std::string type_of(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "an array";
        case toml::node_type::string:
            return "a string";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number with a fraction";
        case toml::node_type::boolean:
            return "true or false";
        default:
            return "a date or time";
    }
}

// A key that needs quotes in TOML keeps them in messages.
std::string part_of(std::string_view key) {
    const bool bare = !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    return bare ? std::string{key} : fmt::format("\"{}\"", key);
}

}  // namespace

void fail_at(const std::string& file, toml::source_position place, const std::string& what, const std::string& hint) {
    throw model::Error(model::ExitCode::usage, "config", what, fmt::format("{}:{}:{}", file, place.line, place.column),
                       hint);
}

toml::table table_of(std::string_view text, const std::string& file) {
    try {
        return toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        fail_at(file, error.source().begin, "this is not TOML: " + std::string{error.description()},
                "the format is TOML: https://toml.io");
    }
}

Value Value::root(const toml::table& table, const std::string& file) {
    return {table, {}, {}, {1, 1}, file};
}

Value::Value(const toml::node& node, std::string key, std::string name, toml::source_position key_place,
             const std::string& file)
    : node_(&node), key_(std::move(key)), name_(std::move(name)), key_place_(key_place), file_(&file) {}

std::string Value::place() const {
    return fmt::format("{}:{}", std::filesystem::path{*file_}.filename().string(), node_->source().begin.line);
}

std::string Value::text() const {
    if (const auto* value = node_->as_string()) return value->get();
    fail_type("a string");
}

std::int64_t Value::whole(std::int64_t low, std::int64_t high) const {
    const auto* value = node_->as_integer();
    if (!value) fail_type("a whole number");
    if (value->get() < low || value->get() > high)
        fail(fmt::format("`{}` must be between {} and {}, not {}", key_, low, high, value->get()));
    return value->get();
}

bool Value::flag() const {
    const auto* value = node_->as_boolean();
    if (value == nullptr) fail_type("true or false");
    return value->get();
}

double Value::number() const {
    const auto value = node_->value<double>();
    if (!node_->is_number() || !value) fail_type("a number");
    if (!std::isfinite(*value)) fail(fmt::format("`{}` must be finite", key_));
    return *value;
}

std::chrono::sys_days Value::date() const {
    if (const auto* value = node_->as_date()) {
        const toml::date& date = value->get();
        return std::chrono::year{date.year} / date.month / date.day;
    }
    const auto time = node_->is_string() ? model::parse_time(text() + "T00:00:00Z") : std::nullopt;
    if (!time) fail(fmt::format("`{}` must be a date", key_), name_ + " = 2026-12-24");
    return std::chrono::floor<std::chrono::days>(*time);
}

std::vector<Value> Value::items() const {
    const auto* array = node_->as_array();
    if (!array) fail_type("an array");
    std::vector<Value> values;
    for (const toml::node& item : *array) {
        const std::string index = fmt::format("[{}]", values.size());
        values.push_back(Value{item, key_ + index, name_ + index, item.source().begin, *file_});
    }
    return values;
}

std::vector<std::string> Value::texts() const {
    std::vector<std::string> all;
    for (const Value& item : items()) all.push_back(item.text());
    return all;
}

std::vector<Value> Value::entries() const {
    const auto* table = node_->as_table();
    if (!table) fail_type("a table");
    std::vector<Value> values;
    for (const auto& [name, node] : *table) {
        const std::string prefix = key_.empty() ? "" : key_ + ".";
        values.push_back(
            Value{node, prefix + part_of(name.str()), std::string{name.str()}, name.source().begin, *file_});
    }
    std::ranges::sort(values, {}, [](const Value& v) { return std::tuple{v.key_place_.line, v.key_place_.column}; });
    return values;
}

void Value::fail(const std::string& what, const std::string& hint) const {
    fail_at(*file_, node_->source().begin, what, hint);
}

void Value::fail_key(const std::string& what, const std::string& hint) const {
    fail_at(*file_, key_place_, what, hint);
}

void Value::fail_type(const std::string& wanted) const {
    fail(fmt::format("`{}` must be {}, not {}", key_, wanted, type_of(*node_)));
}

}  // namespace benchfolio::config
