#include "html/values.hpp"

#include <algorithm>

namespace benchfolio::html {
namespace {

// A page may not hold these, not even as references:
// https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream
bool is_no_text(char c) {
    const auto code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\t' && c != '\n' && c != '\r') || code == 0x7F;
}

std::string readable(std::string text) {
    if (std::ranges::none_of(text, is_no_text)) return text;
    std::string instead;
    for (const char c : text) instead += is_no_text(c) ? std::string{"\uFFFD"} : std::string{c};
    return instead;
}

}  // namespace

const Value* Values::Node::find(std::string_view name) const {
    const auto found = std::find_if(named.begin(), named.end(), [&](const auto& entry) { return entry.first == name; });
    return found == named.end() ? nullptr : &found->second;
}

Value& Values::Node::at(std::string_view name) {
    if (const Value* found = find(name)) return const_cast<Value&>(*found);
    return named.emplace_back(std::string{name}, Value{}).second;
}

Values::Values() : node_(std::make_unique<Node>()) {}
Values::Values(Values&&) noexcept = default;
Values& Values::operator=(Values&&) noexcept = default;
Values::~Values() = default;

Values& Values::set(std::string_view name, std::string text) {
    node_->at(name) = readable(std::move(text));
    return *this;
}

Values& Values::set(std::string_view name, Markup markup) {
    node_->at(name) = std::move(markup);
    return *this;
}

Values& Values::show(std::string_view section, bool shown) {
    Section repetitions;
    if (shown) repetitions.emplace_back();
    node_->at(section) = std::move(repetitions);
    return *this;
}

Values& Values::declare(std::string_view section) {
    Value& value = node_->at(section);
    if (!std::holds_alternative<Section>(value)) value = Section{};
    return *this;
}

Values& Values::add(std::string_view section, Values item) {
    declare(section);
    std::get<Section>(node_->at(section)).push_back(std::move(item));
    return *this;
}

std::string escape(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                is_no_text(c) ? escaped.append("\uFFFD") : escaped.append(1, c);
        }
    }
    return escaped;
}

}  // namespace benchfolio::html
