// Packs of objects told as deltas against others, as git's gitformat-pack document says. Used inside this room only.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace benchfolio::publish {

// An object as it stands in a pack.
struct PackedObject {
    std::string name;   // its digest, as bytes
    std::string bytes;  // head, base and compressed delta
};

// Both names in hexadecimal digits.
PackedObject packed_delta(std::string_view name, std::string_view base, std::string_view delta);

// A pack, and the index without which git does not read it.
struct Pack {
    std::string bytes, index;
};

// A pack with further objects behind those that it has, each once. `digits`: of the name of an object. Throws
// model::Error (storage) where it is no pack, or not with this index.
Pack extended(Pack pack, std::span<const PackedObject> objects, std::size_t digits);

}  // namespace benchfolio::publish
