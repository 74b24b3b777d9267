// Texts and numbers as the writers of this room put them.
#pragma once

#include <string>
#include <string_view>

namespace benchfolio::exporter {

// The text itself where it is UTF-8; else `room` with it, each byte that is not being U+FFFD.
std::string_view valid_text(std::string_view text, std::string& room);

// The shortest text that reads as this number again.
void append_number(std::string& to, double value);

}  // namespace benchfolio::exporter
