// Patterns with `*` and `?`, the one pattern language of the configuration: hidden CPUs, aliases, tagged benchmarks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::model {

// Whether the whole text matches: `*` any characters, `?` one, everything else itself. Linear in pattern x text.
bool glob_matches(std::string_view pattern, std::string_view text);

// What each `*` of the pattern stood for (the shortest each, from the left); nothing where the text does not match.
// `?` captures nothing.
std::optional<std::vector<std::string>> glob_capture(std::string_view pattern, std::string_view text);

// The replacement with its k-th `*` replaced by the k-th capture.
std::string glob_fill(std::string_view replacement, const std::vector<std::string>& captures);

}  // namespace benchfolio::model
