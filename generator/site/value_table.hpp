// The numbers of a picture, for the <details> table under it: written as the markup they become, since a site has
// hundreds of thousands of such rows.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::site {

class ValueTable {
  public:
    struct Column {
        std::string heading;
        bool numeric = false;  // right-aligned
    };

    ValueTable() = default;
    ValueTable(std::string_view caption, const std::vector<Column>& columns);

    // Makes room for so many rows at once.
    void reserve(std::size_t rows);

    // The next cell, as finished text; a row is as many of them as there are columns. The first is the row's heading.
    void add(std::string_view text);
    void add_row(std::initializer_list<std::string_view> cells);

    std::size_t rows() const { return row_ends_.size(); }

    // Drops the rows after the first `rows`.
    void keep_first(std::size_t rows);

    // The <table>.
    std::string markup() &&;

  private:
    std::string markup_;                      // without its end
    std::vector<std::string_view> openings_;  // by column: what stands before a cell's text
    std::vector<std::size_t> row_ends_;       // in the markup
    std::size_t column_ = 0;                  // of the next cell
};

}  // namespace benchfolio::site
