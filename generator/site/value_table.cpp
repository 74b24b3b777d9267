#include "site/value_table.hpp"

#include "html/html.hpp"

namespace benchfolio::site {
namespace {

std::string_view opening(bool first, bool numeric) {
    if (first) return numeric ? "<tr><th scope=\"row\" class=\"num\">" : "<tr><th scope=\"row\">";
    return numeric ? "<td class=\"num\">" : "<td>";
}

}  // namespace

ValueTable::ValueTable(std::string_view caption, const std::vector<Column>& columns) {
    html::append_escaped(markup_ += "<table class=\"tight fit\"><caption class=\"hide\">", caption);
    markup_ += "</caption><thead><tr>";
    for (const Column& column : columns) {
        markup_ += column.numeric ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">";
        html::append_escaped(markup_, column.heading);
        markup_ += "</th>";
        openings_.push_back(opening(openings_.empty(), column.numeric));
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
