// Compressed result files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace benchfolio::formats {

// Whether the bytes start as gzip does (RFC 1952).
bool is_gzip(std::string_view bytes);

// Inflates into `text`, whose memory is reused; several members one after the other are one text. Says what is wrong
// where the bytes are damaged or would inflate to more than `limit` bytes.
std::optional<std::string> gunzip(std::string_view bytes, std::string& text, std::uint64_t limit);

}  // namespace benchfolio::formats
