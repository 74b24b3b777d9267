#include "publish/delta.hpp"

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

#include "support/catch.hpp"

using namespace std::string_literals;
using benchfolio::publish::delta;

namespace {

// A reader of its own, written from git's description.
class Reader {
  public:
    Reader(std::string_view base, std::string_view delta) : base_(base), rest_(delta) {}

    std::string made() {
        REQUIRE(size() == base_.size());
        const std::size_t expected = size();
        std::string target;
        while (!rest_.empty()) target += piece();
        REQUIRE(target.size() == expected);
        return target;
    }

  private:
    std::size_t byte() {
        REQUIRE(!rest_.empty());
        const auto first = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return first;
    }

    std::size_t size() {
        std::size_t sum = 0, next = 0x80;
        for (unsigned shift = 0; (next & 0x80U) != 0; shift += 7) {
            next = byte();
            sum |= (next & 0x7fU) << shift;
        }
        return sum;
    }

    std::size_t number(std::size_t bits, unsigned first, unsigned count) {
        std::size_t sum = 0;
        for (unsigned i = 0; i < count; ++i)
            if ((bits >> (first + i) & 1U) != 0) sum |= byte() << (8 * i);
        return sum;
    }

    std::string piece() {
        const std::size_t bits = byte();
        REQUIRE(bits != 0);  // reserved
        if (bits < 0x80) {
            REQUIRE(rest_.size() >= bits);
            std::string inserted{rest_.substr(0, bits)};
            rest_.remove_prefix(bits);
            return inserted;
        }
        const std::size_t begin = number(bits, 0, 4), told = number(bits, 4, 3);
        const std::size_t length = told == 0 ? 0x10000 : told;
        REQUIRE(begin + length <= base_.size());
        return std::string{base_.substr(begin, length)};
    }

    std::string_view base_, rest_;
};

std::string made(std::string_view base, std::string_view delta) {
    return Reader{base, delta}.made();
}

std::string random_text(std::mt19937& chance, std::size_t size, unsigned letters) {
    std::string text;
    while (text.size() < size) text += static_cast<char>('a' + chance() % letters);
    return text;
}

// As a page changes: here and there some bytes are others, more or fewer, and a piece moves.
std::string changed(std::mt19937& chance, std::string text) {
    for (int edit = 0; edit < 8 && !text.empty(); ++edit) {
        const std::size_t at = chance() % text.size();
        text.replace(at, chance() % 20, random_text(chance, chance() % 20, 26));
    }
    return text.substr(text.size() / 3) + text.substr(0, text.size() / 2);
}

}  // namespace

TEST_CASE("a delta that is written by hand") {
    const std::string base = "0123456789abcdefghijklmnopqrstuvwxyz";
    // 36 bytes -> 40 bytes; copy 16 from 0; insert "!?++"; copy 20 from 16
    CHECK(delta(base, "0123456789abcdef!?++ghijklmnopqrstuvwxyz") == "\x24\x28\x90\x10\x04!?++\x91\x10\x14"s);
}

TEST_CASE("what is not alike is inserted, 127 bytes at a time") {
    const std::string target(300, 'x');
    CHECK(delta("", target) ==
          "\0\xac\x02\x7f"s + target.substr(0, 127) + "\x7f" + target.substr(0, 127) + "\x2e" + target.substr(0, 46));
    CHECK(delta("", "") == "\0\0"s);
    CHECK(delta("base", "") == "\4\0"s);
}

TEST_CASE("a delta makes the target again") {
    std::mt19937 chance{7};
    for (const unsigned letters : {1U, 2U, 26U})
        for (const std::size_t size : {1U, 7U, 8U, 9U, 63U, 64U, 65U, 3000U, 70000U}) {
            const std::string base = random_text(chance, size, letters);
            for (const std::string& target : {changed(chance, base), base, base + base, base.substr(size / 2)})
                CHECK(made(base, delta(base, target)) == target);
        }
}

TEST_CASE("targets of several pieces and copies of all lengths") {
    std::mt19937 chance{8};
    const std::string base = random_text(chance, 0x11'0000, 26);
    const std::string target = base.substr(5) + base + "end" + base.substr(0, 0x10000) + base.substr(0x10000, 0x10100);
    const std::string difference = delta(base, target);
    CHECK(made(base, difference) == target);
    CHECK(difference.size() < 250);  // 36 copies of at most 64 KiB
}

// The first stretch that is met, of twelve bytes, would have to be left again in the middle of the second.
TEST_CASE("a stretch is left out where another serves better") {
    std::mt19937 chance{9};
    const std::string text = random_text(chance, 100, 26);
    const std::string base = "new" + text.substr(0, 9) + "....." + text;
    CHECK(delta(base, "new" + text) == "\x75\x67\x03new\x91\x11\x64"s);  // 117 -> 103 bytes; insert; copy 100 from 17
}

TEST_CASE("a few bytes are cheaper to insert than to copy from somewhere") {
    std::mt19937 chance{10};
    const std::string base = random_text(chance, 400, 26);
    const std::string target = base.substr(0, 200) + base.substr(300, 7) + base.substr(200);
    const std::string difference = delta(base, target);
    CHECK(made(base, difference) == target);
    CHECK(difference.find(base.substr(300, 7)) != std::string::npos);
}
