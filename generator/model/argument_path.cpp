#include "model/argument_path.hpp"

#include <algorithm>
#include <array>

#include "model/ascii.hpp"

namespace benchfolio::model {
namespace {

bool is_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && is_digit(text.front()) &&
           std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '.'; });
}

// "bytes:512", but no "std::string".
bool is_named_value(std::string_view text) {
    const auto colon = text.find(':');
    return colon != text.npos && colon > 0 && colon + 1 < text.size() && text[colon + 1] != ':';
}

bool is_argument(std::string_view text) {
    constexpr std::array words{"real_time", "process_time", "manual_time"};
    return is_decimal(text) || is_named_value(text) || std::ranges::find(words, text) != words.end();
}

}  // namespace

std::string_view without_arguments(std::string_view name) {
    for (auto slash = name.rfind('/'); slash != name.npos && slash > 0; slash = name.rfind('/')) {
        if (!is_argument(name.substr(slash + 1))) break;
        name = name.substr(0, slash);
    }
    return name;
}

std::vector<std::string_view> arguments_of(std::string_view name) {
    std::string_view rest = name.substr(without_arguments(name).size());
    std::vector<std::string_view> arguments;
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const auto end = std::min(rest.find('/'), rest.size());
        arguments.push_back(rest.substr(0, end));
        rest.remove_prefix(end);
    }
    return arguments;
}

}  // namespace benchfolio::model
