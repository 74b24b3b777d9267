#include "stats/level_scan.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "stats/few.hpp"
#include "stats/finite.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::stats {
namespace {

constexpr double clip = 3.5;  // in sigma

// What is an outlier is judged again while sigma gets better known.
bool is_judged_anew(std::size_t values) {
    constexpr std::size_t last_time = 128;
    return values <= 16 || (values <= last_time && (values & (values - 1)) == 0);
}

}  // namespace

void LevelScan::reserve(std::size_t values) {
    for (auto* all : {&values_, &sums_}) all->reserve(values + 1);
}

void LevelScan::push(double value, double sigma) {
    require_finite(std::array{value, sigma});
    if (values_.empty()) base_ = value, sums_.push_back(0);
    values_.push_back(value);
    sums_.push_back(0);
    std::shift_left(reach_.begin(), reach_.end(), 1);
    reach_.back() = clip * sigma;
    const std::size_t n = values_.size();
    if (is_judged_anew(size())) {
        reach_.fill(clip * sigma);
        settle(0);
    } else {
        settle(n - std::min(n, reach_.size()));
    }
}

void LevelScan::forget_all_but(std::size_t kept) {
    if (values_.size() <= kept) return;
    const auto dropped = static_cast<std::ptrdiff_t>(values_.size() - kept);
    for (auto* all : {&values_, &sums_}) all->erase(all->begin(), all->begin() + dropped);
    forgotten_ += static_cast<std::size_t>(dropped);
}

// The newest values have one neighbourhood, and so one centre. Older ones are only settled where all reach as far.
void LevelScan::settle(std::size_t first) {
    const std::size_t n = values_.size(), newest = n - std::min(n, reach_.size());
    double middle = 0;
    for (std::size_t i = first; i < n; ++i) {
        if (i <= newest) middle = centre(i);
        const double reach = reach_[i + reach_.size() < n ? 0 : i + reach_.size() - n];
        sums_[i + 1] = sums_[i] + (std::clamp(values_[i], middle - reach, middle + reach) - base_);
    }
}

// Of the values about one.
double LevelScan::centre(std::size_t i) const {
    constexpr std::size_t width = 2 * neighbourhood + 1;
    const std::size_t n = values_.size(), count = std::min(n, width);
    const std::size_t first = std::min(i - std::min(i, neighbourhood), n - count);
    return centre_of_few(std::span{values_}.subspan(first, count));
}

namespace {

// The median; of two values the one that lies nearer to `other`, so that a single outlier proves nothing.
double wary_median(std::span<double> values, double other) {
    if (values.size() != 2) return *median_in_place(values);
    return std::abs(values[0] - other) < std::abs(values[1] - other) ? values[0] : values[1];
}

}  // namespace

LevelScan::Shift LevelScan::robust_shift(std::size_t first, std::size_t at, std::size_t last) const {
    const std::size_t low = std::max({first, forgotten_, at - std::min(at, window)}),
                      high = std::min(last, at + window);
    std::array<double, 2 * window> copies{};
    std::ranges::copy(values(low, high), copies.begin());
    const auto before = std::span{copies}.first(at - low), after = std::span{copies}.subspan(at - low, high - at);
    const auto n = static_cast<double>(before.size()), m = static_cast<double>(after.size());
    double left = *median_in_place(before);
    const double right = wary_median(after, left);
    if (before.size() == 2) left = wary_median(before, right);
    return {right - left, n * m / (n + m)};
}

}  // namespace benchfolio::stats
