// Whether bytes are still those that were written: for files on a disk that may be cut, damaged or swapped. It does not
// protect from somebody who computes it.
#pragma once

#include <cstdint>
#include <string_view>

namespace benchfolio::ingest {

// 64 bits. Four lanes take a word of 8 bytes each in turn, by steps that can be undone (xor, multiplication by an odd
// number, a shift folded in), so that damage within one word always changes the result; four, because one would wait
// for each of its multiplications. The multiplier is 2^64 divided by the golden ratio (Knuth, The Art of Computer
// Programming 3, section 6.4). Of the machine's byte order.
std::uint64_t checksum(std::string_view bytes);

}  // namespace benchfolio::ingest
