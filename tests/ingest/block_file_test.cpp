#include "ingest/block_file.hpp"

#include <cstring>

#include "ingest/checksum.hpp"
#include "ingest/combine.hpp"
#include "ingest/merge.hpp"
#include "ingest/worker.hpp"
#include "stats/random.hpp"
#include "support/catch.hpp"
#include "support/history_text.hpp"
#include "support/result_files.hpp"

using namespace benchfolio;
using namespace benchfolio::ingest;
using namespace support;

namespace {

const Options options;
const Label ours{model::sha256("archive"), model::sha256("reader")};

Fetched file(const std::string& key, const std::string& bytes) {
    return {{key, bytes.size(), "version of " + key}, bytes, {}};
}

// Small, with something of everything.
Block small_block() {
    Worker worker{options};
    for (Fetched fetched :
         {file("1.json", run("01", benchmark("a", R"("data": [3, 1, 2])") + "," + benchmark("failed", ""))),
          file("2.json", run("02", benchmark("a", reported(4)) + "," + benchmark("b", R"("data": [7])"), epyc)),
          file("3.json", "{"),
          file("4.json", R"({"benchfolio_failure": 1, "time": "2022-01-28T00:00:00Z", "outcome": "failure"})")})
        worker.read(fetched);
    return worker.take().at(0);
}

std::variant<Decoded, Refusal> decoded_from(std::string bytes, const Label& label) {
    const auto file = std::make_shared<const std::string>(std::move(bytes));
    return decoded(*file, label, file);
}

std::string history_of(Block block) {
    return text_of(Merge{std::span{&block, 1}, options}.finish());
}

bool is(const std::variant<Decoded, Refusal>& found, Refusal refusal) {
    return std::holds_alternative<Refusal>(found) && std::get<Refusal>(found) == refusal;
}

// With the checksum that the bytes before it have.
std::string sealed(std::string bytes) {
    const std::size_t end = bytes.size() - sizeof(std::uint64_t);
    const std::uint64_t sum = checksum(std::string_view{bytes}.substr(0, end));
    std::memcpy(bytes.data() + end, &sum, sizeof sum);
    return bytes;
}

}  // namespace

TEST_CASE("block file: what was written is read") {
    const Block block = small_block();
    auto found = decoded_from(encoded(block, ours, 7), ours);
    REQUIRE(std::holds_alternative<Decoded>(found));
    CHECK(std::get<Decoded>(found).generation == 7);
    CHECK(history_of(std::get<Decoded>(found).block) == history_of(block));
    CHECK(encoded(std::get<Decoded>(found).block, ours, 7) == encoded(block, ours, 7));
}

TEST_CASE("block file: an empty block") {
    auto found = decoded_from(encoded(Block{}, ours, 1), ours);
    REQUIRE(std::holds_alternative<Decoded>(found));
    CHECK(std::get<Decoded>(found).block.is_empty());
}

TEST_CASE("block file: another archive, another program") {
    const std::string bytes = encoded(small_block(), ours, 1);
    CHECK(is(decoded_from(bytes, {model::sha256("other"), ours.reader}), Refusal::of_another));
    CHECK(is(decoded_from(bytes, {ours.archive, model::sha256("other")}), Refusal::of_other_days));
}

TEST_CASE("block file: cut at any place it is damaged") {
    const std::string bytes = encoded(small_block(), ours, 1);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        if (!is(decoded_from(bytes.substr(0, size), ours), Refusal::damaged)) FAIL("cut to " << size);
    CHECK(is(decoded_from(bytes + '\0', ours), Refusal::damaged));
}

TEST_CASE("block file: with any bit flipped it is damaged") {
    std::string bytes = encoded(small_block(), ours, 1);
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        const char before = bytes[bit / 8];
        bytes[bit / 8] = static_cast<char>(before ^ (1 << bit % 8));
        if (!is(decoded_from(bytes, ours), Refusal::damaged)) FAIL("bit " << bit);
        bytes[bit / 8] = before;
    }
}

TEST_CASE("block file: two words swapped, or both altered alike, is damage") {
    const std::string bytes = encoded(small_block(), ours, 1);
    for (const std::size_t apart : {8U, 32U, 64U}) {
        std::string swapped = bytes, altered = bytes;
        for (std::size_t i = 0; i < 8; ++i) std::swap(swapped[128 + i], swapped[128 + apart + i]);
        altered[135] = static_cast<char>(altered[135] ^ 0x80);
        altered[135 + apart] = static_cast<char>(altered[135 + apart] ^ 0x80);
        CHECK((swapped == bytes || is(decoded_from(swapped, ours), Refusal::damaged)));
        CHECK(is(decoded_from(altered, ours), Refusal::damaged));
    }
}

// Bytes whose checksum is right although nobody wrote them so: refused, or taken for a block that can be merged. That
// nothing is read beyond its end is what the sanitizers see.
TEST_CASE("block file: hostile bytes are no harm") {
    const std::string bytes = encoded(small_block(), ours, 1);
    stats::SplitMix64 random{20261121};
    std::size_t refused = 0, merged = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string hostile = bytes;
        for (std::uint64_t changes = 1 + random.next() % 3; changes > 0; --changes)
            hostile[random.next() % hostile.size()] = static_cast<char>(random.next());
        if (round % 5 == 0) hostile.erase(random.next() % hostile.size() / 2, random.next() % 16);
        auto found = decoded_from(sealed(hostile), ours);
        if (const auto* sound = std::get_if<Decoded>(&found)) {
            Block block = sound->block;
            const Block* const parts[] = {&block};
            combined(parts, options);
            Merge merge{std::span{&block, 1}, options};
            merge.lacking();
            merge.finish();
            ++merged;
        } else {
            ++refused;
        }
    }
    CHECK(refused > 0);
    CHECK(merged > 0);
}

TEST_CASE("block file: joined blocks are what they were, without the dead") {
    Block first = small_block(), second;
    Worker worker{options};
    Fetched newer = file("5.json", run("05", benchmark("b", R"("data": [9, 8])") + "," + benchmark("c", reported(1))));
    worker.read(newer);
    second = worker.take().at(0);
    first.sources[0].alive = false;
    const Block* const parts[] = {&first, &second};
    const Block joined = combined(parts, options);
    Block apart[] = {first, second};
    CHECK(history_of(joined) == text_of(Merge{apart, options}.finish()));
    CHECK(joined.sources.size() == 4);
    CHECK(joined.benchmarks == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("checksum: length and order count") {
    CHECK(checksum("") != checksum(std::string(1, '\0')));
    CHECK(checksum(std::string(32, '\0')) != checksum(std::string(64, '\0')));
    CHECK(checksum("abcdefgh12345678") != checksum("12345678abcdefgh"));
}
