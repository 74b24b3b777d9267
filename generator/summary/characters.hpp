// The characters of a text in UTF-8, and which of them are not what they seem.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace benchfolio::summary {

struct Character {
    std::optional<char32_t> code;  // nothing for a byte that is no part of UTF-8 (Unicode 15, table 3-7)
    std::size_t bytes = 1;
};

// The character that begins at the front of `text`, which is not empty.
Character first_character(std::string_view text);

// Whether it cannot be seen and yet changes what is: control characters, line and paragraph ends, marks that turn the
// direction of writing (Unicode Annex 9, 2), characters without width, tags. Joiners, without which some scripts and
// emoji cannot be written, are none of them.
bool is_deceptive(char32_t code);

}  // namespace benchfolio::summary
