// What two runs recorded differently, in words.
#pragma once

#include <string>
#include <vector>

#include "analysis/differences.hpp"

namespace benchfolio::site {

std::string recorded(const std::string& value);  // "not recorded" where there is none

// What may have made a change beside the commit: "numpy 2.3.4 → 2.4.0"; the first few by name, the rest counted.
// "nothing on record" where there is nothing.
std::string told(const std::vector<analysis::Suspect>& suspects);

}  // namespace benchfolio::site
