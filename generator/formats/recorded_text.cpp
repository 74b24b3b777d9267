#include "formats/recorded_text.hpp"

#include <algorithm>

#include "model/ascii.hpp"

namespace benchfolio::formats {
namespace {

constexpr std::string_view address_mark = " at 0x";

std::string without_addresses(std::string_view text) {
    std::string kept;
    while (kept.size() <= longest_parameter) {
        const auto mark = text.find(address_mark);
        kept += text.substr(0, std::min(mark, longest_parameter + 1));
        if (mark > longest_parameter) break;  // also where there is none
        const auto digits = text.substr(mark + address_mark.size());
        const auto end = std::ranges::find_if_not(digits, model::is_hex_digit);
        if (end == digits.begin()) kept += address_mark;
        text = digits.substr(static_cast<std::size_t>(end - digits.begin()));
    }
    return kept;
}

}  // namespace

std::optional<std::string> known(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::nullopt;
    text = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
    return text == "unknown" ? std::nullopt : std::optional<std::string>{text};
}

std::string parameter_text(std::string_view text) {
    std::string kept = without_addresses(text);
    if (kept.size() <= longest_parameter) return kept;
    std::size_t end = longest_parameter;
    while (end > 0 && (static_cast<unsigned char>(kept[end]) & 0xC0) == 0x80) --end;
    return kept.substr(0, end) + "…";
}

std::string compact_json(std::string_view json) {
    std::string compact;
    bool in_string = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (!in_string && std::string_view{" \t\r\n"}.find(c) != std::string_view::npos) continue;
        compact += c;
        if (c == '"') in_string = !in_string;
        if (c == '\\' && i + 1 < json.size()) compact += json[++i];
    }
    return compact;
}

}  // namespace benchfolio::formats
