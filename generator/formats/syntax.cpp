#include "formats/syntax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "model/ascii.hpp"

namespace benchfolio::formats {
namespace {

constexpr int deepest = 1000;  // what a result nests is single digits; a recursion must end before the stack does

// A recursive descent over the grammar that builds nothing. Throws the Defect it meets.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    void document() {
        value(0);
        space();
        if (!at_end()) fail("something follows the end of the JSON");
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0;

    bool at_end() const { return at_ == text_.size(); }
    char next() const { return at_end() ? '\0' : text_[at_]; }
    [[noreturn]] void fail(std::string reason) const { throw Defect{std::move(reason), at_}; }

    void space() {
        while (!at_end() && std::string_view{" \t\r\n"}.find(text_[at_]) != std::string_view::npos) ++at_;
    }

    bool take(char c) {
        if (next() != c || at_end()) return false;
        ++at_;
        return true;
    }

    void expect(char c, std::string_view where) {
        space();
        if (take(c)) return;
        if (at_end()) fail(fmt::format("the JSON ends in the middle of {}", where));
        fail(fmt::format("'{}' is missing in {}", c, where));
    }

    void value(int depth) {
        if (depth > deepest) fail(fmt::format("nested more than {} deep", deepest));
        space();
        if (at_end()) fail(depth == 0 ? "there is no JSON" : "the JSON ends where a value is missing");
        switch (next()) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '"':
                return string();
            default:
                return scalar();
        }
    }

    void object(int depth) {
        take('{');
        space();
        if (take('}')) return;
        do {
            space();
            if (at_end()) fail("the JSON ends in the middle of an object");
            if (next() != '"') fail("a name in quotes is missing in an object");
            string();
            expect(':', "an object");
            value(depth + 1);
            space();
        } while (take(','));
        expect('}', "an object");
    }

    void array(int depth) {
        take('[');
        space();
        if (take(']')) return;
        do {
            value(depth + 1);
            space();
        } while (take(','));
        expect(']', "an array");
    }

    void string() {
        take('"');
        while (!at_end() && next() != '"') {
            if (static_cast<unsigned char>(next()) < 0x20) fail("a control character in a string");
            if (take('\\')) {
                escape();
            } else {
                ++at_;
            }
        }
        if (!take('"')) fail("the JSON ends in the middle of a string");
    }

    void escape() {
        if (at_end()) return;
        if (take('u')) return surrogates();
        if (std::string_view{"\"\\/bfnrt"}.find(next()) == std::string_view::npos)
            fail("an unknown escape in a string");
        ++at_;
    }

    // A UTF-16 code unit that is half of a pair must be followed by the other half.
    void surrogates() {
        const unsigned first = code_unit();
        if (first >= 0xDC00 && first < 0xE000) fail("half of a surrogate pair in a string");
        if (first < 0xD800 || first >= 0xE000) return;
        if (!take('\\') || !take('u')) fail("half of a surrogate pair in a string");
        const unsigned second = code_unit();
        if (second < 0xDC00 || second >= 0xE000) fail("half of a surrogate pair in a string");
    }

    unsigned code_unit() {
        unsigned unit = 0;
        for (int i = 0; i < 4; ++i, ++at_) {
            if (!model::is_hex_digit(next())) fail("an escape in a string lacks its four hexadecimal digits");
            const char c = next();
            unit = unit * 16 + static_cast<unsigned>(model::is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return unit;
    }

    void scalar() {
        for (const std::string_view word : {"true", "false", "null", "NaN", "Infinity", "-Infinity"}) {
            if (!text_.substr(at_).starts_with(word)) continue;
            at_ += word.size();
            return;
        }
        if (next() == '-' || model::is_digit(next())) return number();
        fail("something that is no JSON value");
    }

    void number() {
        take('-');
        if (!take('0')) digits();
        if (take('.')) digits();
        if (next() != 'e' && next() != 'E') return;
        ++at_;
        if (!take('+')) take('-');
        digits();
    }

    void digits() {
        if (at_end()) fail("the JSON ends in the middle of a number");
        if (!model::is_digit(next())) fail("a number lacks a digit");
        while (model::is_digit(next())) ++at_;
    }
};

// How many bytes the sequence at the front has, 0 where it is none. The table of Unicode 15, section 3.9, D92.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
    };
    const auto trails = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const std::uint8_t lead = byte(0), second = byte(1);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return trails(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool in_range = (lead != 0xE0 || second >= 0xA0) && (lead != 0xED || second < 0xA0);
        return in_range && trails(1) && trails(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool in_range = (lead != 0xF0 || second >= 0x90) && (lead != 0xF4 || second < 0x90);
        return in_range && trails(1) && trails(2) && trails(3) ? 4 : 0;
    }
    return 0;
}

// The bare word of Python's that starts here, if one does.
std::string_view bare_nan(std::string_view text) {
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"})
        if (text.starts_with(word)) return word;
    return {};
}

// Where the string that starts at `at` ends: the byte after its closing quote.
std::size_t end_of_string(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\') ++at;
    return std::min(at + 1, json.size());
}

}  // namespace

std::optional<Defect> first_defect(std::string_view json) {
    if (const auto offset = first_invalid_utf8(json)) return Defect{"invalid UTF-8", *offset};
    try {
        Scanner{json}.document();
    } catch (const Defect& defect) {
        return defect;
    }
    return std::nullopt;
}

std::string line_and_column(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line = 1 + std::ranges::count(before, '\n');
    const auto start = before.rfind('\n');
    const std::size_t column = offset - (start == std::string_view::npos ? 0 : start + 1) + 1;
    return fmt::format("line {}, column {}", line, column);
}

std::optional<std::string> without_bare_nan(std::string_view json) {
    std::string text;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < json.size();) {
        if (json[at] == '"') {
            at = end_of_string(json, at);
        } else if (const auto word = bare_nan(json.substr(at)); !word.empty()) {
            text.append(json.substr(copied, at - copied)).append("null");
            copied = at += word.size();
        } else {
            ++at;
        }
    }
    if (copied == 0) return std::nullopt;
    return text.append(json.substr(copied));
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text.substr(at));
        if (length == 0) return at;
        at += length;
    }
    return std::nullopt;
}

}  // namespace benchfolio::formats
