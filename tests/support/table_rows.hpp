// The cells of a table, read back from its markup.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::support {

using Cells = std::vector<std::string>;

// What stands between `open` (which may go on with attributes) and `</`, for each of them.
inline Cells texts_of(std::string_view markup, std::string_view open) {
    Cells texts;
    for (auto at = markup.find(open); at != markup.npos; at = markup.find(open, at)) {
        at = markup.find('>', at) + 1;
        texts.emplace_back(markup.substr(at, markup.find("</", at) - at));
    }
    return texts;
}

inline Cells heading_of_table(std::string_view markup) {
    return texts_of(markup, "<th scope=\"col\"");
}

// By row of the body: its heading and its cells.
inline std::vector<Cells> rows_of_table(std::string_view markup) {
    std::vector<Cells> rows;
    for (auto at = markup.find("<tbody>"); (at = markup.find("<tr>", at)) != markup.npos; ++at) {
        const std::string_view row = markup.substr(at, markup.find("</tr>", at) - at);
        rows.push_back(texts_of(row, "<th"));
        for (std::string& cell : texts_of(row, "<td")) rows.back().push_back(std::move(cell));
    }
    return rows;
}

}  // namespace benchfolio::support
