// How the values of a template are kept; private to this room.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "html/html.hpp"

namespace benchfolio::html {

using Section = std::vector<Values>;
using Value = std::variant<std::string, Markup, Section>;

// Few names to a template: a list is found through faster than a map, and keeps no node a name.
struct Values::Node {
    Node() { named.reserve(16); }  // as many as a row of a table has

    std::vector<std::pair<std::string, Value>> named;

    const Value* find(std::string_view name) const;
    Value& at(std::string_view name);  // made when it is not there
};

}  // namespace benchfolio::html
