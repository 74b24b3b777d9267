// Seeded noise for tests, the same on every platform.
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "stats/random.hpp"

namespace benchfolio::support {

class Noise {
  public:
    explicit Noise(std::uint64_t seed) : random_{seed} {}

    // In (0, 1).
    double uniform() { return (static_cast<double>(random_.next() >> 12U) + 0.5) / 4503599627370496.0; }

    // Standard normal, by Box and Muller's transform.
    double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform()); }

    // `count` times about 1, log-normal with the given relative deviation.
    std::vector<double> times(std::size_t count, double deviation, double level = 1) {
        std::vector<double> values(count);
        for (double& value : values) value = level * std::exp(deviation * normal());
        return values;
    }

  private:
    stats::SplitMix64 random_;
};

}  // namespace benchfolio::support
