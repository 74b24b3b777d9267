#include "stats/signed_rank.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/finite.hpp"
#include "stats/ranks.hpp"

namespace benchfolio::stats {
namespace {

struct Ranking {
    std::vector<RankGroup> groups;  // of the sizes of the differences
    std::size_t n = 0;
    std::size_t doubled_positive = 0, doubled_negative = 0;
};

Ranking ranking_of(std::span<const double> differences) {
    std::vector<double> sizes;
    for (const double difference : differences) sizes.push_back(std::abs(difference));
    Ranking ranking{rank_groups(ascending(sizes)), differences.size(), 0, 0};
    for (const double difference : differences) {
        const auto group = std::ranges::lower_bound(ranking.groups, std::abs(difference), {}, &RankGroup::value);
        if (difference > 0) ranking.doubled_positive += group->doubled_rank;
        if (difference < 0) ranking.doubled_negative += group->doubled_rank;
    }
    if (const RankGroup& lowest = ranking.groups.front(); lowest.value == 0) {
        const std::size_t half = std::size_t{lowest.size} * lowest.doubled_rank / 2;  // even: z zeros sum to z (z + 1)
        ranking.doubled_positive += half;
        ranking.doubled_negative += half;
    }
    return ranking;
}

double exact_p(const Ranking& ranking) {
    std::vector<double> ways(ranking.n * (ranking.n + 1) + 1, 0);
    ways[0] = 1;
    std::size_t reached = 0;
    for (const RankGroup& group : ranking.groups)
        for (std::uint32_t member = 0; member < group.size; ++member) {
            reached += group.doubled_rank;
            for (std::size_t sum = reached; sum >= group.doubled_rank; --sum)
                ways[sum] += ways[sum - group.doubled_rank];
        }
    // With zeros the halves may make a sum that no choice of whole ranks makes; the tails about it are sound all the
    // same.
    return tails_of(ways, ranking.doubled_positive).two_sided();
}

double normal_p(const Ranking& ranking) {
    double variance = 0;
    for (const RankGroup& group : ranking.groups) {
        const double rank = group.doubled_rank / 2.0;
        variance += group.size * rank * rank / 4;
    }
    const double difference =
        static_cast<double>(ranking.doubled_positive) / 2 - static_cast<double>(ranking.n * (ranking.n + 1)) / 4;
    return normal_two_sided_p((std::abs(difference) - 0.5) / std::sqrt(variance));
}

}  // namespace

std::optional<SignedRankTest> signed_rank_test(std::span<const double> differences) {
    require_finite(differences);
    if (differences.empty()) return std::nullopt;
    const Ranking ranking = ranking_of(differences);
    const bool exact = ranking.n <= exact_signed_rank_test;
    return SignedRankTest{static_cast<double>(ranking.doubled_positive) / 2,
                          static_cast<double>(ranking.doubled_negative) / 2,
                          exact ? exact_p(ranking) : normal_p(ranking), exact};
}

}  // namespace benchfolio::stats
