#include "site/value_table.hpp"

#include "support/catch.hpp"
#include "support/table_rows.hpp"

namespace benchfolio::site {
namespace {

ValueTable of_two_columns() {
    return {"Runs", {{"Night"}, {"Value", true}}};
}

TEST_CASE("a table of values is written as the markup of a table") {
    ValueTable table = of_two_columns();
    table.add_row({"2 Jan 2024", "1.39 ms"});
    CHECK(table.rows() == 1);
    CHECK(std::move(table).markup() ==
          "<table class=\"tight fit r2\"><caption class=\"hide\">Runs</caption><thead><tr><th scope=\"col\">Night</th>"
          "<th scope=\"col\" class=\"num\">Value</th></tr></thead><tbody>\n"
          "<tr><th scope=\"row\">2 Jan 2024</th><td>1.39 ms</td></tr>\n"
          "</tbody></table>");
}

TEST_CASE("no text of a table becomes markup") {
    ValueTable table{"<a>", {{"b&c"}, {"\"d\""}}};
    table.add_row({"<i>", "it's\x01"});
    const std::string markup = std::move(table).markup();
    CHECK(markup.find("&lt;a&gt;</caption>") != markup.npos);
    CHECK(support::heading_of_table(markup) == support::Cells{"b&amp;c", "&quot;d&quot;"});
    CHECK(support::rows_of_table(markup) == std::vector<support::Cells>{{"&lt;i&gt;", "it&#39;s\uFFFD"}});
}

TEST_CASE("only the first rows of a table are kept, all where there are no more") {
    ValueTable table = of_two_columns();
    for (const char* night : {"3 Jan", "2 Jan", "1 Jan"}) table.add_row({night, "1"});
    table.keep_first(3);
    CHECK(table.rows() == 3);
    table.keep_first(2);
    CHECK(table.rows() == 2);
    CHECK(support::rows_of_table(std::move(table).markup()) ==
          std::vector<support::Cells>{{"3 Jan", "1"}, {"2 Jan", "1"}});
    ValueTable empty = of_two_columns();
    empty.keep_first(5);
    CHECK(empty.rows() == 0);
    CHECK(support::rows_of_table(std::move(empty).markup()).empty());
}

}  // namespace
}  // namespace benchfolio::site
