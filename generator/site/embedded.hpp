// The templates and assets that come with the program, and those a user puts in their place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "html/html.hpp"

namespace benchfolio::site {

// "site.css", "site.js". The name is one of assets/.
std::string_view asset(std::string_view name);

std::vector<html::Source> built_in_templates();

// The built-in templates, each replaced by the file of its name in `directory`, if there is one; empty: none. Throws
// model::Error for a folder that cannot be read, or a file in it that is the name of no template.
std::vector<html::Source> templates_with(const std::string& directory);

}  // namespace benchfolio::site
