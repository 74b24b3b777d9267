#include "archive/s3/encoding.hpp"

#include <algorithm>

#include "model/percent.hpp"

namespace benchfolio::archive::s3 {

std::string encoded(std::string_view text) {
    return model::percent_encoded(text, model::is_unreserved);
}

std::string encoded_path(std::string_view text) {
    return model::percent_encoded(text, [](char c) { return c == '/' || model::is_unreserved(c); });
}

std::string decoded(std::string_view text) {
    std::string spaced{text};
    std::ranges::replace(spaced, '+', ' ');
    return model::percent_decoded(spaced);
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += {digits[byte >> 4], digits[byte & 15]};
    }
    return text;
}

}  // namespace benchfolio::archive::s3
