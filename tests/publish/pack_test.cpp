#include "publish/pack.hpp"

#include <array>
#include <string>
#include <vector>

#include "model/error.hpp"
#include "publish/bytes.hpp"
#include "publish/delta.hpp"
#include "publish/digest.hpp"
#include "publish/pack_index.hpp"
#include "support/catch.hpp"

using namespace benchfolio::publish;
using namespace std::string_literals;

namespace {

// What `git pack-objects` made of the blobs "hello\n" and "hello world\n", and what stands in its index.
const std::string hello = bytes_of_hex("ce013625030ba8dba906f756967f9e9ca394464a");
const std::string world = bytes_of_hex("3b18e512dba79e4c8300dd08aeb37f8e728b8dad");
const std::string gits_pack = bytes_of_hex(
    "5041434b00000002000000023678dacb48cdc9c9e70200084b021f3c78dacb48cdc9c95728cf2fca49e102001e720467"
    "bd8c5777679915e9aa67d1f0afd7893d52bb6813");
const std::vector<PackPlace> gits_places{{world, 0xb3a666a7, 27}, {hello, 0x4ffc5b76, 12}};
const std::string gits_index_digest = bytes_of_hex("72c4ae30617861c3619400e5c0f46371ccfce424");

std::string digest_of(std::string_view bytes) {
    GitDigest digest{40};
    digest.add(bytes);
    return digest.taken();
}

std::string digest_at_end(const std::string& bytes) {
    return bytes.substr(bytes.size() - 20);
}

Pack gits() {
    return {.bytes = gits_pack, .index = index_text(gits_places, digest_at_end(gits_pack), 40)};
}

}  // namespace

TEST_CASE("an index is that of git") {
    const std::string index = gits().index;
    CHECK(index.size() == 8 + 4 * 256 + 2 * (20 + 4 + 4) + 2 * 20);
    CHECK(digest_at_end(index) == gits_index_digest);  // of all bytes before it
    CHECK(parse_index(index, 40) == gits_places);
}

TEST_CASE("objects beyond two gigabytes stand in a table of their own") {
    std::vector<PackPlace> places{{std::string(20, '\0'), 1, 0x7fffffff},
                                  {std::string(20, '\1'), 2, 0x80000000},
                                  {std::string(20, '\2'), 3, 12},
                                  {std::string(20, '\3'), 4, 0x123456789a}};
    const std::string index = index_text(places, std::string(20, 'p'), 40);
    CHECK(index.size() == 8 + 4 * 256 + 4 * (20 + 4 + 4) + 2 * 8 + 2 * 20);
    CHECK(parse_index(index, 40) == places);
    for (auto& place : places) place.name.resize(32);
    CHECK(parse_index(index_text(places, std::string(32, 'p'), 64), 64) == places);
}

TEST_CASE("a damaged index is an error, whatever is cut off or altered") {
    const std::string index = gits().index;
    for (std::size_t size = 0; size < index.size(); size += 7)
        CHECK_THROWS_AS(parse_index(index.substr(0, size), 40), benchfolio::model::Error);
    std::string other = index;
    other[0] = 'x';
    CHECK_THROWS_AS(parse_index(other, 40), benchfolio::model::Error);
}

TEST_CASE("a pack gets further objects behind those that it has") {
    const std::string third(20, '3');
    const PackedObject object =
        packed_delta(hex(third), hex(hello), delta("hello\n", "hello hello, hello there and elsewhere\n"));
    CHECK(object.name == third);
    CHECK(object.bytes.substr(object.bytes.find(hello), 20) == hello);
    CHECK((static_cast<unsigned char>(object.bytes[0]) >> 4U & 7U) == 7U);  // a delta against a name

    const PackedObject known{.name = world, .bytes = "anything"};
    const Pack pack = extended(gits(), std::array{object, known, object}, 40);
    CHECK(pack.bytes.size() == gits_pack.size() + object.bytes.size());
    CHECK(number_at<std::uint32_t>(pack.bytes, 8) == 3);
    CHECK(pack.bytes.substr(gits_pack.size() - 20, object.bytes.size()) == object.bytes);
    CHECK(digest_at_end(pack.bytes) == digest_of(pack.bytes.substr(0, pack.bytes.size() - 20)));

    const std::vector<PackPlace> places = parse_index(pack.index, 40);
    REQUIRE(places.size() == 3);
    CHECK(places[0].name == third);
    CHECK(places[0].offset == gits_pack.size() - 20);
    CHECK(places[1] == gits_places[0]);
    CHECK(places[2] == gits_places[1]);
    CHECK(pack.index.substr(pack.index.size() - 40, 20) == digest_at_end(pack.bytes));
}

TEST_CASE("a pack that is none is an error") {
    for (const std::string& bytes : {""s, "PACK"s, gits_pack.substr(1), gits_pack.substr(0, 30)})
        CHECK_THROWS_AS(extended({bytes, gits().index}, {}, 40), benchfolio::model::Error);
    const std::string of_one = index_text({gits_places[0]}, digest_at_end(gits_pack), 40);
    CHECK_THROWS_AS(extended({gits_pack, of_one}, {}, 40), benchfolio::model::Error);
}

TEST_CASE("digits of digests") {
    CHECK(bytes_of_hex("00ff7a") == "\x00\xff\x7a"s);
    CHECK(hex("\x00\xff\x7a"s) == "00ff7a");
    CHECK(big_endian(std::uint32_t{0x01020304}) == "\1\2\3\4");
    CHECK(number_at<std::uint64_t>("x\0\0\0\0\0\0\1\2"s, 1) == 0x102);
    CHECK_THROWS_AS(number_at<std::uint32_t>("\0\0\0"s, 0), std::out_of_range);
}
