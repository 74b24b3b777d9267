#include "stats/interval.hpp"

namespace benchfolio::stats {
namespace {

// The probability that exactly n / 2 (rounded down) of n values lie below the median, without factorials that overflow:
// C(2m, m) / 4^m is the product of (2i - 1) / 2i.
double central_probability(std::size_t n) {
    double probability = 1;
    for (std::size_t i = 1; i <= n / 2; ++i)
        probability *= (2.0 * static_cast<double>(i) - 1) / (2.0 * static_cast<double>(i));
    if (n % 2 == 0) return probability;
    return probability * static_cast<double>(n) / static_cast<double>(n + 1);
}

// A range of counts of values below the median, growing from the middle; probabilities by C(n, k+1) = C(n, k)
// (n-k)/(k+1).
struct Counts {
    std::size_t n, low, high;
    double at_low, at_high, total;

    explicit Counts(std::size_t size) : n{size}, low{size / 2}, high{size / 2} {
        at_low = at_high = total = central_probability(n);
    }
    void extend_down() {
        at_low *= static_cast<double>(low) / static_cast<double>(n - low + 1);
        total += at_low;
        --low;
    }
    void extend_up() {
        at_high *= static_cast<double>(n - high) / static_cast<double>(high + 1);
        total += at_high;
        ++high;
    }
    // Towards the count nearest to n / 2; of two equally near ones, the lower.
    bool down_is_next() const { return low + high >= n; }
};

}  // namespace

std::optional<MedianRanks> median_ranks(std::size_t n, double level) {
    if (n < 2) return std::nullopt;
    Counts counts{n};
    while (counts.total < level) {
        counts.down_is_next() ? counts.extend_down() : counts.extend_up();
        if (counts.low == 0 || counts.high == n) return std::nullopt;
    }
    return MedianRanks{counts.low, counts.high + 1, counts.total};
}

std::optional<Interval> median_interval(std::span<const double> ascending, double level) {
    const auto ranks = median_ranks(ascending.size(), level);
    if (!ranks) return std::nullopt;
    return Interval{ascending[ranks->low - 1], ascending[ranks->high - 1]};
}

}  // namespace benchfolio::stats
