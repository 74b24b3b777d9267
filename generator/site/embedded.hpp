// The templates and assets that come with the program, and those a user puts in their place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "html/html.hpp"
#include "system/text_files.hpp"

namespace benchfolio::site {

// "site.css", "site.js", as they come with the program. The name is one of assets/.
std::string_view asset(std::string_view name);

// The built-in templates, each replaced by the file of its name in `directory`, if there is one; empty: none. Throws
// model::Error for a folder that cannot be read, or a file in it that is the name of no template.
std::vector<html::Source> templates_with(const std::string& directory);

// The stylesheet and the script, likewise. The plots' own files keep the built-in style.
std::vector<system::TextFile> assets_with(const std::string& directory);

}  // namespace benchfolio::site
