#include "model/percent.hpp"

#include <charconv>
#include <optional>

namespace benchfolio::model {
namespace {

// The byte that "%XX" at the start of the text stands for.
std::optional<char> byte_at(std::string_view text) {
    if (text.size() < 3 || text.front() != '%') return std::nullopt;
    unsigned char byte = 0;
    const char* const end = text.data() + 3;
    if (std::from_chars(text.data() + 1, end, byte, 16).ptr != end) return std::nullopt;
    return static_cast<char>(byte);
}

}  // namespace

bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text, bool (*stays)(char)) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (stays(c))
            result += c;
        else
            result += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return result;
}

bool is_percent_encoded(std::string_view text) {
    for (auto at = text.find('%'); at != text.npos; at = text.find('%', at + 1))
        if (!byte_at(text.substr(at))) return false;
    return true;
}

std::string percent_decoded(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto byte = byte_at(text);
        result += byte.value_or(text.front());
        text.remove_prefix(byte ? 3 : 1);
    }
    return result;
}

}  // namespace benchfolio::model
