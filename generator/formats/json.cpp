#include "formats/json.hpp"

#include <fmt/format.h>

#include <charconv>

#include "formats/recorded_text.hpp"
#include "formats/syntax.hpp"

namespace benchfolio::formats {
namespace {

constexpr int deepest = 500;  // a recursion must end before the stack does

std::string_view name_of(JsonType type) {
    switch (type) {
        case JsonType::array:
            return "a list";
        case JsonType::object:
            return "an object";
        case JsonType::number:
            return "a number";
        case JsonType::string:
            return "a string";
        case JsonType::boolean:
            return "true or false";
        default:
            return "null";
    }
}

[[noreturn]] void wrong_type(JsonType type, std::string_view wanted) {
    throw Damage{fmt::format("{} stands where {} must be", name_of(type), wanted)};
}

void check_to(Value value, int depth);

void check_members(Object members, int depth) {
    for (Field field : members) {
        static_cast<void>(std::string_view{field.unescaped_key()});
        check_to(field.value(), depth);
    }
}

void check_to(Value value, int depth) {
    if (depth > deepest) throw Damage{fmt::format("nested more than {} deep", deepest)};
    switch (type_of(value)) {
        case JsonType::object:
            return check_members(value.get_object(), depth + 1);
        case JsonType::array:
            for (Value item : Array{value.get_array()}) check_to(item, depth + 1);
            return;
        case JsonType::number:
            static_cast<void>(double{value.get_double()});
            return;
        case JsonType::string:
            static_cast<void>(std::string_view{value.get_string()});
            return;
        case JsonType::boolean:
            static_cast<void>(bool{value.get_bool()});
            return;
        default:
            if (!bool{value.is_null()}) throw simdjson::simdjson_error{simdjson::N_ATOM_ERROR};
    }
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::string_view{" \t\r\n,"}.find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    return text;
}

model::ParameterValue number_parameter(Value value) {
    const std::string_view written = trimmed(value.raw_json_token());
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), whole);
    const double real = value.get_double();
    if (error == std::errc{} && end == written.data() + written.size()) return whole;
    return real;
}

model::ParameterValue nested(std::string_view json) {
    if (first_defect(json)) throw simdjson::simdjson_error{simdjson::TAPE_ERROR};
    return model::Nested{parameter_text(compact_json(json))};
}

// Lists of flags and the like, "JIT, NOGIL": what in them is no text, number or truth value is left out.
std::optional<std::string> text_or_list(Value value) {
    if (type_of(value) != JsonType::array) return scalar_text(value);
    std::string list;
    for (Value item : array(value))
        if (const auto text = scalar_text(item)) (list += list.empty() ? "" : ", ") += *text;
    return list;
}

// The text at `path` in one member, where its name is how the path begins.
std::optional<std::string> text_below(std::string_view name, Value value, std::string_view path) {
    if (name == path) return text_or_list(value);
    const bool leads_on = path.size() > name.size() && path.starts_with(name) && path[name.size()] == '.';
    if (leads_on && type_of(value) == JsonType::object)
        return text_at(value.get_object(), path.substr(name.size() + 1));
    return std::nullopt;
}

}  // namespace

Damage& Damage::within(std::string_view outer) {
    const bool joined = where_.empty() || where_.front() == '[';
    where_ = fmt::format("{}{}{}", outer, joined ? "" : ".", where_);
    return *this;
}

JsonType type_of(Value value) {
    return value.type();
}

simdjson::ondemand::document start(simdjson::ondemand::parser& parser, std::string& text, std::size_t from) {
    text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    return parser.iterate(simdjson::padded_string_view{text.data() + from, text.size() - from, text.capacity() - from});
}

std::optional<double> number(Value value) {
    const JsonType type = value.type();
    if (type == JsonType::number) return double{value.get_double()};
    if (type == JsonType::null && is_null(value)) return std::nullopt;
    wrong_type(type, "a number");
}

std::optional<std::string_view> text(Value value) {
    const JsonType type = value.type();
    if (type == JsonType::string) return std::string_view{value.get_string()};
    if (type == JsonType::null && is_null(value)) return std::nullopt;
    wrong_type(type, "a string");
}

std::optional<bool> truth(Value value) {
    const JsonType type = value.type();
    if (type == JsonType::boolean) return bool{value.get_bool()};
    if (type == JsonType::null && is_null(value)) return std::nullopt;
    wrong_type(type, "true or false");
}

Object object(Value value) {
    if (const JsonType type = value.type(); type != JsonType::object) wrong_type(type, "an object");
    return value.get_object();
}

Array array(Value value) {
    if (const JsonType type = value.type(); type != JsonType::array) wrong_type(type, "a list");
    return value.get_array();
}

bool is_null(Value value) {
    return value.is_null();
}

std::optional<std::string> scalar_text(Value value) {
    switch (type_of(value)) {
        case JsonType::string:
            return std::string{std::string_view{value.get_string()}};
        case JsonType::boolean:
            return bool{value.get_bool()} ? "true" : "false";
        case JsonType::number: {
            std::string written{trimmed(value.raw_json_token())};
            check(value);
            return written;
        }
        default:
            check(value);
            return std::nullopt;
    }
}

std::optional<std::string> known_text(Value value) {
    const auto written = scalar_text(value);
    return written ? known(*written) : std::nullopt;
}

std::optional<std::int64_t> whole_number(Value value) {
    const auto written = scalar_text(value);
    if (!written) return std::nullopt;
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(written->data(), written->data() + written->size(), whole);
    if (error != std::errc{} || end != written->data() + written->size()) return std::nullopt;
    return whole;
}

void check(Value value) {
    check_to(value, 0);
}

std::string_view raw(Value value) {
    switch (type_of(value)) {
        case JsonType::object:
            return trimmed(Object{value.get_object()}.raw_json());
        case JsonType::array:
            return trimmed(Array{value.get_array()}.raw_json());
        default:
            return trimmed(value.raw_json_token());
    }
}

model::ParameterValue parameter(Value value) {
    switch (type_of(value)) {
        case JsonType::boolean:
            return bool{value.get_bool()};
        case JsonType::number:
            return number_parameter(value);
        case JsonType::string:
            return parameter_text(value.get_string());
        case JsonType::null:
            check(value);
            return std::monostate{};
        default:
            return nested(raw(value));
    }
}

std::optional<std::string> text_at(Object root, std::string_view path) {
    std::optional<std::string> found;
    for (Field field : root) {
        const std::string_view name = field.unescaped_key();
        if (auto text = text_below(name, field.value(), path)) found = std::move(text);
    }
    return found;
}

}  // namespace benchfolio::formats
