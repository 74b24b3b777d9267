// Letters and digits of ASCII, whatever the locale: names of headers, hosts, words of options and ids of commits.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace benchfolio::model {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Of either case, as ids of commits are written.
constexpr bool is_hex_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Digits and nothing else.
inline bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

constexpr char lower_case(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower_case(std::string_view text) {
    std::string lower{text};
    for (char& c : lower) c = lower_case(c);
    return lower;
}

}  // namespace benchfolio::model
