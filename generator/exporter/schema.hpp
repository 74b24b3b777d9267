// The tables of an export, as data: what each column holds, its type, what it refers to.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::exporter {

enum class Type { text, integer, real, boolean };  // a truth value is 0 or 1 in CSV and SQLite

struct Column {
    std::string_view name;
    Type type = Type::text;
    bool nullable = false;
    std::string_view references;  // "runs": the table whose first column it is a key of; empty: none
    std::string_view what;
};

struct Table {
    std::string_view name, what;
    std::vector<Column> columns;
    bool keyed = false;                     // the first column is its key
    std::vector<std::string_view> indices;  // "benchmark, measure, run"
};

// The number of the schema: changes when a column changes its meaning or goes away.
inline constexpr int schema_version = 1;

// A table comes after those it refers to.
const std::vector<Table>& schema();

std::string_view name_of(Type type);  // "text", "integer", "real", "boolean"

// All of it as Markdown, as `benchfolio export --schema` prints it.
std::string schema_text();

}  // namespace benchfolio::exporter
