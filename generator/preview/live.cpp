#include "preview/live.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace benchfolio::preview {
namespace {

// Asks for news only while the page can be seen: a browser keeps few connections to one server, and tabs in the
// background would use them up. Reloading keeps the place on the page.
constexpr std::string_view script = R"(<script>
(() => {{
  let news;
  const textOf = failure => failure?.querySelector("pre").textContent;
  const show = markup => {{
    const old = document.getElementById("benchfolio-failure"), made = document.createElement("template");
    made.innerHTML = markup;
    if (textOf(old) === textOf(made.content.firstElementChild)) return;
    old?.remove();
    document.body.append(made.content);
  }};
  const leave = () => {{ news?.close(); news = undefined }};
  const listen = () => {{
    if (news || document.hidden) return;
    news = new EventSource("{}");
    news.addEventListener("build", event => {{ if (event.data !== "{}") location.reload() }});
    news.addEventListener("failure", event => show(event.data));
    news.addEventListener("error", () => {{ leave(); setTimeout(listen, 1000) }});
  }};
  document.addEventListener("visibilitychange", () => document.hidden ? leave() : listen());
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
}})();
</script>
)";

// Whatever the page's own stylesheet says, and it may be the thing that is broken, this looks the same.
constexpr std::string_view style = R"(<style>
#benchfolio-failure, #benchfolio-failure * { all: revert; box-sizing: border-box }
#benchfolio-failure {
  color-scheme: light dark; position: fixed; z-index: 2147483647; inset: auto 0 0 0; max-height: 70vh; overflow: auto;
  background: #fff; color: #1b1f24; border-top: 4px solid #b3261e; box-shadow: 0 -4px 24px #0004;
  font: 16px/1.5 system-ui, sans-serif; text-align: left }
#benchfolio-failure details { max-width: 1200px; margin: 0 auto; padding: 12px 16px }
#benchfolio-failure summary { cursor: pointer; font-weight: 650; color: #a11b14 }
#benchfolio-failure pre {
  margin: 8px 0; font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
#benchfolio-failure p { margin: 0; font-size: 14px; color: #57606a }
#benchfolio-failure summary:focus-visible { outline: 2px solid #0a58a6; outline-offset: 2px }
@media (prefers-color-scheme: dark) {
  #benchfolio-failure { background: #1b222a; color: #e6eaee; border-top-color: #ff897d }
  #benchfolio-failure summary { color: #ffb4ab }
  #benchfolio-failure p { color: #a3adb8 }
  #benchfolio-failure summary:focus-visible { outline-color: #6cb6ff }
}
@media print { #benchfolio-failure { display: none } }
</style>
)";

// The only thing on its page, it stands where reading begins.
constexpr std::string_view alone_style = "<style>#benchfolio-failure { inset: 0 0 auto 0 }</style>\n";

constexpr std::string_view over_a_page = "This is the last good page. It comes up to date as soon as this is mended.";
constexpr std::string_view alone = "There is nothing to show yet. The site comes up as soon as this is mended.";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

std::string error_markup(std::string_view build, std::string_view failure) {
    if (failure.empty()) return {};
    return fmt::format(
        "<div id=\"benchfolio-failure\" role=\"alert\">\n{}{}<details open><summary>This could not be built</summary>\n"
        "<pre>{}</pre>\n<p>{}</p></details></div>\n",
        style, build.empty() ? alone_style : "", escaped(failure), build.empty() ? alone : over_a_page);
}

std::string script_of(std::string_view build) {
    return fmt::format(script, events_path, build);
}

std::string event(std::string_view name, std::string_view data) {
    std::string text = fmt::format("event: {}\ndata: ", name);
    for (const char c : data) {
        if (c == '\n')
            text += "\ndata: ";
        else if (c != '\r')
            text += c;
    }
    return text + "\n\n";
}

}  // namespace

std::string with_live(std::string page, std::string_view build, std::string_view failure) {
    const std::size_t end = page.rfind("</body>");
    page.insert(std::min(end, page.size()), error_markup(build, failure) + script_of(build));
    return page;
}

std::string failure_page(std::string_view build, std::string_view failure) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Not built · benchfolio</title>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\"></head>\n<body>\n{}{}</body></html>\n",
        error_markup(build, failure), script_of(build));
}

std::string events(std::string_view build, std::string_view failure) {
    return event("build", build) + event("failure", error_markup(build, failure));
}

}  // namespace benchfolio::preview
