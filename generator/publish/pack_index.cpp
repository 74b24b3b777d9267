#include "publish/pack_index.hpp"

#include <algorithm>
#include <array>

#include "model/error.hpp"
#include "publish/bytes.hpp"
#include "publish/digest.hpp"

namespace benchfolio::publish {
namespace {

constexpr std::string_view head{"\377tOc\0\0\0\2", 8};
constexpr std::size_t first_bytes = 256;

// Offsets from here on stand in a table of their own, of eight bytes each; in the first one is their place in it.
constexpr std::uint32_t large = 0x80000000;

[[noreturn]] void damaged() {
    throw model::Error(model::ExitCode::storage, "git", "git left an index of a pack that is damaged");
}

}  // namespace

// After the head: how many names there are up to each first byte; then the names, checksums and offsets; digests.
std::vector<PackPlace> parse_index(std::string_view index, std::size_t digits) {
    const std::size_t name_bytes = digits / 2, names = head.size() + 4 * first_bytes;
    if (!index.starts_with(head) || index.size() < names) damaged();
    const std::size_t count = number_at<std::uint32_t>(index, names - 4);
    const std::size_t checksums = names + count * name_bytes, offsets = checksums + 4 * count;
    const std::size_t large_offsets = offsets + 4 * count;
    if (index.size() < large_offsets + 2 * name_bytes) damaged();
    std::vector<PackPlace> places(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto offset = number_at<std::uint32_t>(index, offsets + 4 * i);
        places[i] = {.name = std::string{index.substr(names + i * name_bytes, name_bytes)},
                     .checksum = number_at<std::uint32_t>(index, checksums + 4 * i),
                     .offset = offset < large
                                   ? offset
                                   : number_at<std::uint64_t>(index, large_offsets + 8 * std::size_t{offset - large})};
    }
    return places;
}

std::string index_text(std::vector<PackPlace> places, std::string_view pack, std::size_t digits) {
    std::ranges::sort(places, {}, &PackPlace::name);
    std::string names, checksums, offsets, large_offsets;
    std::array<std::uint32_t, first_bytes> counts{};
    for (const auto& [name, checksum, offset] : places) {
        ++counts[static_cast<unsigned char>(name.front())];
        names += name;
        checksums += big_endian(checksum);
        const bool is_large = offset >= large;
        offsets += big_endian(is_large ? large + static_cast<std::uint32_t>(large_offsets.size() / 8)
                                       : static_cast<std::uint32_t>(offset));
        if (is_large) large_offsets += big_endian(offset);
    }
    std::string text{head};
    std::uint32_t sum = 0;
    for (const std::uint32_t count : counts) text += big_endian(sum += count);
    for (const std::string* part : {&names, &checksums, &offsets, &large_offsets}) text += *part;
    text += pack;
    GitDigest digest{digits};
    digest.add(text);
    return text + digest.taken();
}

}  // namespace benchfolio::publish
