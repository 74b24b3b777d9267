// What the preview adds to a page on its way to the browser, and only there: the script that reloads it, and the error
// over it. Nothing of this is in any file.
#pragma once

#include <string>
#include <string_view>

namespace benchfolio::preview {

// Where the script asks for news: outside of what any site has.
inline constexpr std::string_view events_path = "/.benchfolio/events";

// The page with the script and, where `failure` is not empty, the error over it. `build` names the build that the page
// is of: the script reloads the page as soon as there is another.
std::string with_live(std::string page, std::string_view build, std::string_view failure);

// A page with nothing but the error, for when there is no good build yet.
std::string failure_page(std::string_view build, std::string_view failure);

// The state of things as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): `build`,
// and `failure` with the markup of the error, empty where there is none.
std::string events(std::string_view build, std::string_view failure);

}  // namespace benchfolio::preview
