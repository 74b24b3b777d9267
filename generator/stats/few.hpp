// The median of a handful of values.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace benchfolio::stats {

inline constexpr std::size_t few = 5;

// Of five values: the middle one of the fifth, of the larger of two minima and of the smaller of two maxima (Knuth, The
// Art of Computer Programming, volume 3, section 5.3.3, on selecting with few comparisons). Without a branch on the
// values, which no processor could foretell.
inline double median_of_five(std::span<const double, few> v) {
    const double low = std::max(std::min(v[0], v[1]), std::min(v[2], v[3]));
    const double high = std::min(std::max(v[0], v[1]), std::max(v[2], v[3]));
    return std::max(std::min(low, high), std::min(std::max(low, high), v[4]));
}

// Of one to `few` values: called several times a value of a series, so no general sort. Of an even number of values the
// mean of the middle two. The values must be finite; that is not checked again here.
inline double centre_of_few(std::span<const double> values) {
    if (values.size() == few) return median_of_five(values.first<few>());
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
