// Addresses of requests: who may ask, and which file of the site is meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace benchfolio::preview {

// Whether a Host header names this computer, with any port or none. Any other name comes from a page elsewhere whose
// name was made to lead here (DNS rebinding), so that it could read what is served.
bool is_local(std::string_view host);

// What may stand in a header or a link as it is: everything that is no printable ASCII character becomes %XX.
std::string encoded(std::string_view text);

// "/a/b%20c?d" is "/a/b%20c".
std::string_view path_of(std::string_view target);

// The file that a path below the site's root asks for, decoded and relative: each part is a name, none of them "..",
// so nothing outside of the site can be named. Empty or with a slash at the end for a folder. Nothing where it can be
// no file of a site.
std::optional<std::string> file_of(std::string_view path);

}  // namespace benchfolio::preview
