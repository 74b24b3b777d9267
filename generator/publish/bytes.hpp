// Numbers as git's files have them: the highest byte first. Used inside this room only.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace benchfolio::publish {

template <typename Number>
std::string big_endian(Number number) {
    std::string bytes(sizeof number, '\0');
    for (std::size_t i = bytes.size(); i-- > 0; number = static_cast<Number>(number >> 8U))
        bytes[i] = static_cast<char>(number & 0xffU);
    return bytes;
}

// Throws std::out_of_range where the bytes end before it.
template <typename Number>
Number number_at(std::string_view bytes, std::size_t at) {
    const std::string_view digits = bytes.substr(at, sizeof(Number));
    if (digits.size() < sizeof(Number)) throw std::out_of_range("number_at");
    Number number = 0;
    for (const char c : digits) number = static_cast<Number>(number << 8U | static_cast<unsigned char>(c));
    return number;
}

}  // namespace benchfolio::publish
