#include "summary/characters.hpp"

#include <algorithm>
#include <array>

namespace benchfolio::summary {
namespace {

struct Range {
    char32_t first, last;
};

// U+200C and U+200D join letters and emoji; they stay.
constexpr std::array deceptive = {Range{0x00, 0x1f},     Range{0x7f, 0x9f},     Range{0xad, 0xad},
                                  Range{0x61c, 0x61c},   Range{0x180e, 0x180e}, Range{0x200b, 0x200b},
                                  Range{0x200e, 0x200f}, Range{0x2028, 0x202e}, Range{0x2060, 0x206f},
                                  Range{0xfeff, 0xfeff}, Range{0xfff9, 0xfffb}, Range{0xe0000, 0xe007f}};

struct Lead {
    std::size_t bytes;
    unsigned char bits;  // of the first byte that belong to the character
    char32_t least;      // what needs so many bytes; less is not the shortest form
};

std::optional<Lead> lead_of(unsigned char byte) {
    if (byte < 0x80) return Lead{1, 0x7f, 0};
    if (byte >= 0xc2 && byte < 0xe0) return Lead{2, 0x1f, 0x80};
    if (byte >= 0xe0 && byte < 0xf0) return Lead{3, 0x0f, 0x800};
    if (byte >= 0xf0 && byte < 0xf5) return Lead{4, 0x07, 0x10000};
    return std::nullopt;
}

bool is_character(char32_t code, const Lead& lead) {
    const bool surrogate = code >= 0xd800 && code < 0xe000;
    return code >= lead.least && code <= 0x10ffff && !surrogate;
}

}  // namespace

Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto lead = lead_of(byte(0));
    if (!lead || lead->bytes > text.size()) return {};
    char32_t code = byte(0) & lead->bits;
    for (std::size_t i = 1; i < lead->bytes; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        code = code << 6 | (byte(i) & 0x3fU);
    }
    return is_character(code, *lead) ? Character{code, lead->bytes} : Character{};
}

bool is_deceptive(char32_t code) {
    return std::ranges::any_of(deceptive, [&](Range range) { return code >= range.first && code <= range.last; });
}

}  // namespace benchfolio::summary
