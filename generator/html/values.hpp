// How the values of a template are kept; private to this room.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "html/html.hpp"

namespace benchfolio::html {

using Section = std::vector<Values>;
using Value = std::variant<std::string, Markup, Section>;

struct Values::Entry {
    Name name;
    Value value;
};

}  // namespace benchfolio::html
