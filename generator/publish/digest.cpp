#include "publish/digest.hpp"

#include <algorithm>
#include <array>
#include <new>

namespace benchfolio::publish {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

// The only way a digest fails is for want of memory.
void require(bool done) {
    if (!done) throw std::bad_alloc{};
}

unsigned value_of(char digit) {
    const std::size_t value = hex_digits.find(digit);
    return value == hex_digits.npos ? 0 : static_cast<unsigned>(value);
}

}  // namespace

GitDigest::GitDigest(std::size_t digits) : context_(EVP_MD_CTX_new()) {
    require(context_ && EVP_DigestInit_ex(context_.get(), digits == 64 ? EVP_sha256() : EVP_sha1(), nullptr) == 1);
}

void GitDigest::add(std::string_view bytes) {
    require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

std::string GitDigest::taken() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> result{};
    unsigned size = 0;
    require(EVP_DigestFinal_ex(context_.get(), result.data(), &size) == 1);
    return {result.begin(), result.begin() + size};
}

std::string hex(std::string_view bytes) {
    std::string digits;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        digits += {hex_digits[byte >> 4U], hex_digits[byte & 0xfU]};
    }
    return digits;
}

std::string bytes_of_hex(std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>(value_of(digits[i]) << 4U | value_of(digits[i + 1]));
    return bytes;
}

}  // namespace benchfolio::publish
