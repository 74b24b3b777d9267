#include "stats/steps.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "stats/finite.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::stats {
namespace {

// --- noise -----------------------------------------------------------------------------------------------------------

// Standard deviation of the noise from differences over `lag`: their median absolute value, or, where more than half of
// them are zero (coarse clocks, byte counts), their mean absolute value.
double noise_at_lag(std::span<const double> values, std::size_t lag) {
    if (values.size() <= lag) return 0;
    std::vector<double> differences(values.size() - lag);
    double sum = 0;
    for (std::size_t i = 0; i < differences.size(); ++i) sum += differences[i] = std::abs(values[i + lag] - values[i]);
    const double middle = *median_in_place(differences);
    if (middle > 0) return 1.4826 * middle / std::numbers::sqrt2;
    return std::sqrt(std::numbers::pi) / 2 * sum / static_cast<double>(differences.size());
}

// How many times the variance of a mean exceeds that of independent values, for noise that fades like rho^k. Short
// series do not show it.
double variance_inflation(std::span<const double> values, double sigma) {
    constexpr std::size_t distant = 5, shortest = 40;
    if (values.size() < shortest) return 1;
    const double marginal = noise_at_lag(values, distant);
    if (marginal <= sigma) return 1;
    const double rho = std::min(1 - (sigma * sigma) / (marginal * marginal), 0.8);
    return (1 + rho) / (1 - rho);
}

// The price of a cut. In a short series sigma itself is uncertain, by about 1 / sqrt(n), hence the margin of 12 / n: it
// keeps false steps of pure noise below 5 % of the series at 20 values.
double cut_penalty(std::span<const double> values, double sigma, double strictness) {
    const auto n = static_cast<double>(values.size());
    return strictness * sigma * sigma * variance_inflation(values, sigma) * (1 + 12 / n) * std::log(n);
}

// --- outliers --------------------------------------------------------------------------------------------------------

// The part of the values that lies about a position, or at the end that is near it.
std::span<const double> window_about(std::span<const double> values, std::size_t at) {
    const std::size_t width = std::min<std::size_t>(values.size(), 5);
    const std::size_t first = std::min(at - std::min(at, width / 2), values.size() - width);
    return values.subspan(first, width);
}

std::vector<double> clipped(std::span<const double> values, double reach) {
    std::vector<double> result(values.size()), window;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto part = window_about(values, i);
        window.assign(part.begin(), part.end());
        std::ranges::sort(window);
        const double centre = *median(window);
        result[i] = std::clamp(values[i], centre - reach, centre + reach);
    }
    return result;
}

// --- segmentation ----------------------------------------------------------------------------------------------------

// Sums of the values and of their squares up to each position, about their first value, so that little cancels.
class Sums {
  public:
    explicit Sums(std::span<const double> values) : sum_(values.size() + 1), squares_(values.size() + 1) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double value = values[i] - values[0];
            sum_[i + 1] = sum_[i] + value;
            squares_[i + 1] = squares_[i] + value * value;
        }
    }
    std::size_t size() const { return sum_.size() - 1; }
    double mean(std::size_t first, std::size_t last) const {
        return (sum_[last] - sum_[first]) / static_cast<double>(last - first);
    }
    // Sum of squared deviations from the mean of [first, last).
    double cost(std::size_t first, std::size_t last) const {
        const double sum = sum_[last] - sum_[first];
        return squares_[last] - squares_[first] - sum * sum / static_cast<double>(last - first);
    }
    // By how much a cut at `at` lowers the cost of [at - width, at + width), which the ends may shorten.
    double gain(std::size_t at, std::size_t width) const {
        const std::size_t left = std::min(width, at), right = std::min(width, size() - at);
        const double difference = mean(at, at + right) - mean(at - left, at);
        return difference * difference * static_cast<double>(left * right) / static_cast<double>(left + right);
    }

  private:
    std::vector<double> sum_, squares_;
};

