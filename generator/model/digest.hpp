// SHA-256, the identity of bytes: of a result file (run ids, duplicates) and of a name (slugs).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace benchfolio::model {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);

// The first `digits` (at most 64) lower-case hexadecimal digits of the digest.
std::string hex(const Digest& digest, std::size_t digits = 64);

}  // namespace benchfolio::model
