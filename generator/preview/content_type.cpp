#include "preview/content_type.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace benchfolio::preview {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 18> types{{
    {".html", html_type},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".svg", "image/svg+xml; charset=utf-8"},
    {".atom", "application/atom+xml; charset=utf-8"},
    {".xml", "application/xml; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/markdown; charset=utf-8"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/vnd.microsoft.icon"},
    {".woff2", "font/woff2"},
    {".pdf", "application/pdf"},
    {".gz", "application/gzip"},
    {".zip", "application/zip"},
}};

}  // namespace

std::string content_type(std::string_view path) {
    const auto found = std::ranges::find_if(types, [&](const auto& type) { return path.ends_with(type.first); });
    return std::string{found == types.end() ? "application/octet-stream" : found->second};
}

}  // namespace benchfolio::preview
