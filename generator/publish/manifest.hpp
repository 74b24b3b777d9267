// The list of the files of a site, kept in it as .benchfolio.json: what tells our files from other people's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace benchfolio::publish {

inline constexpr std::string_view manifest_name = ".benchfolio.json";

// Path relative to the site's root -> bytes. On a branch they are not told: git keeps each file whole, and so the list
// stays as it is when files change.
using Manifest = std::map<std::string, std::optional<std::uint64_t>>;

std::string manifest_text(const Manifest& manifest);

// Nothing where the text is no manifest of ours. The text is not trusted: paths that lead out of the folder are left
// out.
std::optional<Manifest> parse_manifest(std::string_view text);

// Whether the path stays inside the folder it is relative to: no root, no "..", no empty part.
bool is_inside(std::string_view path);

}  // namespace benchfolio::publish
