#include "preview/address.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace benchfolio::preview {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The byte of two hexadecimal digits.
std::optional<char> byte_of(std::string_view digits) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) return std::nullopt;
    return static_cast<char>(value);
}

bool is_file_name(std::string_view name) {
    constexpr std::string_view never("/\0", 2);
    return !name.empty() && name != "." && name != ".." && name.find_first_of(never) == name.npos;
}

}  // namespace

bool is_local(std::string_view host) {
    const std::size_t colon = host.find(':');
    if (colon != host.npos && !is_number(host.substr(colon + 1))) return false;
    std::string name{host.substr(0, colon)};
    std::ranges::transform(name, name.begin(), lower);
    return name == "127.0.0.1" || name == "localhost";
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const auto byte = byte_of(text.substr(i + 1, 2));
        if (!byte) return std::nullopt;
        out += *byte;
        i += 2;
    }
    return out;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f)
            out += c;
        else
            (out += '%').append({digits[byte >> 4U], digits[byte & 15U]});
    }
    return out;
}

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

std::optional<std::string> file_of(std::string_view path) {
    std::string file;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        const auto name = decoded(path.substr(0, slash));
        if (!name || !is_file_name(*name)) return std::nullopt;
        file += *name;
        if (slash == path.npos) break;
        file += '/';
        path.remove_prefix(slash + 1);
    }
    return file;
}

}  // namespace benchfolio::preview
