#include "publish/pack.hpp"

#include <zlib.h>

#include <cstdint>
#include <new>
#include <set>
#include <utility>
#include <vector>

#include "model/error.hpp"
#include "publish/bytes.hpp"
#include "publish/digest.hpp"
#include "publish/pack_index.hpp"

namespace benchfolio::publish {
namespace {

// Then come the version and the number of objects.
constexpr std::string_view magic = "PACK";
constexpr std::size_t count_at = 8, smallest = 12 + 20;

constexpr unsigned delta_against_a_name = 7;  // OBJ_REF_DELTA

const Bytef* as_zlib(const char* bytes) {
    return reinterpret_cast<const Bytef*>(bytes);
}

// The kind in three bits between the lowest and the other bits of the size.
void add_head(std::string& out, unsigned kind, std::size_t size) {
    auto byte = static_cast<unsigned>(kind << 4U | (size & 0xfU));
    for (size >>= 4U; size > 0; size >>= 7U) {
        out += static_cast<char>(byte | 0x80U);
        byte = static_cast<unsigned>(size & 0x7fU);
    }
    out += static_cast<char>(byte);
}

void add_compressed(std::string& out, std::string_view bytes) {
    const std::size_t begin = out.size();
    uLongf size = compressBound(static_cast<uLong>(bytes.size()));
    out.resize(begin + size);
    const int done = compress2(reinterpret_cast<Bytef*>(out.data() + begin), &size, as_zlib(bytes.data()),
                               static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION);
    if (done != Z_OK) throw std::bad_alloc{};  // nothing else can go wrong
    out.resize(begin + size);
}

std::uint32_t checksum(std::string_view bytes) {
    return static_cast<std::uint32_t>(crc32_z(0, as_zlib(bytes.data()), bytes.size()));
}

void require_pack(std::string_view bytes, std::size_t count) {
    if (bytes.size() > smallest && bytes.starts_with(magic) && number_at<std::uint32_t>(bytes, count_at) == count)
        return;
    throw model::Error(model::ExitCode::storage, "git", "git left a pack that is damaged");
}

}  // namespace

PackedObject packed_delta(std::string_view name, std::string_view base, std::string_view delta) {
    PackedObject object{.name = bytes_of_hex(name), .bytes = {}};
    add_head(object.bytes, delta_against_a_name, delta.size());
    object.bytes += bytes_of_hex(base);
    add_compressed(object.bytes, delta);
    return object;
}

Pack extended(Pack pack, std::span<const PackedObject> objects, std::size_t digits) {
    std::vector<PackPlace> places = parse_index(pack.index, digits);
    require_pack(pack.bytes, places.size());
    std::set<std::string> names;
    for (const PackPlace& place : places) names.insert(place.name);
    pack.bytes.resize(pack.bytes.size() - digits / 2);  // without its digest
    for (const PackedObject& object : objects) {
        if (!names.insert(object.name).second) continue;
        places.push_back({.name = object.name, .checksum = checksum(object.bytes), .offset = pack.bytes.size()});
        pack.bytes += object.bytes;
    }
    pack.bytes.replace(count_at, sizeof(std::uint32_t), big_endian(static_cast<std::uint32_t>(places.size())));
    GitDigest digest{digits};
    digest.add(pack.bytes);
    const std::string end = digest.taken();
    pack.bytes += end;
    pack.index = index_text(std::move(places), end, digits);
    return pack;
}

}  // namespace benchfolio::publish
