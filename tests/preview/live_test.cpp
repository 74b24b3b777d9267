#include "preview/live.hpp"

#include "support/catch.hpp"

using namespace benchfolio;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

TEST_CASE("the script stands at the end of the page's body") {
    const std::string page = preview::with_live("<body>a</body><!-- </html> --></html>", "7-1", "");
    CHECK_THAT(page, StartsWith("<body>a<script>") && EndsWith("</script>\n</body><!-- </html> --></html>"));
    CHECK_THAT(page, ContainsSubstring("\"7-1\"") && ContainsSubstring(std::string{preview::events_path}));
}

TEST_CASE("a page that is cut off has the script at its end") {
    CHECK_THAT(preview::with_live("<p>a", "7-1", ""), StartsWith("<p>a<script>"));
    CHECK_THAT(preview::with_live("", "7-1", ""), StartsWith("<script>"));
}

TEST_CASE("the error is text, whatever stands in it") {
    const std::string page = preview::with_live("<body></body>", "7-1", "<script>alert(1)</script> & \"x\"");
    CHECK_THAT(page, ContainsSubstring("<pre>&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"x\"</pre>"));
}

TEST_CASE("news are events of one line a field") {
    CHECK(preview::events("7-2", "") == "event: build\ndata: 7-2\n\nevent: failure\ndata: \n\n");
    const std::string events = preview::events("7-2", "error[config]: a\r\n\r\nevent: build\n --> b");
    CHECK_THAT(events, ContainsSubstring("<pre>error[config]: a\ndata: \ndata: event: build\ndata:  --&gt; b</pre>"));
    CHECK(events.find('\r') == std::string::npos);
}
