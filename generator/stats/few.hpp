// The median of a handful of values.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace benchfolio::stats {

inline constexpr std::size_t few = 5;

// Of one to `few` values, by insertion: faster than a general sort, and called once a value. Of an even number of
// values the mean of the middle two. The values must be finite; that is not checked again here.
inline double centre_of_few(std::span<const double> values) {
    std::array<double, few> ascending{};
    std::size_t size = 0;
    for (const double value : values.first(values.size() < few ? values.size() : few)) {
        std::size_t at = size++;
        for (; at > 0 && ascending[at - 1] > value; --at) ascending[at] = ascending[at - 1];
        ascending[at] = value;
    }
    return size % 2 == 1 ? ascending[size / 2] : (ascending[size / 2 - 1] + ascending[size / 2]) / 2;
}

}  // namespace benchfolio::stats
