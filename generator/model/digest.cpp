#include "model/digest.hpp"

#include <openssl/evp.h>

#include <new>

namespace benchfolio::model {

Digest sha256(std::string_view bytes) {
    Digest digest{};
    unsigned length = 0;
    // The only way this fails is for want of memory.
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::bad_alloc{};
    return digest;
}

std::string hex(const Digest& digest, std::size_t digits) {
    constexpr std::string_view figures = "0123456789abcdef";
    std::string text;
    text.reserve(digits);
    for (std::size_t i = 0; i < digits && i < 2 * digest.size(); ++i) {
        const std::uint8_t byte = digest[i / 2];
        text += figures[i % 2 == 0 ? byte >> 4 : byte & 15];
    }
    return text;
}

}  // namespace benchfolio::model
