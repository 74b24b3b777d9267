#include "archive/s3/checksum.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <string>

#include "archive/s3/encoding.hpp"
#include "archive/s3/listing.hpp"

namespace benchfolio::archive::s3 {
namespace {

std::string digest(const EVP_MD* kind, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> result{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), result.data(), &size, kind, nullptr) != 1) throw std::bad_alloc{};
    return {result.begin(), result.begin() + size};
}

// A cyclic redundancy check of `width` bits: all bits set before and inverted after, least significant bit first.
// R. Williams, "A Painless Guide to CRC Error Detection Algorithms", 1993; `polynomial` is bit-reversed.
template <std::uint64_t polynomial, unsigned width>
std::string crc(std::string_view bytes) {
    static const std::array<std::uint64_t, 256> table = [] {
        std::array<std::uint64_t, 256> entries{};
        for (std::uint64_t i = 0; i < entries.size(); ++i) {
            entries[i] = i;
            for (int bit = 0; bit < 8; ++bit) entries[i] = (entries[i] >> 1) ^ (entries[i] & 1 ? polynomial : 0);
        }
        return entries;
    }();
    constexpr std::uint64_t ones = ~std::uint64_t{0} >> (64 - width);
    std::uint64_t value = ones;
    for (const char byte : bytes) value = table[(value ^ static_cast<unsigned char>(byte)) & 0xff] ^ (value >> 8);
    value ^= ones;
    std::string result;
    for (unsigned shift = width; shift > 0; shift -= 8) result += static_cast<char>(value >> (shift - 8) & 0xff);
    return result;
}

std::string base64(const std::string& bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // and the zero at its end
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

bool is_md5(std::string_view etag) {
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return etag.size() == 32 && std::ranges::all_of(etag, is_digit);
}

bool has_key_of_its_own(const http::Response& response) {
    return response.header("x-amz-server-side-encryption").starts_with("aws:kms") ||
           !response.header("x-amz-server-side-encryption-customer-algorithm").empty();
}

struct Kind {
    std::string_view header;
    std::string (*compute)(std::string_view);
};

// The strongest first.
constexpr std::array kinds = {
    Kind{"x-amz-checksum-sha256", [](std::string_view bytes) { return digest(EVP_sha256(), bytes); }},
    Kind{"x-amz-checksum-sha1", [](std::string_view bytes) { return digest(EVP_sha1(), bytes); }},
    Kind{"x-amz-checksum-crc64nvme", crc<0x9a6c9329ac4bc9b5, 64>},
    Kind{"x-amz-checksum-crc32c", crc<0x82f63b78, 32>},
    Kind{"x-amz-checksum-crc32", crc<0xedb88320, 32>},
};

}  // namespace

Verdict by_checksum(const http::Response& response, std::string_view body) {
    if (response.header("x-amz-checksum-type") == "COMPOSITE") return Verdict::unknown;
    for (const Kind& kind : kinds) {
        const std::string_view told = response.header(kind.header);
        if (told.empty() || told.find('-') != std::string_view::npos) continue;  // "-2": of its parts' checksums
        return base64(kind.compute(body)) == told ? Verdict::right : Verdict::wrong;
    }
    return Verdict::unknown;
}

Verdict by_etag(const http::Response& response, std::string_view body) {
    const std::string_view etag = without_quotes(response.header("etag"));
    if (!is_md5(etag) || has_key_of_its_own(response)) return Verdict::unknown;
    return hex(digest(EVP_md5(), body)) == etag ? Verdict::right : Verdict::wrong;
}

std::string md5_base64(std::string_view bytes) {
    return base64(digest(EVP_md5(), bytes));
}

}  // namespace benchfolio::archive::s3
