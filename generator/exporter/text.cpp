#include "exporter/text.hpp"

#include <array>
#include <charconv>
#include <cstddef>

namespace benchfolio::exporter {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool continues(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

// How many bytes the character at the front of `text` has (RFC 3629: no overlong forms, no surrogates); 0: it is none.
std::size_t character_length(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if (!continues(text, i)) return 0;
    const unsigned second = byte(1);
    const bool refused = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                         (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    return refused ? 0 : length;
}

std::size_t first_invalid(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = character_length(text.substr(at));
        if (length == 0) break;
        at += length;
    }
    return at;
}

}  // namespace

std::string_view valid_text(std::string_view text, std::string& room) {
    std::size_t valid = first_invalid(text);
    if (valid == text.size()) return text;
    room.clear();
    while (!text.empty()) {
        room.append(text.substr(0, valid));
        text.remove_prefix(valid);
        if (text.empty()) break;
        room.append(replacement);
        text.remove_prefix(1);
        valid = first_invalid(text);
    }
    return room;
}

void append_number(std::string& to, double value) {
    std::array<char, 32> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    to.append(digits.data(), end);
}

}  // namespace benchfolio::exporter
