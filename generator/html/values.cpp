#include "html/values.hpp"

#include <algorithm>
#include <array>

namespace benchfolio::html {
namespace {

constexpr std::size_t usual_entries = 16;  // as many as a row of a table has

// A page may not hold these, not even as references:
// https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream
constexpr bool is_no_text(unsigned char code) {
    return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7F;
}

// What stands for a character in markup; empty where it may stand for itself.
constexpr std::string_view replacement(unsigned char code) {
    switch (code) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return is_no_text(code) ? "\uFFFD" : "";
    }
}

// By character: nearly all text is asked and needs nothing.
using Table = std::array<bool, 256>;

template <class Asked>
constexpr Table table_of(Asked asked) {
    Table table{};
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = asked(static_cast<unsigned char>(i));
    return table;
}

constexpr Table no_text = table_of(is_no_text);
constexpr Table unsafe = table_of([](unsigned char code) { return !replacement(code).empty(); });

bool is_unreadable(char c) {
    return no_text[static_cast<unsigned char>(c)];
}

bool is_unsafe(char c) {
    return unsafe[static_cast<unsigned char>(c)];
}

std::string readable(std::string text) {
    if (std::ranges::none_of(text, is_unreadable)) return text;
    std::string instead;
    for (const char c : text) instead += is_unreadable(c) ? std::string{"\uFFFD"} : std::string{c};
    return instead;
}

}  // namespace

Values::Values() = default;
Values::Values(Values&&) noexcept = default;
Values& Values::operator=(Values&&) noexcept = default;
Values::~Values() = default;

const Values::Entry* Values::find(std::string_view name, std::uint32_t hash) const {
    for (const Entry& entry : entries_) {
        if (entry.name.hash == hash && entry.name.text == name) return &entry;
    }
    return nullptr;
}

Values::Entry& Values::at(Name name) {
    if (const Entry* found = find(name.text, name.hash)) return const_cast<Entry&>(*found);
    if (entries_.empty()) entries_.reserve(usual_entries);
    return entries_.emplace_back(Entry{name, {}});
}

Values& Values::set(Name name, std::string text) {
    at(name).value = readable(std::move(text));
    return *this;
}

Values& Values::set(Name name, Markup markup) {
    at(name).value = std::move(markup);
    return *this;
}

Values& Values::show(Name section, bool shown) {
    Section repetitions;
    if (shown) repetitions.emplace_back();
    at(section).value = std::move(repetitions);
    return *this;
}

Values& Values::declare(Name section) {
    Value& value = at(section).value;
    if (!std::holds_alternative<Section>(value)) value = Section{};
    return *this;
}

Values& Values::add(Name section, Values item) {
    Value& value = at(section).value;
    if (!std::holds_alternative<Section>(value)) value = Section{};
    std::get<Section>(value).push_back(std::move(item));
    return *this;
}

std::string escape(std::string_view text) {
    std::string escaped;
    append_escaped(escaped, text);
    return escaped;
}

void append_escaped(std::string& out, std::string_view text) {
    for (auto rest = text.begin(); rest != text.end();) {
        const auto found = std::find_if(rest, text.end(), is_unsafe);
        out.append(rest, found);
        if (found == text.end()) return;
        out.append(replacement(static_cast<unsigned char>(*found)));
        rest = found + 1;
    }
}

}  // namespace benchfolio::html
