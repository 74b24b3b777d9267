// How the columns of the schema are described. Used inside this room only.
#pragma once

#include "exporter/schema.hpp"

namespace benchfolio::exporter::columns {

inline constexpr bool nullable = true;
inline constexpr auto text = Type::text;
inline constexpr auto integer = Type::integer;
inline constexpr auto real = Type::real;
inline constexpr auto boolean = Type::boolean;

inline Column key(std::string_view name, std::string_view what) {
    return {name, integer, false, {}, what};
}
inline Column refers(std::string_view name, std::string_view table, std::string_view what, bool optional = false) {
    return {name, integer, optional, table, what};
}
inline Column needed(std::string_view name, Type type, std::string_view what) {
    return {name, type, false, {}, what};
}
inline Column maybe(std::string_view name, Type type, std::string_view what) {
    return {name, type, nullable, {}, what};
}

}  // namespace benchfolio::exporter::columns
