// What a file is to a browser, told by the end of its name, as GitHub Pages tells it.
#pragma once

#include <string>
#include <string_view>

namespace benchfolio::preview {

inline constexpr std::string_view html_type = "text/html; charset=utf-8";

// "text/css; charset=utf-8" for "site.css"; "application/octet-stream" for what is not known.
std::string content_type(std::string_view path);

}  // namespace benchfolio::preview
