// The index of a pack, version 2, as git's gitformat-pack document says. Used inside this room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::publish {

// Where an object stands in a pack, and the checksum (zlib's CRC-32) of what stands there.
struct PackPlace {
    std::string name;  // the object's digest, as bytes
    std::uint32_t checksum = 0;
    std::uint64_t offset = 0;
    bool operator==(const PackPlace&) const = default;
};

// `digits`: of the name of an object. Throws model::Error (storage) where the text is no such index.
std::vector<PackPlace> parse_index(std::string_view index, std::size_t digits);

// `pack`: the digest at the end of the pack, as bytes.
std::string index_text(std::vector<PackPlace> places, std::string_view pack, std::size_t digits);

}  // namespace benchfolio::publish
