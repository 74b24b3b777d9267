// The names that git gives to the files of a site, computed here: so it is known what of the site the branch has
// already, before any of it is handed to git. Used inside this room only.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "publish/complete_site.hpp"

namespace benchfolio::publish {

// The name of a file's content: the digest of "blob", its length and its bytes, SHA-1 where names have 40 digits, and
// SHA-256 where they have 64 (git's hash-function-transition document).
std::string object_name(std::string_view bytes, std::size_t digits);

using ObjectNames = std::map<std::string, std::string>;  // path relative to the site's root -> name

// Of every file of the site. Throws model::Error (storage) when a file is not what it was.
ObjectNames object_names(const CompleteSite& site, std::size_t digits);

}  // namespace benchfolio::publish
