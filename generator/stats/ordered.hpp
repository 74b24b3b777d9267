// Finding a place among ascending values.
#pragma once

#include <cstddef>
#include <span>

namespace benchfolio::stats {

// How many of the ascending values are less: the place of std::ranges::lower_bound. Without a branch on the values,
// which no processor could foretell in the inner loops that ask: compilers make one of `below ? half : 0`, but none of
// a product.
template <typename T>
std::size_t count_below(std::span<const T> ascending, T value) {
    const T* rest = ascending.data();
    for (std::size_t left = ascending.size(); left > 0;) {
        const std::size_t half = (left + 1) / 2;
        const bool below = rest[half - 1] < value;
        rest += half * static_cast<std::size_t>(below);
        left -= half;
    }
    return static_cast<std::size_t>(rest - ascending.data());
}

}  // namespace benchfolio::stats
