#include "analysis/memo.hpp"

#include <xxhash.h>

#include <array>
#include <thread>

#include "support/catch.hpp"

using namespace benchfolio::analysis;

namespace {

MemoKey key_of(double value) {
    return memo_key("test", ByteWriter{}.add(value));
}

std::string kept_bytes() {
    Memo memo;
    memo.keep(key_of(1), "one");
    memo.keep(key_of(2), "");
    memo.keep(key_of(3), std::string{"three\0", 6});
    return memo.bytes();
}

}  // namespace

TEST_CASE("a memo gives back what was kept, in this build and in the next") {
    Memo memo;
    CHECK(!memo.find(key_of(1)));
    CHECK(!memo.changed());
    memo.keep(key_of(1), "one");
    memo.keep(key_of(1), "another");
    CHECK(memo.find(key_of(1)) == "one");
    CHECK(memo.changed());
    const Memo next{memo.bytes()};
    CHECK(!next.damaged());
    CHECK(next.find(key_of(1)) == "one");
    CHECK(!next.find(key_of(2)));
}

TEST_CASE("bytes that are given when they are asked for are not asked for before something is looked for") {
    int asked = 0;
    Memo memo{[&asked] { return ++asked, kept_bytes(); }};
    memo.keep(key_of(5), "five");
    CHECK(asked == 0);
    CHECK(memo.find(key_of(1)) == "one");
    CHECK(memo.find(key_of(5)) == "five");
    CHECK(asked == 1);
    const Memo untouched{[&asked] { return ++asked, kept_bytes(); }};
    CHECK(!untouched.changed());
    CHECK(!untouched.damaged());
    CHECK(asked == 1);
}

TEST_CASE("outcomes may be empty and hold any byte") {
    const Memo memo{kept_bytes()};
    CHECK(memo.find(key_of(2)) == "");
    CHECK(memo.find(key_of(3)) == std::string_view{"three\0", 6});
}

TEST_CASE("what nobody asks for is not kept for the next build") {
    Memo memo{kept_bytes()};
    CHECK(memo.find(key_of(1)));
    CHECK(memo.changed());
    memo.keep(key_of(4), "four");
    const Memo next{memo.bytes()};
    CHECK(next.find(key_of(1)));
    CHECK(next.find(key_of(4)));
    CHECK(!next.find(key_of(2)));
    CHECK(!next.find(key_of(3)));
}

TEST_CASE("a memo of which all was used, and nothing is new, has not changed") {
    const std::string bytes = kept_bytes();
    const Memo memo{bytes};
    for (const double value : {1., 2., 3.}) CHECK(memo.find(key_of(value)));
    CHECK(!memo.changed());
    CHECK(memo.bytes() == bytes);
}

TEST_CASE("cut or altered bytes hold nothing, wherever that is") {
    const std::string sound = kept_bytes();
    CHECK(!Memo{std::string{}}.damaged());
    for (std::size_t size = 1; size < sound.size(); ++size) {
        const Memo memo{sound.substr(0, size)};
        CHECK(memo.damaged());
        CHECK(!memo.find(key_of(1)));
    }
    for (std::size_t at = 0; at < sound.size(); ++at) {
        std::string altered = sound;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        const Memo memo{altered};
        CHECK(memo.damaged());
        CHECK(!memo.find(key_of(1)));
    }
    CHECK(Memo{sound + " "}.damaged());
}

TEST_CASE("what another program has kept is sound, and not believed") {
    std::string bytes = kept_bytes();
    char& of_program = bytes[std::string_view{"benchfolio memo 1\n"}.size()];  // the first byte of its digest
    of_program = static_cast<char>(of_program ^ 1);
    const std::size_t body = bytes.size() - sizeof(XXH64_hash_t);
    bytes.resize(body);
    const XXH64_hash_t checksum = XXH3_64bits(bytes.data(), body);
    bytes += ByteWriter{}.add(checksum).bytes();
    const Memo memo{bytes};
    CHECK(!memo.damaged());
    CHECK(!memo.find(key_of(1)));
    CHECK(!memo.changed());
}

TEST_CASE("the key depends on the kind, the values, and where one ends and the next begins") {
    const std::array<double, 2> both{1, 2};
    const MemoKey key = memo_key("a", ByteWriter{}.add(both));
    CHECK(key == memo_key("a", ByteWriter{}.add(std::vector<double>{1, 2})));
    CHECK(key != memo_key("b", ByteWriter{}.add(both)));
    CHECK(key != memo_key("a", ByteWriter{}.add(std::vector<double>{2, 1})));
    const std::string_view ab = "ab", c = "c", a = "a", bc = "bc";
    CHECK(memo_key("a", ByteWriter{}.add(ab).add(c)) != memo_key("a", ByteWriter{}.add(a).add(bc)));
}

TEST_CASE("several threads may ask and keep at once") {
    Memo memo{kept_bytes()};
    std::array<std::thread, 4> threads;
    for (auto& thread : threads)
        thread = std::thread{[&] {
            for (int i = 0; i < 1000; ++i)
                if (!memo.find(key_of(i))) memo.keep(key_of(i), std::to_string(i));
        }};
    for (auto& thread : threads) thread.join();
    CHECK(memo.find(key_of(1)) == "one");
    CHECK(memo.find(key_of(999)) == "999");
}

TEST_CASE("bytes give back numbers, and refuse to give more than there are") {
    ByteWriter writer;
    writer.add(1.5).add(std::uint32_t{7}).add(std::vector<double>{2, 3});
    ByteReader reader{writer.bytes()};
    CHECK(reader.take<double>() == 1.5);
    CHECK(reader.take<std::uint32_t>() == 7);
    CHECK(reader.take_all<double>() == std::vector<double>{2, 3});
    CHECK(reader.rest().empty());
    CHECK_THROWS_AS(reader.take<std::uint8_t>(), std::out_of_range);
    ByteReader cut{writer.bytes().substr(0, writer.bytes().size() - 1)};
    cut.take<double>();
    cut.take<std::uint32_t>();
    CHECK_THROWS_AS(cut.take_all<double>(), std::out_of_range);
}
