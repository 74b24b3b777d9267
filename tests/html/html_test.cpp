#include "html/html.hpp"

#include <string>
#include <thread>
#include <vector>

#include "model/error.hpp"
#include "support/catch.hpp"

namespace {

using benchfolio::html::Markup;
using benchfolio::html::Source;
using benchfolio::html::Templates;
using benchfolio::html::Values;
using benchfolio::model::Error;

std::string rendered(const std::string& text, const Values& values) {
    return Templates{{{"page.html", text, "templates/page.html"}}}.render("page.html", values);
}

Error error_of(std::vector<Source> sources, const Values& values) {
    try {
        Templates{sources}.render(sources.front().name, values);
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error");
    throw;
}

Error error_of(const std::string& text, const Values& values = {}) {
    return error_of({{"page.html", text, "templates/page.html"}}, values);
}

Values with(benchfolio::html::Name name, const std::string& text) {
    Values values;
    values.set(name, text);
    return values;
}

}  // namespace

TEST_CASE("a value in text cannot become markup") {
    CHECK(rendered("<p>{{NAME}}</p>", with("NAME", "<script>alert('1')</script>&")) ==
          "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;</p>");
}

TEST_CASE("a value in an attribute cannot leave it") {
    CHECK(rendered("<p title=\"{{NAME}}\">x</p>", with("NAME", "\" onclick=\"evil()")) ==
          "<p title=\"&quot; onclick=&quot;evil()\">x</p>");
}

TEST_CASE("a link cannot run a script") {
    CHECK(rendered("<a href=\"{{URL}}\">x</a>", with("URL", "javascript:alert(1)")) == "<a href=\"#\">x</a>");
    CHECK(rendered("<a href=\"{{URL}}\">x</a>", with("URL", "../b/a.html?x=1&y=2")) ==
          "<a href=\"../b/a.html?x=1&amp;y=2\">x</a>");
    CHECK(rendered("<a href=\"{{URL}}\">x</a>", with("URL", "https://example.org/a:b")) ==
          "<a href=\"https://example.org/a:b\">x</a>");
}

TEST_CASE("markup of our own goes in as it is") {
    Values values;
    values.set("SVG", Markup{"<svg>&amp;</svg>"});
    CHECK(rendered("<div>{{SVG:none}}</div>", values) == "<div><svg>&amp;</svg></div>");
}

TEST_CASE("text cannot be put in without escaping, nor markup be escaped") {
    CHECK(std::string{error_of("<p>{{NAME:none}}</p>", with("NAME", "x")).what()} ==
          "NAME is text and must be escaped");
    Values values;
    values.set("SVG", Markup{"<svg/>"});
    CHECK(error_of("<p>{{SVG}}</p>", values).hint() == "write {{SVG:none}}");
}

TEST_CASE("a section repeats, and its items see the values around them") {
    Values values = with("UNIT", "ms");
    values.add("ROW", with("NAME", "a")).add("ROW", with("NAME", "b"));
    CHECK(rendered("{{#ROW}}<i>{{NAME}} {{UNIT}}</i>{{/ROW}}", values) == "<i>a ms</i><i>b ms</i>");
}

TEST_CASE("a section without items is left out") {
    Values values;
    values.declare("ROW").show("NOTE", false).show("OTHER", true);
    CHECK(rendered("<p>{{#ROW}}x{{/ROW}}{{#NOTE}}y{{/NOTE}}{{#OTHER}}z{{/OTHER}}</p>", values) == "<p>z</p>");
}

TEST_CASE("an include sees the values of the place it stands in") {
    const Templates templates{{{"page.html", "{{#ROW}}{{>cell.html}}{{/ROW}}", "page.html"},
                               {"cell.html", "<td title=\"{{NAME}}\">{{NAME}}</td>", "cell.html"}}};
    Values values;
    values.add("ROW", with("NAME", "<1>"));
    CHECK(templates.render("page.html", values) == "<td title=\"&lt;1&gt;\">&lt;1&gt;</td>");
}

TEST_CASE("an unknown value is an error with file, line and the nearest name") {
    Values values = with("TITLE", "x");
    values.set("HEADING", "y");
    const Error error = error_of("<h1>\n{{! a comment\nof two lines }}\n{{TITEL}}</h1>", values);
    CHECK(std::string{error.what()} == "this page has no value TITEL");
    CHECK(error.place() == "templates/page.html:4");
    CHECK(error.hint() == "did you mean `TITLE`?");
}

TEST_CASE("an unknown value in an include is told with the file of the include") {
    const Error error = error_of(
        {{"page.html", "<p>\n{{>part.html}}", "a/page.html"}, {"part.html", "\n{{X}}", "b/part.html"}}, with("Y", ""));
    CHECK(error.place() == "b/part.html:2");
}

TEST_CASE("broken syntax is an error with file and line") {
    CHECK(error_of("a\n{{#ROW}}\nb").place() == "templates/page.html:2");
    CHECK(std::string{error_of("a\n{{#ROW}}\nb").what()} == "the section {{#ROW}} is not closed");
    CHECK(std::string{error_of("{{#A}}{{#B}}\n{{/A}}{{/B}}").what()} == "{{/A}} stands where {{/B}} is due");
    CHECK(std::string{error_of("x{{/A}}").what()} == "{{/A}} closes a section that is not open");
    CHECK(error_of("one\ntwo {{NAME").place() == "templates/page.html:2");
    CHECK(std::string{error_of("{{NA ME}}").what()} == "cannot read the marker {{NA ME}}");
    CHECK(std::string{error_of("{{}}").what()} == "a marker without a name");
    CHECK(std::string{error_of("{{NAME:html}}").what()} == "cannot read the marker {{NAME:html}}");
}

TEST_CASE("a section where a value is due, and the other way round") {
    Values values;
    values.declare("ROW").set("NAME", "x");
    CHECK(std::string{error_of("{{ROW}}", values).what()} == "ROW is a section, not a value");
    CHECK(std::string{error_of("{{#NAME}}{{/NAME}}", values).what()} == "NAME is a value, not a section");
}

TEST_CASE("an include that does not exist, or includes itself") {
    CHECK(std::string{error_of("\n{{>pgae.html}}").what()} == "no template is called pgae.html");
    CHECK(error_of("\n{{>pgae.html}}").hint() == "did you mean `page.html`?");
    CHECK(std::string{error_of("{{>page.html}}").what()} == "page.html includes itself");
}

TEST_CASE("a template the engine cannot follow is an error") {
    CHECK(error_of("<a href={{URL}} <b>", with("URL", "x")).place() == "templates/page.html:1");
}

TEST_CASE("one set renders from several threads") {
    const Templates templates{{{"page.html", "{{#ROW}}{{NAME}},{{/ROW}}", "page.html"}}};
    Values values;
    for (int i = 0; i < 1000; ++i) values.add("ROW", with("NAME", std::to_string(i)));
    const std::string expected = templates.render("page.html", values);
    std::vector<std::string> results(4);
    std::vector<std::thread> threads;
    for (std::string& result : results) {
        threads.emplace_back([&] { result = templates.render("page.html", values); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& result : results) CHECK(result == expected);
}

TEST_CASE("what no page may hold is shown as such") {
    const Templates templates{{{"page.html", "<b title=\"{{NAME}}\">{{NAME}}</b>", "page.html"}}};
    const std::string hostile{"a\x1b[31m\0b\x7f\t\n", 11};
    CHECK(templates.render("page.html", with("NAME", hostile)).find_first_of(std::string_view{"\x1b\0\x7f", 3}) ==
          std::string::npos);
    CHECK(benchfolio::html::escape(hostile) == "a\uFFFD[31m\uFFFDb\uFFFD\t\n");
}

TEST_CASE("escape is for text and quoted attributes") {
    CHECK(benchfolio::html::escape("<a href=\"x\">'&'</a>") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
}
