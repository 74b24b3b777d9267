// Whether bytes are still those that were written: for files on a disk that may be cut, damaged or swapped. It does not
// protect from somebody who computes it.
#pragma once

#include <cstdint>
#include <string_view>

namespace benchfolio::ingest {

// XXH3, 64 bits (https://xxhash.com): many times faster than a disk gives the bytes.
std::uint64_t checksum(std::string_view bytes);

}  // namespace benchfolio::ingest
