// Where and why a text is not JSON. The fast parser says only that something is wrong; these slow functions run after
// it has given up, to tell a person the place.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace benchfolio::formats {

struct Defect {
    std::string reason;      // "the JSON ends in the middle of a string"
    std::size_t offset = 0;  // byte of the text where it shows
};

// The first place where the text departs from RFC 8259; nothing for a sound text. Python's bare NaN, Infinity and
// -Infinity count as values, since the json module of Python writes them.
std::optional<Defect> first_defect(std::string_view json);

// "line 3, column 17"; both count from 1, columns in bytes.
std::string line_and_column(std::string_view text, std::size_t offset);

// The text with every bare NaN, Infinity and -Infinity outside strings as null; nothing where there is none.
std::optional<std::string> without_bare_nan(std::string_view json);

// The byte where UTF-8 (RFC 3629) is violated first.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

}  // namespace benchfolio::formats