// Marks the positions where the gain at this width is the largest within the width and above the threshold, with two
// neighbours on each side, since noise moves the peak.
void mark_peaks(const Sums& sums, std::size_t width, double threshold, std::vector<std::uint8_t>& visible) {
    std::size_t best = 0;
    double best_gain = threshold;
    const auto mark = [&] {
        if (best == 0) return;
        for (std::size_t i = best - std::min<std::size_t>(best, 2); i <= std::min(best + 2, sums.size()); ++i)
            visible[i] = 1;
        best = 0;
        best_gain = threshold;
    };
    for (std::size_t at = 1; at < sums.size(); ++at) {
        if (best != 0 && at - best >= width) mark();
        if (const double gain = sums.gain(at, width); gain > best_gain) best_gain = gain, best = at;
    }
    mark();
}

// Positions worth a cut, ascending, the end of the series last. A cut that pays has a gain of at least the penalty at
// the full lengths of its two stretches, so at least about a third of it at the screening width next below the shorter
// one.
std::vector<std::size_t> visible_positions(const Sums& sums, double penalty, std::size_t min_length) {
    const std::size_t n = sums.size();
    std::vector<std::uint8_t> visible(n + 1, 0);
    for (std::size_t width = min_length; width <= n; width += width / 2 + 1)
        mark_peaks(sums, width, penalty / 4, visible);
    std::vector<std::size_t> positions;
    for (std::size_t at = min_length; at + min_length <= n; ++at)
        if (visible[at] != 0) positions.push_back(at);
    positions.push_back(n);
    return positions;
}

// The dynamic programme over the visible positions.
class Segmentation {
  public:
    Segmentation(const Sums& sums, std::vector<std::size_t> ends, double penalty, std::size_t min_length)
        : sums_{sums}, ends_{std::move(ends)}, penalty_{penalty}, min_length_{min_length} {
        for (std::size_t i = 0; i < ends_.size(); ++i) extend_to(i);
    }

    std::vector<std::size_t> boundaries() const {
        std::vector<std::size_t> result;
        for (std::size_t i = ends_.size() - 1; best_[i].before != none; i = best_[i].before)
            result.push_back(ends_[best_[i].before]);
        std::ranges::reverse(result);
        return result;
    }

  private:
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

    struct Best {
        double cost = 0;
        std::size_t before = none;  // index of the previous cut among the visible positions
    };

    void extend_to(std::size_t i) {
        admit(ends_[i]);
        Best best{sums_.cost(0, ends_[i]), none};
        for (const std::size_t start : starts_) {
            const double cost = best_[start].cost + sums_.cost(ends_[start], ends_[i]) + penalty_;
            if (cost < best.cost) best = {cost, start};
        }
        best_.push_back(best);
    }

    // Makes the cuts that lie at least a stretch before `end` starts of stretches, and drops those that such a newer
    // start beats for good: the inequality of PELT's theorem 3.1 with K = 0.
    void admit(std::size_t end) {
        for (; ends_[next_] + min_length_ <= end; ++next_) {
            std::erase_if(starts_, [&](std::size_t start) {
                return best_[start].cost + sums_.cost(ends_[start], ends_[next_]) >= best_[next_].cost;
            });
            starts_.push_back(next_);
        }
    }

    const Sums& sums_;
    std::vector<std::size_t> ends_;
    double penalty_;
    std::size_t min_length_, next_ = 0;
    std::vector<std::size_t> starts_;
    std::vector<Best> best_;
};

}  // namespace

std::vector<std::size_t> step_boundaries(std::span<const double> values, const StepOptions& options) {
    require_finite(values);
    if (values.size() < 2 * options.min_length) return {};
    const double sigma = noise_at_lag(values, 1);
    if (sigma == 0) return {};
    const std::vector<double> calm = clipped(values, options.clip * sigma);
    const double penalty = cut_penalty(values, sigma, options.strictness);
    const Sums sums{calm};
    return Segmentation{sums, visible_positions(sums, penalty, options.min_length), penalty, options.min_length}
        .boundaries();
}

}  // namespace benchfolio::stats
