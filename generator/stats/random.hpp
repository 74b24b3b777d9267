// Pseudo-random numbers that are the same on every platform: the distributions of <random> are not.
#pragma once

#include <cstddef>
#include <cstdint>

namespace benchfolio::stats {

// SplitMix64 (Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
class SplitMix64 {
  public:
    explicit SplitMix64(std::uint64_t seed) : state_{seed} {}

    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

    // In [0, count), count at least 1 and below 2^32: the high half of a product (Lemire, "Fast Random Integer
    // Generation in an Interval", 2019); its bias, below count / 2^32, is nothing beside the resampling error.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(((next() >> 32U) * count) >> 32U); }

  private:
    std::uint64_t state_;
};

}  // namespace benchfolio::stats
