#include "site/value_table.hpp"

#include "html/html.hpp"

namespace benchfolio::site {
namespace {

constexpr std::string_view numeric_heading = "<tr><th scope=\"row\" class=\"num\">", heading = "<tr><th scope=\"row\">";

// The columns of numbers, by their place from 2 on: said once, not of each of hundreds of thousands of cells.
std::string classes_of(const std::vector<ValueTable::Column>& columns) {
    std::string classes = "tight fit";
    for (std::size_t i = 1; i < columns.size(); ++i)
        if (columns[i].numeric) classes += " r" + std::to_string(i + 1);
    return classes;
}

}  // namespace

ValueTable::ValueTable(std::string_view caption, const std::vector<Column>& columns) {
    markup_ += "<table class=\"" + classes_of(columns) + "\"><caption class=\"hide\">";
    html::append_escaped(markup_, caption);
    markup_ += "</caption><thead><tr>";
    for (const Column& column : columns) {
        markup_ += column.numeric ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">";
        html::append_escaped(markup_, column.heading);
        markup_ += "</th>";
        openings_.push_back(!openings_.empty() ? "<td>" : column.numeric ? numeric_heading : heading);
    }
    markup_ += "</tr></thead><tbody>\n";
}

void ValueTable::reserve(std::size_t rows) {
    constexpr std::size_t around_a_row = 40, of_a_cell = 28;  // characters: of the markup of a typical table
    markup_.reserve(markup_.size() + rows * (around_a_row + of_a_cell * openings_.size()));
    row_ends_.reserve(rows);
}

void ValueTable::add(std::string_view text) {
    html::append_escaped(markup_ += openings_[column_], text);
    markup_ += column_ == 0 ? "</th>" : "</td>";
    if (++column_ < openings_.size()) return;
    markup_ += "</tr>\n";
    row_ends_.push_back(markup_.size());
    column_ = 0;
}

void ValueTable::add_row(std::initializer_list<std::string_view> cells) {
    for (const std::string_view cell : cells) add(cell);
}

void ValueTable::keep_first(std::size_t rows) {
    if (rows == 0 || rows >= row_ends_.size()) return;
    row_ends_.resize(rows);
    markup_.resize(row_ends_.back());
}

std::string ValueTable::markup() && {
    markup_ += "</tbody></table>";
    return std::move(markup_);
}

}  // namespace benchfolio::site
