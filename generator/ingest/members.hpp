// JSON objects member by member into values, with the place of what is wrong.
//
//     read_members(value, {needs("file", rejection.file), may("where", rejection.where)});
//
// Only .cpp files include this header; it is slow to compile.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/json.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

// Each sets `target` to a value, or throws formats::Damage where it is of another type. Null is nothing for what may be
// nothing: an optional, a cell of a column.
void set(formats::Value value, std::string& target);
void set(formats::Value value, std::optional<std::string>& target);
void set(formats::Value value, bool& target);
void set(formats::Value value, std::optional<bool>& target);
void set(formats::Value value, std::uint64_t& target);
void set(formats::Value value, std::optional<std::int64_t>& target);
void set(formats::Value value, double& target);  // null is an absent cell
void set(formats::Value value, model::Time& target);
void set(formats::Value value, std::optional<model::Time>& target);
void set(formats::Value value, model::Direction& target);
void set(formats::Value value, model::RejectionKind& target);
void set(formats::Value value, std::vector<std::string>& target);
void set(formats::Value value, std::vector<double>& target);
void set(formats::Value value, std::vector<std::uint32_t>& target);  // null is 0
void set(formats::Value value, std::vector<std::uint8_t>& target);
void set(formats::Value value, std::vector<std::pair<std::string, std::string>>& target);
void set(formats::Value value, std::vector<model::Dimension>& target);
void set(formats::Value value, std::vector<model::Parameter>& target);

struct Member {
    std::string_view name;
    std::function<void(formats::Value)> read;
    bool required = true;
};

template <typename Target>
Member needs(std::string_view name, Target& target) {
    return {name, [&target](formats::Value value) { set(value, target); }, true};
}

template <typename Target>
Member may(std::string_view name, Target& target) {
    return {name, [&target](formats::Value value) { set(value, target); }, false};
}

// A list whose items `read` makes.
template <typename Item>
Member needs_list(std::string_view name, std::vector<Item>& target, std::function<Item(formats::Value)> read);

// Reads the members that are named and past the others. Throws formats::Damage with the place.
void read_members(formats::Value value, std::initializer_list<Member> members);
void read_members(formats::Object object, std::initializer_list<Member> members);

// `read` for each item of a list, with the place of what it throws.
void for_each_item(formats::Value list, const std::function<void(formats::Value)>& read);

template <typename Item>
Member needs_list(std::string_view name, std::vector<Item>& target, std::function<Item(formats::Value)> read) {
    return {name, [&target, read](formats::Value value) {
                for_each_item(value, [&](formats::Value item) { target.push_back(read(item)); });
            }};
}

}  // namespace benchfolio::ingest
