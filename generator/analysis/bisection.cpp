#include "analysis/bisection.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <deque>
#include <utility>

#include "stats/distributions.hpp"

namespace benchfolio::analysis {
namespace {

// Some of the commits.
class Set {
  public:
    explicit Set(std::size_t commits) : words_((commits + 63) / 64) {}

    void add(std::size_t commit) { words_[commit / 64] |= std::uint64_t{1} << (commit % 64); }
    bool has(std::size_t commit) const { return (words_[commit / 64] >> (commit % 64) & 1) != 0; }
    void add(const Set& others) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= others.words_[i];
    }
    void keep(const Set& others) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= others.words_[i];
    }
    void remove(const Set& others) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~others.words_[i];
    }
    std::size_t size() const {
        std::size_t count = 0;
        for (const std::uint64_t word : words_) count += static_cast<std::size_t>(std::popcount(word));
        return count;
    }
    std::size_t common(const Set& other) const {
        std::size_t count = 0;
        for (std::size_t i = 0; i < words_.size(); ++i)
            count += static_cast<std::size_t>(std::popcount(words_[i] & other.words_[i]));
        return count;
    }

  private:
    std::vector<std::uint64_t> words_;
};

class Bisector {
  public:
    explicit Bisector(std::span<const BisectedCommit> commits) : commits_{commits} {
        contained_.assign(commits.size(), Set{commits.size()});
        for (std::size_t i = commits.size(); i-- > 0;) {
            contained_[i].add(i);
            for (const std::uint32_t parent : commits[i].parents) contained_[i].add(contained_[parent]);
        }
    }

    Bisection result() && {
        const Set left = suspects();
        result_.suspect.resize(commits_.size());
        for (std::size_t i = 0; i < commits_.size(); ++i) result_.suspect[i] = left.has(i) ? 1 : 0;
        result_.suspects = static_cast<std::uint32_t>(left.size());
        plan(left);
        return std::move(result_);
    }

  private:
    Set suspects() {
        Set all{commits_.size()};
        for (std::size_t i = 0; i < commits_.size(); ++i) all.add(i);
        Set left = all;
        for (std::size_t i = 0; i < commits_.size(); ++i) {
            if (commits_[i].level == Level::after) left.keep(contained_[i]);
            if (commits_[i].level == Level::before) left.remove(contained_[i]);
        }
        result_.contradictory = !commits_.empty() && left.size() == 0;
        return result_.contradictory ? all : left;
    }

    // The commit by which a set falls into the most equal parts; the first of several.
    std::optional<std::uint32_t> middle_of(const Set& left) const {
        std::optional<std::uint32_t> best;
        const std::size_t all = left.size();
        for (std::size_t i = 0, smaller_part = 0; i < commits_.size() && all > 1; ++i) {
            if (!left.has(i)) continue;
            const std::size_t below = left.common(contained_[i]);
            if (std::min(below, all - below) <= smaller_part) continue;
            smaller_part = std::min(below, all - below);
            best = static_cast<std::uint32_t>(i);
        }
        return best;
    }

    void plan(const Set& suspects) {
        std::deque<std::pair<Set, std::uint32_t>> waiting{{suspects, 0}};
        for (; !waiting.empty(); waiting.pop_front()) {
            const auto& [left, round] = waiting.front();
            const auto middle = middle_of(left);
            if (!middle) continue;
            result_.steps.push_back({*middle, round});
            result_.rounds = round + 1;
            Set slow = left, fast = left;
            slow.keep(contained_[*middle]);
            fast.remove(contained_[*middle]);
            const std::uint32_t next = round + 1;
            waiting.emplace_back(std::move(slow), next);
            waiting.emplace_back(std::move(fast), next);
        }
    }

    std::span<const BisectedCommit> commits_;
    std::vector<Set> contained_;  // by commit: itself and what it contains
    Bisection result_;
};

}  // namespace

Bisection bisection(std::span<const BisectedCommit> commits) {
    return Bisector{commits}.result();
}

Level level_of(double value, double before, double after) {
    const bool logarithmic = value > 0 && before > 0 && after > 0;
    const double place =
        logarithmic ? std::log(value / before) / std::log(after / before) : (value - before) / (after - before);
    if (!std::isfinite(place)) return Level::unclear;
    if (place < 1.0 / 3) return Level::before;
    return place > 2.0 / 3 ? Level::after : Level::unclear;
}

std::optional<std::uint32_t> runs_to_tell(double noise, std::optional<double> ratio) {
    if (!ratio || *ratio <= 0 || *ratio == 1) return std::nullopt;
    const double errors = 3 * stats::normal_quantile(0.975) * noise / std::abs(std::log(*ratio));
    constexpr double most = 1e6;
    return static_cast<std::uint32_t>(std::clamp(std::ceil(errors * errors), 1.0, most));
}

}  // namespace benchfolio::analysis
