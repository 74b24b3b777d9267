// triage.toml -> what people decided about changes and results. Pure, as config.hpp is.
#pragma once

#include <string>
#include <string_view>

#include "analysis/triage.hpp"

namespace benchfolio::config {

// Throws model::Error (usage) with file:line:column for broken TOML, an unknown key (naming the nearest known one), a
// missing reason, a value of the wrong type or range. `repository_url` is where an issue like "#123" is.
analysis::Triage parse_triage(std::string_view toml, const std::string& file, const std::string& repository_url);

// A commented triage.toml: every key with an example, switched off by the "#" before it. As it stands it says nothing.
std::string_view triage_reference();

}  // namespace benchfolio::config
