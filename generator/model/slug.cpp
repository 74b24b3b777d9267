#include "model/slug.hpp"

#include "model/ascii.hpp"
#include "model/digest.hpp"

namespace benchfolio::model {
namespace {

constexpr std::size_t longest = 80;

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c);
}

}  // namespace

std::string slug(std::string_view name) {
    std::string text;
    for (const char raw : name) {
        const char c = lower_case(raw);
        if (is_plain(c)) {
            text += c;
        } else if (!text.empty() && text.back() != '-') {
            text += '-';
        }
        if (text.size() == longest) break;
    }
    while (!text.empty() && text.back() == '-') text.pop_back();
    if (!text.empty()) text += '-';
    return text + hex(sha256(name), 8);
}

}  // namespace benchfolio::model
