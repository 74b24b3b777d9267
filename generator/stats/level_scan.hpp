// The running side of change detection: values come one by one, and at any time one can ask how much evidence they give
// for a change of level at some place among the newest.
//
// Means are of clipped values: each to within 3.5 sigma of the median of the five about it, or of the last five while
// fewer came after it (Winsorizing: Huber, Robust Statistics, 1981, section 1.7). So an outlier that reverts counts
// little, and a step counts in full once three values show it.
//
// Places are counted from the first value ever, though the oldest values may be forgotten: what is asked for must lie
// among those that are left.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace benchfolio::stats {

class LevelScan {
  public:
    void reserve(std::size_t values);
    // Sigma, of the noise, as it is known by then. Throws std::invalid_argument on NaN and infinities.
    void push(double value, double sigma);
    std::size_t size() const { return forgotten_ + values_.size(); }
    std::size_t oldest() const { return forgotten_; }  // of those that are left
    double value(std::size_t at) const { return values_[at - forgotten_]; }
    std::span<const double> values(std::size_t first, std::size_t last) const {
        return std::span{values_}.subspan(first - forgotten_, last - first);
    }
    // All but the newest `kept`, of which there must be 128 or more.
    void forget_all_but(std::size_t kept);

    // Mean of the clipped values of [first, last).
    double mean(std::size_t first, std::size_t last) const {
        return base_ + (sums_[last - forgotten_] - sums_[first - forgotten_]) / static_cast<double>(last - first);
    }

    struct Shift {
        double difference = 0;  // mean after less mean before
        double weight = 0;      // harmonic: n m / (n + m)
    };
    // Of the values of [first, at) and those from it on to `last`, of at most `window` values on each side.
    Shift shift(std::size_t first, std::size_t at, std::size_t last) const {
        const std::size_t low = std::max({first, forgotten_, at - std::min(at, window)}),
                          high = std::min(last, at + window);
        const auto n = static_cast<double>(at - low), m = static_cast<double>(high - at);
        return {mean(at, high) - mean(low, at), n * m / (n + m)};
    }
    static constexpr std::size_t window = 64;

    // The same of all values from `first` on without its divisions, for who asks at many places.
    struct Contrast {
        double difference = 0;  // times n m
        double product = 0;     // n m
        double sum = 0;         // n + m

        bool is_below(double least_difference) const { return std::abs(difference) < least_difference * product; }
        // Whether difference^2 weight is so much.
        bool weighs(double least) const { return difference * difference >= least * (product * sum); }
        // difference^2 weight / variance, with the sign of the difference.
        double gain(double variance) const { return difference * std::abs(difference) / (variance * product * sum); }
    };
    Contrast contrast(std::size_t first, std::size_t at) const {
        const std::size_t before = std::min(at - std::max(first, forgotten_), window),
                          after = std::min(size() - at, window);
        const auto n = static_cast<double>(static_cast<int>(before)), m = static_cast<double>(static_cast<int>(after));
        const double* const middle = sums_.data() + (at - forgotten_);
        const double left = *middle - *(middle - before), right = *(middle + after) - *middle;
        return {right * n - left * m, n * m, n + m};
    }
    // That of the newest values, as many as that, to the `window` before them, which must be there.
    template <std::size_t newest>
    Contrast contrast_of_newest() const {
        constexpr auto n = static_cast<double>(window), m = static_cast<double>(newest);
        const double* const last = sums_.data() + values_.size();
        const double middle = *(last - newest), left = middle - *(last - newest - window), right = *last - middle;
        return {right * n - left * m, n * m, n + m};
    }

    // The same from the medians of the values as they came; of two values the one that proves less counts.
    Shift robust_shift(std::size_t first, std::size_t at, std::size_t last) const;

    // All it is made of, to be kept or restored.
    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(forgotten_, base_, values_, sums_);
        for (double& reach : reach_) visit(reach);
    }

  private:
    static constexpr std::size_t neighbourhood = 2;  // values on each side

    void settle(std::size_t first);  // by place among those that are left: this one and all after it
    double centre(std::size_t i) const;

    std::size_t forgotten_ = 0;
    double base_ = 0;                                // the first value
    std::vector<double> values_, sums_;              // sums_[i]: of the clipped values before i, less base_ each
    std::array<double, neighbourhood + 1> reach_{};  // of the newest values: how far off its neighbours each may be
};

}  // namespace benchfolio::stats
