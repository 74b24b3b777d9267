// Parallel arrays of a data file.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/history.hpp"
#include "site/downloads/number.hpp"

namespace benchfolio::site::downloads {

// The columns that stand in the files of results as they are, after the estimate and n.
struct NamedColumn {
    std::string_view name;
    std::vector<double> model::Columns::*cells;
};
inline constexpr std::array<NamedColumn, 7> summary_columns{{{"mean", &model::Columns::mean},
                                                             {"stddev", &model::Columns::stddev},
                                                             {"min", &model::Columns::min},
                                                             {"q1", &model::Columns::q1},
                                                             {"median", &model::Columns::median},
                                                             {"q3", &model::Columns::q3},
                                                             {"max", &model::Columns::max}}};

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
