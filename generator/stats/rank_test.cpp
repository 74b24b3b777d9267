#include "stats/rank_test.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/finite.hpp"
#include "stats/ranks.hpp"

namespace benchfolio::stats {
namespace {

// The first sample among all values.
struct Ranking {
    std::vector<RankGroup> groups;
    std::size_t n = 0, m = 0;     // sizes of the samples
    std::size_t doubled_sum = 0;  // of the first sample's ranks

    bool has_ties() const { return groups.size() < n + m; }
    double statistic() const {
        const auto size = static_cast<double>(n);
        return static_cast<double>(doubled_sum) / 2 - size * (size + 1) / 2;
    }
};

Ranking ranking_of(std::span<const double> first, std::span<const double> second) {
    std::vector<double> all(first.begin(), first.end());
    all.insert(all.end(), second.begin(), second.end());
    Ranking ranking{rank_groups(ascending(all)), first.size(), second.size(), 0};
    for (const double value : first)
        ranking.doubled_sum += std::ranges::lower_bound(ranking.groups, value, {}, &RankGroup::value)->doubled_rank;
    return ranking;
}

// By how many members a choice has and by its doubled sum of ranks: in how many ways it can be made.
class Choices {
  public:
    explicit Choices(const Ranking& ranking)
        : most_(ranking.n), sums_((ranking.n + ranking.m) * (ranking.n + ranking.m + 1) + 1) {
        ways_.assign((most_ + 1) * sums_, 0);
        ways_[0] = 1;
        for (const RankGroup& group : ranking.groups) add(group);
    }

    std::span<const double> of_all_members() const { return row(most_); }

  private:
    std::span<const double> row(std::size_t members) const { return {ways_.data() + members * sums_, sums_}; }

    // From many members to few, so that the group is not counted twice.
    void add(const RankGroup& group) {
        reached_ += std::size_t{group.size} * group.doubled_rank;
        for (std::size_t members = most_; members > 0; --members) {
            double combinations = 1;
            for (std::size_t k = 1; k <= std::min<std::size_t>(members, group.size); ++k) {
                combinations *= static_cast<double>(group.size - k + 1) / static_cast<double>(k);
                take(members, k, k * group.doubled_rank, combinations);
            }
        }
    }

    void take(std::size_t members, std::size_t k, std::size_t shift, double combinations) {
        const double* from = ways_.data() + (members - k) * sums_;
        double* to = ways_.data() + members * sums_ + shift;
        for (std::size_t sum = 0; sum + shift <= reached_; ++sum) to[sum] += combinations * from[sum];
    }

    std::size_t most_, sums_, reached_ = 0;
    std::vector<double> ways_;
};

double exact_p(const Ranking& ranking) {
    return tails_of(Choices{ranking}.of_all_members(), ranking.doubled_sum).two_sided();
}

double normal_p(const Ranking& ranking) {
    const auto n = static_cast<double>(ranking.n), m = static_cast<double>(ranking.m), all = n + m;
    double ties = 0;
    for (const RankGroup& group : ranking.groups) {
        const auto size = static_cast<double>(group.size);
        ties += size * size * size - size;
    }
    const double variance = n * m / 12 * (all + 1 - ties / (all * (all - 1)));
    if (!(variance > 0)) return 1;
    return normal_two_sided_p((std::abs(ranking.statistic() - n * m / 2) - 0.5) / std::sqrt(variance));
}

}  // namespace

std::optional<RankTest> rank_sum_test(std::span<const double> first, std::span<const double> second) {
    require_finite(first);
    require_finite(second);
    if (first.empty() || second.empty()) return std::nullopt;
    const Ranking ranking = ranking_of(first, second);
    const std::size_t limit = ranking.has_ties() ? exact_rank_test_with_ties : exact_rank_test;
    const bool exact = first.size() <= limit && second.size() <= limit;
    return RankTest{ranking.statistic(), exact ? exact_p(ranking) : normal_p(ranking), exact};
}

double smallest_rank_sum_p(std::size_t n, std::size_t m) {
    double choices = 1;
    for (std::size_t i = 1; i <= n; ++i) choices *= static_cast<double>(m + i) / static_cast<double>(i);
    return std::min(1.0, 2 / choices);
}

}  // namespace benchfolio::stats
