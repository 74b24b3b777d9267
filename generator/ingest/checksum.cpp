#include "ingest/checksum.hpp"

#include <xxhash.h>

namespace benchfolio::ingest {

std::uint64_t checksum(std::string_view bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace benchfolio::ingest
