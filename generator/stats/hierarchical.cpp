#include "stats/hierarchical.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "stats/distributions.hpp"
#include "stats/finite.hpp"
#include "stats/ranks.hpp"
#include "stats/selection.hpp"

namespace benchfolio::stats {
namespace {

constexpr std::size_t exact_ranks = 50, exact_sizes = 20;
constexpr double precision = 1e-9;

void require_finite(std::span<const TestedDifference> differences) {
    for (const TestedDifference& one : differences) {
        const Interval ends = one.not_rejected.value_or(Interval{});
        stats::require_finite(std::vector<double>{one.value, ends.low, ends.high});
    }
}

// What a pair says of s: how far it is beyond, or nothing.
double beyond(const TestedDifference& one, double s) {
    if (!one.not_rejected || (one.not_rejected->low <= s && s <= one.not_rejected->high)) return 0;
    return one.value - s;
}

struct Ranked {
    std::size_t n = 0, ties = 0;
    std::uint64_t doubled_positive = 0;  // sum of ranks, with half of those of the ties
};

Ranked ranked(std::span<const TestedDifference> differences, double s) {
    std::vector<double> values, sizes;
    for (const TestedDifference& one : differences) {
        values.push_back(beyond(one, s));
        sizes.push_back(std::abs(values.back()));
    }
    const auto groups = rank_groups(ascending(sizes));
    Ranked result{values.size(), 0, 0};
    for (const double value : values) {
        if (value == 0) ++result.ties;
        if (value > 0)
            result.doubled_positive += std::ranges::lower_bound(groups, value, {}, &RankGroup::value)->doubled_rank;
    }
    result.doubled_positive += result.ties * (result.ties + 1) / 2;
    return result;
}

// The sum of the positive ones among the ranks 1 to n, each positive with probability 1/2.
class RankSums {
  public:
    explicit RankSums(std::size_t n) : n_{static_cast<double>(n)} {
        if (n > exact_ranks) return;
        at_least_.assign(n * (n + 1) / 2 + 1, 0);
        at_least_[0] = 1;
        for (std::size_t rank = 1, reached = 0; rank <= n; ++rank) {
            reached += rank;
            for (std::size_t sum = reached + 1; sum-- > 0;)
                at_least_[sum] = (at_least_[sum] + (sum >= rank ? at_least_[sum - rank] : 0)) / 2;
        }
        for (std::size_t sum = at_least_.size() - 1; sum-- > 0;) at_least_[sum] += at_least_[sum + 1];
    }

    double confidence(std::uint64_t doubled) const {
        if (!at_least_.empty()) return std::max(0.0, 1 - at_least_[doubled / 2]);
        const double mean = n_ * (n_ + 1) / 4, variance = n_ * (n_ + 1) * (2 * n_ + 1) / 24;
        return 1 - normal_tail((static_cast<double>(doubled) / 2 - mean - 0.5) / std::sqrt(variance));
    }

  private:
    double n_;
    std::vector<double> at_least_;  // by the sum: the probability of it or more; none beyond `exact_ranks`
};

// Of the pairs of two samples without ties, how many the second wins: by their number, its probability.
std::vector<double> probabilities_of_wins(std::size_t n, std::size_t m) {
    // By the size of the second sample; the first grows. The largest value of all is of either sample, and wins all
    // pairs with the other's where it is of the second.
    std::vector<std::vector<double>> of(m + 1, {1.0});
    for (std::size_t first = 1; first <= n; ++first)
        for (std::size_t second = 1; second <= m; ++second) {
            const double both = static_cast<double>(first + second);
            std::vector<double> next(first * second + 1, 0);
            for (std::size_t u = 0; u < of[second].size(); ++u)
                next[u] += of[second][u] * static_cast<double>(first) / both;
            for (std::size_t u = 0; u < of[second - 1].size(); ++u)
                next[u + first] += of[second - 1][u] * static_cast<double>(second) / both;
            of[second] = std::move(next);
        }
    return of[m];
}

std::size_t exact_rank(std::size_t n, std::size_t m, double tail) {
    const auto probabilities = probabilities_of_wins(n, m);
    double below = 0;
    for (std::size_t k = 0; k < probabilities.size(); ++k)
        if ((below += probabilities[k]) > tail) return k;
    return probabilities.size();
}

std::size_t normal_rank(std::size_t n, std::size_t m, double tail) {
    const double pairs = static_cast<double>(n) * static_cast<double>(m);
    const double deviation = std::sqrt(pairs * static_cast<double>(n + m + 1) / 12);
    const double k = std::floor(pairs / 2 - 0.5 + normal_quantile(tail) * deviation) + 1;
    return static_cast<std::size_t>(std::max(0.0, k));
}

}  // namespace

std::optional<HierarchicalTest> hierarchical_test(std::span<const TestedDifference> differences, double s) {
    require_finite(differences);
    if (differences.empty()) return std::nullopt;
    const Ranked found = ranked(differences, s);
    const double positive = static_cast<double>(found.doubled_positive) / 2;
    const auto n = static_cast<double>(found.n);
    return HierarchicalTest{positive, n * (n + 1) / 2 - positive, found.ties,
                            RankSums{found.n}.confidence(found.doubled_positive)};
}

std::optional<double> at_least(std::span<const TestedDifference> differences, double confidence) {
    require_finite(differences);
    if (differences.empty()) return std::nullopt;
    const RankSums sums{differences.size()};
    const auto holds = [&](double s) { return sums.confidence(ranked(differences, s).doubled_positive) >= confidence; };
    if (!holds(0)) return std::nullopt;
    // From the highest low end on no difference is positive.
    double low = 0, high = 0;
    for (const TestedDifference& one : differences)
        if (one.not_rejected) high = std::max(high, one.not_rejected->low);
    while (high - low > precision) {
        const double middle = low + (high - low) / 2;
        (holds(middle) ? low : high) = middle;
    }
    return low;
}

std::optional<Interval> rank_sum_interval(std::span<const double> first, std::span<const double> second, double level) {
    stats::require_finite(first);
    stats::require_finite(second);
    const std::size_t n = first.size(), m = second.size();
    if (n == 0 || m == 0) return std::nullopt;
    const double tail = (1 - level) / 2;
    const std::size_t k = n <= exact_sizes && m <= exact_sizes ? exact_rank(n, m, tail) : normal_rank(n, m, tail);
    if (k == 0) return std::nullopt;
    std::vector<double> differences;
    differences.reserve(n * m);
    for (const double a : first)
        for (const double b : second) differences.push_back(b - a);
    const auto at = [&](std::size_t place) {
        select(differences, place);
        return differences[place];
    };
    return Interval{at(k - 1), at(differences.size() - k)};
}

}  // namespace benchfolio::stats
