// Columns of text on a terminal.
#pragma once

#include <algorithm>
#include <string_view>

namespace benchfolio::cli {

// Of UTF-8 in which each character takes one column: the bytes that continue a character take none.
inline std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace benchfolio::cli
