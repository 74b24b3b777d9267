#include "publish/delta.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace benchfolio::publish {
namespace {

// A stretch of the base can begin only where these numbers reach; so much longer than any file that a remote takes that
// what comes after may go unused.
constexpr std::size_t farthest = 0x7fffffff;

// The base is known by the eight bytes at every fourth of its places: every stretch of eleven bytes is found.
constexpr std::size_t key_bytes = 8, stride = 4;
// Of text that is repeated, only the first places are tried.
constexpr int most_tried = 32;

// What a copy costs, in inserted bytes, when all is compressed.
constexpr std::uint32_t copy_cost = 8;
// From here on nothing longer is looked for.
constexpr std::size_t long_enough = 64;

// The target is gone through in pieces, so that what is noted of each place needs little memory.
constexpr std::size_t piece_bytes = std::size_t{1} << 20U;

std::size_t common_start(std::string_view a, std::string_view b) {
    return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

std::size_t common_end(std::string_view a, std::string_view b) {
    std::size_t size = 0;
    const std::size_t most = std::min(a.size(), b.size());
    while (size < most && a[a.size() - 1 - size] == b[b.size() - 1 - size]) ++size;
    return size;
}

// A stretch of the base that is found in the target, too.
struct Stretch {
    std::size_t begin = 0, size = 0;
};

// The places of a base.
class Places {
  public:
    explicit Places(std::string_view base) : base_(base.substr(0, farthest)) {
        const std::size_t count = base_.size() < key_bytes ? 0 : (base_.size() - key_bytes) / stride + 1;
        while ((std::size_t{1} << bits_) < count) ++bits_;
        first_.assign(std::size_t{1} << bits_, none);
        next_.resize(count);
        for (std::size_t place = count; place-- > 0;) {
            std::uint32_t& first = first_[slot(base_.substr(place * stride))];
            next_[place] = first;
            first = static_cast<std::uint32_t>(place);
        }
    }

    // The longest stretch that the text begins with; `longest`, where none is longer.
    Stretch longest_at_start_of(std::string_view text, Stretch longest) const {
        if (text.size() < key_bytes) return longest;
        std::uint32_t place = first_[slot(text)];
        for (int tried = 0; place != none && tried < most_tried; ++tried, place = next_[place]) {
            const std::string_view there = base_.substr(place * stride);
            if (!could_be_longer(there, text, longest.size)) continue;
            if (const std::size_t size = common_start(there, text); size > longest.size)
                longest = {place * stride, size};
        }
        return longest;
    }

  private:
    static constexpr std::uint32_t none = 0xffffffff;

    static bool could_be_longer(std::string_view there, std::string_view text, std::size_t size) {
        return size < there.size() && size < text.size() && there[size] == text[size];
    }

    // Multiplication spreads the bytes upwards (Knuth, TAOCP 3, 6.4).
    std::size_t slot(std::string_view text) const {
        std::uint64_t key = 0;
        std::memcpy(&key, text.data(), key_bytes);
        return static_cast<std::size_t>(key * 0x9e3779b97f4a7c15U >> (64U - bits_));
    }

    std::string_view base_;
    unsigned bits_ = 1;
    std::vector<std::uint32_t> first_, next_;  // places that share a slot, in order
};

// How a piece of the target is made from some place of it on.
struct Step {
    std::uint32_t cost = 0;    // of all that is left, in inserted bytes
    std::uint32_t copied = 0;  // where the copy ends that begins here; 0: this byte is inserted
    std::int64_t from_target_to_base = 0;
};

// The cheapest way through the text, a step for each of its places: each follows from those after it.
class Way {
  public:
    Way(std::string_view base, const Places& places, std::string_view text)
        : base_(base), text_(text), steps_(text.size() + 1) {
        Stretch match;
        for (std::size_t at = text.size(); at > 0;) {
            --at;
            match = extended_back(match, at);
            if (match.size < long_enough) match = places.longest_at_start_of(text.substr(at), match);
            take(at, match);
            if (match.size >= long_enough) at -= copy_all_before(at, match);
        }
    }

    const Step& operator[](std::size_t at) const { return steps_[at]; }

  private:
    Stretch extended_back(Stretch match, std::size_t at) const {
        if (match.size == 0 || match.begin == 0 || base_[match.begin - 1] != text_[at]) return {};
        return {match.begin - 1, match.size + 1};
    }

    Step copying(std::size_t at, Stretch match) const {
        const std::size_t end = at + match.size;
        return {.cost = steps_[end].cost + copy_cost,
                .copied = static_cast<std::uint32_t>(end),
                .from_target_to_base = static_cast<std::int64_t>(match.begin) - static_cast<std::int64_t>(at)};
    }

    void take(std::size_t at, Stretch match) {
        steps_[at] = {.cost = steps_[at + 1].cost + 1};
        if (match.size == 0) return;
        const Step copy = copying(at, match);
        if (copy.cost < steps_[at].cost) steps_[at] = copy;
    }

    // Nothing is cheaper than all of a long stretch at once, so nothing else is tried on the way to its beginning;
    // most of most files is that. Returns how far it is.
    std::size_t copy_all_before(std::size_t at, Stretch& match) {
        const std::size_t more = common_end(base_.substr(0, match.begin), text_.substr(0, at));
        match = {match.begin - more, match.size + more};
        std::fill_n(steps_.begin() + static_cast<std::ptrdiff_t>(at - more), more, copying(at - more, match));
        return more;
    }

    std::string_view base_, text_;
    std::vector<Step> steps_;
};

// Seven bits a byte, the lowest first.
void add_size(std::string& out, std::size_t size) {
    for (; size >= 0x80; size >>= 7U) out += static_cast<char>(size | 0x80U);
    out += static_cast<char>(size);
}

// The bytes of a number that are not 0, the lowest first; a bit for each of them in `bits`, from `bit` on.
void add_bytes(std::string& out, std::size_t number, unsigned& bits, unsigned bit) {
    for (; number > 0; number >>= 8U, bit <<= 1U) {
        if ((number & 0xffU) == 0) continue;
        out += static_cast<char>(number & 0xffU);
        bits |= bit;
    }
}

// At most 64 KiB at a time, as git itself does; that much is told as 0.
void add_copy(std::string& out, std::size_t begin, std::size_t size) {
    constexpr std::size_t most = 0x10000;
    for (; size > 0; begin += most, size -= std::min(size, most)) {
        unsigned bits = 0x80;
        const std::size_t at = out.size();
        out += ' ';
        add_bytes(out, begin, bits, 0x01);
        add_bytes(out, size < most ? size : 0, bits, 0x10);
        out[at] = static_cast<char>(bits);
    }
}

void add_inserted(std::string& out, std::string_view bytes) {
    constexpr std::size_t most = 0x7f;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), most))) {
        out += static_cast<char>(std::min(bytes.size(), most));
        out += bytes.substr(0, most);
    }
}

void add_piece(std::string& out, std::string_view base, const Places& places, std::string_view piece) {
    const Way way{base, places, piece};
    std::size_t inserted = 0;
    for (std::size_t at = 0; at < piece.size();) {
        const Step& step = way[at];
        if (step.copied == 0) {
            ++at;
            continue;
        }
        add_inserted(out, piece.substr(inserted, at - inserted));
        add_copy(out, static_cast<std::size_t>(static_cast<std::int64_t>(at) + step.from_target_to_base),
                 step.copied - at);
        inserted = at = step.copied;
    }
    add_inserted(out, piece.substr(inserted));
}

}  // namespace

std::string delta(std::string_view base, std::string_view target) {
    std::string out;
    add_size(out, base.size());
    add_size(out, target.size());
    const Places places{base};
    for (std::size_t at = 0; at < target.size(); at += piece_bytes)
        add_piece(out, base.substr(0, farthest), places, target.substr(at, piece_bytes));
    return out;
}

}  // namespace benchfolio::publish
