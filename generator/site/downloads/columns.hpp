// Parallel arrays of a data file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/history.hpp"
#include "model/summary_columns.hpp"
#include "site/downloads/number.hpp"

namespace benchfolio::site::downloads {

using model::summary_columns;

inline void append_or_null(std::string& text, const NumberText& number) {
    number.empty() ? text.append("null") : text.append(number);
}

inline void append_cell(std::string& text, double value) {
    append_or_null(text, NumberText{value});
}

// `,\n"name":[...]` with one cell an index of [first, last); `append(text, i)` writes a cell.
template <typename Append>
void append_column(std::string& text, std::string_view name, std::size_t first, std::size_t last, Append append) {
    text.append(",\n\"").append(name).append("\":[");
    for (std::size_t i = first; i < last; ++i) {
        if (i > first) text += ',';
        append(text, i);
    }
    text += ']';
}

}  // namespace benchfolio::site::downloads
