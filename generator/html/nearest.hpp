// What a person probably meant by a name that does not exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::html {

// "did you mean X?" with the known name of the smallest edit distance (Levenshtein), the first of equals; "" without
// any.
std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace benchfolio::html
