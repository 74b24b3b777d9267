// Text as tools record it, made fit to be shown and compared from run to run.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace benchfolio::formats {

// Without white space around it; nothing where that leaves nothing or "unknown", which is what tools write then.
std::optional<std::string> known(std::string_view text);

inline constexpr std::size_t longest_parameter = 1000;  // bytes; whole inputs are recorded as parameters too

// Without the addresses of Python objects ("<Grid object at 0x7f31c02a>" is "<Grid object>"), which differ every run,
// and cut to `longest_parameter` bytes between two characters, then with an ellipsis.
std::string parameter_text(std::string_view text);

// JSON without the white space outside its strings.
std::string compact_json(std::string_view json);

}  // namespace benchfolio::formats
