#include "analysis/jump_chance.hpp"

#include <algorithm>
#include <cmath>

#include "stats/distributions.hpp"

namespace benchfolio::analysis {
namespace {

constexpr double prior = 0.5;  // Jeffreys': of jumps, and of the rest
constexpr double near_tenth = 0.1, nearer = 0.5, farther = 2;

}  // namespace

JumpChance::JumpChance(std::span<const Jump> own, std::size_t all_own, std::span<const double> elsewhere,
                       std::size_t all_elsewhere, std::size_t borrowed)
    : all_own_(static_cast<double>(all_own)),
      all_elsewhere_(static_cast<double>(all_elsewhere)),
      borrowed_(static_cast<double>(std::min(borrowed, all_elsewhere))) {
    for (const Jump& jump : own) {
        Side& side = jump.size > 0 ? worse_ : better_;
        side.sizes.push_back(std::abs(jump.size));
        ++side.own;
    }
    for (const double size : elsewhere) (size > 0 ? worse_ : better_).sizes.push_back(std::abs(size));
    for (Side* side : {&worse_, &better_}) {
        if (side->sizes.empty()) continue;
        std::ranges::sort(side->sizes);
        const auto tenth = static_cast<std::size_t>(near_tenth * static_cast<double>(side->sizes.size()));
        side->nearest = nearer * side->sizes[tenth];
        side->farthest = farther * side->sizes.back();
    }
}

bool JumpChance::knows(double size) const {
    const Side& known = side(size);
    return !known.sizes.empty() && std::abs(size) >= known.nearest && std::abs(size) <= known.farthest;
}

JumpChance::Seen JumpChance::seen(double size) const {
    return {side(size).sizes.size(), static_cast<std::size_t>(all_own_ + all_elsewhere_)};
}

double JumpChance::of(double size, std::size_t count, std::size_t trials, std::size_t again, std::size_t runs) const {
    const Side& known = side(size);
    const double others = static_cast<double>(known.sizes.size()) - known.own;
    const double lent = all_elsewhere_ > 0 ? borrowed_ * others / all_elsewhere_ : 0;
    const double a = prior + known.own + lent;
    const double b = prior + all_own_ + borrowed_ - known.own - lent;
    const double each = stats::beta_binomial_tail(again, runs, a, b);
    // As sure of that as of the rate.
    return stats::beta_binomial_tail(count, trials, a, a * (1 - each) / each);
}

}  // namespace benchfolio::analysis
