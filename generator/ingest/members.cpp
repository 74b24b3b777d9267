#include "ingest/members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace benchfolio::ingest {
namespace {

using formats::Damage;
using formats::Value;

template <typename Found>
auto present(std::optional<Found> found, std::string_view wanted) {
    if (!found) throw Damage{fmt::format("{} must stand here", wanted)};
    return *found;
}

std::string_view text_of(Value value) {
    return present(formats::text(value), "a text");
}

std::uint64_t count_of(Value value) {
    const std::int64_t count = present(formats::whole_number(value), "a whole number");
    if (count < 0) throw Damage{"a number that is not negative must stand here"};
    return static_cast<std::uint64_t>(count);
}

std::uint32_t small_count_of(Value value) {
    const std::uint64_t count = count_of(value);
    if (count > std::numeric_limits<std::uint32_t>::max()) throw Damage{"this number is too large"};
    return static_cast<std::uint32_t>(count);
}

// What the parser itself complains of, as a Damage, so that it gets its place.
template <typename Read>
void guarded(Read read) {
    try {
        read();
    } catch (const simdjson::simdjson_error& error) {
        throw Damage{error.what()};
    }
}

void for_each_member(Value object, const std::function<void(std::string, Value)>& read) {
    for (formats::Field field : formats::object(object)) {
        const std::string name{std::string_view{field.unescaped_key()}};
        formats::within(name, [&] { guarded([&] { read(name, field.value()); }); });
    }
}

template <typename Number, typename Read>
void append_items(Value list, std::vector<Number>& target, Read read) {
    for_each_item(list, [&](Value item) { target.push_back(read(item)); });
}

}  // namespace

void set(Value value, std::string& target) {
    target = text_of(value);
}

void set(Value value, std::optional<std::string>& target) {
    const auto found = formats::text(value);
    target = found ? std::optional{std::string{*found}} : std::nullopt;
}

void set(Value value, bool& target) {
    target = present(formats::truth(value), "true or false");
}

void set(Value value, double& target) {
    target = formats::number(value).value_or(model::absent);
}

void set(Value value, std::optional<bool>& target) {
    target = formats::truth(value);
}

void set(Value value, std::uint64_t& target) {
    target = count_of(value);
}

void set(Value value, std::optional<std::int64_t>& target) {
    if (formats::is_null(value)) return target.reset();
    target = present(formats::whole_number(value), "a whole number");
}

void set(Value value, model::Time& target) {
    target = present(model::parse_time(text_of(value)), "a time");
}

void set(Value value, std::optional<model::Time>& target) {
    const auto text = formats::text(value);
    target = text ? std::optional{present(model::parse_time(*text), "a time")} : std::nullopt;
}

void set(Value value, model::Direction& target) {
    const std::string_view name = text_of(value);
    for (const auto direction : {model::Direction::lower_is_better, model::Direction::higher_is_better})
        if (name == model::name_of(direction)) return static_cast<void>(target = direction);
    throw Damage{"lower_is_better or higher_is_better must stand here"};
}

void set(Value value, model::RejectionKind& target) {
    const std::string_view name = text_of(value);
    for (const auto kind : {model::RejectionKind::broken, model::RejectionKind::foreign})
        if (name == model::name_of(kind)) return static_cast<void>(target = kind);
    throw Damage{"broken or foreign must stand here"};
}

void set(Value value, std::vector<std::string>& target) {
    append_items(value, target, [](Value item) { return std::string{text_of(item)}; });
}

void set(Value value, std::vector<double>& target) {
    append_items(value, target, [](Value item) { return formats::number(item).value_or(model::absent); });
}

void set(Value value, std::vector<std::uint32_t>& target) {
    append_items(value, target, [](Value item) { return formats::is_null(item) ? 0 : small_count_of(item); });
}

void set(Value value, std::vector<std::uint8_t>& target) {
    append_items(value, target, [](Value item) { return count_of(item) == 0 ? std::uint8_t{0} : std::uint8_t{1}; });
}

void set(Value value, std::vector<std::pair<std::string, std::string>>& target) {
    for_each_member(value, [&](std::string name, Value text) { target.emplace_back(std::move(name), text_of(text)); });
}

void set(Value value, std::vector<model::Dimension>& target) {
    for_each_member(value, [&](std::string name, Value text) {
        target.push_back({std::move(name), std::string{text_of(text)}});
    });
}

void set(Value value, std::vector<model::Parameter>& target) {
    for_each_member(value, [&](std::string name, Value parameter) {
        target.push_back({std::move(name), formats::parameter(parameter)});
    });
}

void for_each_item(Value list, const std::function<void(Value)>& read) {
    std::size_t index = 0;
    for (Value item : formats::array(list)) {
        formats::within("", index, [&] { guarded([&] { read(item); }); });
        ++index;
    }
}

void read_members(Value value, std::initializer_list<Member> members) {
    read_members(formats::object(value), members);
}

void read_members(formats::Object object, std::initializer_list<Member> members) {
    std::vector<std::string_view> missing;
    for (const Member& member : members)
        if (member.required) missing.push_back(member.name);
    for (formats::Field field : object) {
        const std::string name{std::string_view{field.unescaped_key()}};
        const auto* const member = std::ranges::find(members, name, &Member::name);
        formats::within(name, [&] {
            guarded([&] { member == members.end() ? formats::check(field.value()) : member->read(field.value()); });
        });
        std::erase(missing, name);
    }
    if (!missing.empty()) throw Damage{fmt::format("`{}` is missing", missing.front())};
}

}  // namespace benchfolio::ingest
