#include "analysis/track.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "analysis/detection.hpp"
#include "stats/ordered.hpp"

namespace benchfolio::analysis {
namespace {

using namespace detector;

constexpr double least_error = 1e-6;  // of a difference: even counts are not exact to the last bit
constexpr std::size_t window = stats::LevelScan::window;

double mean_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

Track::Track() {
    constexpr std::size_t most = 4 * window;  // as many as there are before the oldest are forgotten
    scan_.reserve(most);
    for (auto* all : {&rows_, &runs_}) all->reserve(most);
}

void Track::push(std::uint32_t row, std::uint32_t run, double value, const SeriesNoise& noise) {
    const double gap = noise.gap > 0 ? noise.gap : noise_.gap;
    noise_ = noise;
    noise_.gap = gap;
    scan_.push(value, noise.sigma);
    rows_.push_back(row);
    runs_.push_back(run);
}

void Track::forget() {
    constexpr std::size_t kept = 3 * window;
    const std::size_t before = scan_.oldest();
    scan_.forget_all_but(kept);
    const auto dropped = static_cast<std::ptrdiff_t>(scan_.oldest() - before);
    for (auto* all : {&rows_, &runs_}) all->erase(all->begin(), all->begin() + dropped);
}

std::size_t Track::place(std::uint32_t run) const {
    return scan_.oldest() + stats::count_below(std::span<const std::uint32_t>{runs_}, run);
}

std::size_t Track::oldest_tried() const {
    return std::max(begin_ + 1, size() - std::min(size(), window));
}

bool Track::refused(std::size_t at) const {
    return std::ranges::any_of(cuts_,
                               [&](const Cut& cut) { return cut.at == at && cut.state == ChangeState::retracted; });
}

double Track::least_difference() const {
    return std::min(least_size, sizeable_in_sigma * noise_.sigma);
}

bool Track::too_small(double difference) const {
    return std::abs(difference) < least_difference();
}

double Track::variance() const {
    return std::max(noise_.sigma * noise_.sigma * noise_.inflation, least_error * least_error);
}

double Track::gain(std::size_t at) const {
    if (!can_judge(at)) return 0;
    if (noise_.gap > 0) return gain_of_modes(at);
    const auto found = scan_.contrast(begin_, at);  // the inner loop: no roots, one division
    return found.is_below(least_difference()) ? 0 : found.gain(variance());
}

double Track::signed_gain(const Shift& found) const {
    if (too_small(found.difference)) return 0;
    return found.difference > 0 ? found.gain : -found.gain;
}

Track::Shift Track::shift(std::size_t first, std::size_t at) const {
    if (noise_.gap > 0) return shift_of_modes(sides(first, at));
    return weighed(scan_.shift(first, at, size()));
}

Track::Shift Track::wary_shift(std::size_t first, std::size_t at) const {
    if (noise_.gap > 0) return shift_of_modes(sides(first, at));
    return weighed(scan_.robust_shift(first, at, size()));
}

Track::Shift Track::shift_where_few(std::size_t first, std::size_t at) const {
    constexpr std::size_t few = 3;
    return std::min(at - first, size() - at) < few ? wary_shift(first, at) : shift(first, at);
}

Track::Shift Track::weighed(stats::LevelScan::Shift found) const {
    const double error = std::max(noise_.sigma * std::sqrt(noise_.inflation / found.weight), least_error);
    return {found.difference, error, found.difference * found.difference / (error * error)};
}

Track::Sides Track::sides(std::size_t first, std::size_t at) const {
    const std::size_t low = std::max({first, scan_.oldest(), at - std::min(at, window)}),
                      high = std::min(size(), at + window);
    const auto all = scan_.values(low, high);
    const auto left = stats::fit_two_modes(all.first(at - low), noise_.gap, noise_.sigma, all[0]);
    const auto right = stats::fit_two_modes(all.subspan(at - low), noise_.gap, noise_.sigma, left.level);
    return {all, static_cast<double>(at - low), static_cast<double>(high - at), left, right};
}

Track::Shift Track::shift_of_modes(const Sides& found) const {
    const auto cost = [&](double level) {
        return stats::fit_two_modes_near(found.all, noise_.gap, noise_.sigma, level).cost;
    };
    const double together_cost = std::min(cost(found.left.level), cost(found.right.level));
    const double n = found.before, m = found.after;
    return {found.difference(), noise_.sigma * std::sqrt(noise_.inflation * (n + m) / (n * m)),
            std::max(0.0, together_cost - found.left.cost - found.right.cost) / noise_.inflation};
}

// Without the dearer half of the fits where the difference is too small anyway.
double Track::gain_of_modes(std::size_t at) const {
    const Sides found = sides(begin_, at);
    return too_small(found.difference()) ? 0 : signed_gain(shift_of_modes(found));
}

double Track::explained(std::size_t at) const {
    const std::size_t low = std::max(begin_, at - std::min(at, window));
    const double before = mean_of(scan_.values(low, at)), after = mean_of(scan_.values(at, size()));
    const auto n = static_cast<double>(at - low), m = static_cast<double>(size() - at);
    return (after - before) * (after - before) * n * m / (n + m);
}

double Track::level_of_modes() const {
    const auto newest = scan_.values(std::max(begin_, size() - std::min(size(), window)), size());
    return stats::fit_two_modes(newest, noise_.gap, noise_.sigma, newest[0]).level;
}

// Whether one of the newest values is at neither mode: fits cost too much to look for changes where nothing is odd.
bool Track::stirred() {
    constexpr std::size_t remembered = 8;
    if (!level_ || size() % remembered == 0) level_ = level_of_modes();
    if (std::abs(stats::residual(scan_.value(size() - 1), *level_, noise_.gap)) > 2 * noise_.sigma) odd_at_ = size();
    return size() - odd_at_ < remembered || size() % remembered == 0;
}

// Where the distances to the nearer mode change most, in mean or in size: a first look for a thousandth of what fits
// cost. A change of the level by half the gap may leave their mean, by all of it their size, but none leaves both.
Track::Best Track::likeliest_of_modes() const {
    const std::size_t oldest = std::max(begin_, size() - std::min(size(), 2 * window));
    std::array<double, 2 * window + 1> sums{}, squares{};  // in sigma, of the distances from the oldest on
    const double level = level_ ? *level_ : level_of_modes();
    const double farthest = std::sqrt(stats::mode_cost_limit);
    for (std::size_t i = oldest; i < size(); ++i) {
        const double distance =
            std::clamp(stats::residual(scan_.value(i), level, noise_.gap) / noise_.sigma, -farthest, farthest);
        sums[i - oldest + 1] = sums[i - oldest] + distance;
        squares[i - oldest + 1] = squares[i - oldest] + distance * distance;
    }
    Best best;
    for (std::size_t at = oldest_tried(); at < size(); ++at) {
        const std::size_t low = std::max(oldest, at - std::min(at, window)) - oldest, middle = at - oldest,
                          high = size() - oldest;
        const auto n = static_cast<double>(middle - low), m = static_cast<double>(high - middle);
        const double moved = (sums[high] - sums[middle]) / m - (sums[middle] - sums[low]) / n;
        const double grown = (squares[high] - squares[middle]) / m - (squares[middle] - squares[low]) / n;
        const double weight = n * m / (n + m);  // the variance of a square of a normal value is 2
        const double gain = weight * std::max(moved * moved, grown > 0 ? grown * grown / 2 : 0) / noise_.inflation;
        if (gain > best.gain) best = {at, gain};
    }
    return best;
}

Track::Best Track::best_of_modes() const {
    constexpr std::size_t about = 2;
    const std::size_t likeliest = likeliest_of_modes().at;
    Best best;
    for (std::size_t at = std::max(begin_ + 1, likeliest - std::min(likeliest, about));
         at < std::min(size(), likeliest + about + 1); ++at)
        if (const double found = gain(at); std::abs(found) > std::abs(best.gain)) best = {at, found};
    return best;
}

bool Track::may_have(double evidence) {
    // The lags that are tried first are at most a quarter off: that costs less than a third of the evidence.
    constexpr double of_coarse = 0.7;
    if (noise_.gap == 0) return has_coarsely(of_coarse * evidence);
    if (!stirred()) return false;
    const Best likeliest = likeliest_of_modes();
    return likeliest.gain >= of_coarse * evidence && std::abs(gain(likeliest.at)) >= of_coarse * evidence;
}

// Whether one of some places among the newest has it: asked after every result, so most of the arithmetic is done by
// the compiler where all of them have a whole window of values before them, as nearly all results have.
bool Track::has_coarsely(double evidence) const {
    const double least = evidence * variance();
    const auto stands_out = [&](const stats::LevelScan::Contrast& found) {
        return found.weighs(least) && !found.is_below(least_difference());
    };
    const std::size_t known = size() - std::max(begin_, oldest());
    return [&]<std::size_t... lags>(std::index_sequence<lags...>) {
        constexpr std::size_t farthest = std::max({lags...});
        if (known >= farthest + window) return (stands_out(scan_.contrast_of_newest<lags>()) || ...);
        return ((known > lags && stands_out(scan_.contrast(begin_, size() - lags))) || ...);
    }
    (std::index_sequence<1, 2, 3, 5, 8, 12, 18, 26, 38, 56>{});
}

Track::Best Track::best() const {
    if (noise_.gap > 0) return best_of_modes();
    Best best;
    for (std::size_t at = oldest_tried(); at < size(); ++at)
        if (const double found = gain(at); std::abs(found) > std::abs(best.gain)) best = {at, found};
    return best;
}

std::size_t Track::own_place(std::size_t at, double sign) const {
    std::size_t best = at;
    double most = sign * gain(at) + 10;
    for (std::size_t near = std::max(begin_ + 1, at - std::min<std::size_t>(at, 3)); near < std::min(size(), at + 4);
         ++near)
        if (const double found = sign * gain(near); found > most) most = found, best = near;
    return best;
}

void Track::confirm(std::size_t at, std::uint32_t by, double kept) {
    cuts_.push_back({at, begin_, ChangeState::confirmed, by, {}, noise_.sigma, kept, row(at - 1), row(at)});
    standing_.push_back(cuts_.size() - 1);
    begin_ = at;
    level_.reset();
}

void Track::start_anew() {
    begin_ = size();
    standing_.clear();
    level_.reset();
}

void Track::retest(std::uint32_t by) {
    if (standing_.empty()) return;
    Cut& cut = cuts_[standing_.back()];
    const std::size_t after = size() - cut.at;
    if (after > 5 && after != 7 && after != 10 && after != 14 && after != 20 && after != 28 && after != 40) return;
    if (shift_where_few(cut.begin, cut.at).gain >= cut.kept) return;
    cut.state = ChangeState::retracted;
    cut.retracted_by = by;
    begin_ = cut.begin;
    standing_.pop_back();
    level_.reset();
}

}  // namespace benchfolio::analysis
