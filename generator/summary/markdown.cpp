#include "summary/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/percent.hpp"
#include "summary/characters.hpp"

namespace benchfolio::summary {
namespace {

// Between two characters of UTF-8.
std::string_view cut(std::string_view text) {
    if (text.size() <= longest_text) return text;
    std::size_t end = longest_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end);
}

bool ends_with_letters(std::string_view text, std::string_view lower) {
    if (text.size() < lower.size()) return false;
    const auto same = [](char a, char b) { return a == b || a == b - 'a' + 'A'; };
    return std::ranges::equal(text.substr(text.size() - lower.size()), lower, same);
}

// "www." makes a link of what follows.
bool means_something(std::string_view before, char c) {
    if (c == '.') return ends_with_letters(before, "www");
    return std::string_view{"\\`*_{}[]()<>#!|~&@:\"'$"}.find(c) != std::string_view::npos;
}

// @name, #12 and GH-12: GitHub looks for them in what a reader sees, where a character reference is the character
// again.
bool begins_mention(std::string_view before, char c) {
    return c == '@' || c == '#' || (c == '-' && ends_with_letters(before, "gh"));
}

bool is_web_address(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

bool is_plain_in_address(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte < 0x7f && std::string_view{"<>()[]|\\`\"'{}^*_@"}.find(c) == std::string_view::npos;
}

std::string address(std::string_view url) {
    return model::percent_encoded(url, is_plain_in_address);
}

enum class Mentions { harmless, broken };

constexpr std::string_view word_joiner = "&#8288;";  // has no width, and ends what begins a mention

std::string escaped(std::string_view anything, Mentions mentions) {
    const std::string_view kept = cut(anything);
    std::string result;
    for (std::size_t i = 0; i < kept.size();) {
        const Character character = first_character(kept.substr(i));
        if (!character.code)
            result += "\ufffd";
        else if (is_deceptive(*character.code))
            result += ' ';
        else if (means_something(kept.substr(0, i), kept[i]))
            result += fmt::format("&#{};", static_cast<int>(kept[i]));
        else
            result += kept.substr(i, character.bytes);
        if (mentions == Mentions::broken && begins_mention(kept.substr(0, i), kept[i])) result += word_joiner;
        i += character.bytes;
    }
    return kept.size() < anything.size() ? result + "…" : result;
}

}  // namespace

std::string text(std::string_view anything) {
    return escaped(anything, Mentions::broken);
}

std::string code(std::string_view anything) {
    return "<code>" + escaped(anything, Mentions::harmless) + "</code>";
}

std::string link(std::string_view label, std::string_view url) {
    constexpr std::size_t longest_address = 2000;
    if (!is_web_address(url) || url.size() > longest_address) return std::string{label};
    return fmt::format("[{}]({})", label, address(url));
}

}  // namespace benchfolio::summary
