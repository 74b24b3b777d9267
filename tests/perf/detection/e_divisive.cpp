#include "perf/detection/e_divisive.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/students_t.hpp>

namespace benchfolio::detection {
namespace {

using Values = std::span<const double>;
using Indices = std::vector<std::size_t>;

struct Moments {
    double mean = 0, variance = 0;
};

Moments moments(Values values) {
    const double n = static_cast<double>(values.size());
    Moments result;
    for (const double value : values) result.mean += value;
    result.mean /= n;
    for (const double value : values) result.variance += (value - result.mean) * (value - result.mean);
    result.variance /= n;
    return result;
}

// Sums of the distances of a value to those before it: to(k, j) = sum_{i<j} |x_k - x_i|, j <= k.
class Distances {
  public:
    explicit Distances(Values values) : size_(values.size()), sums_(size_ * size_) {
        for (std::size_t k = 0; k < size_; ++k)
            for (std::size_t j = 0; j < k; ++j)
                sums_[k * size_ + j + 1] = sums_[k * size_ + j] + std::abs(values[k] - values[j]);
    }
    double to(std::size_t k, std::size_t j) const { return sums_[k * size_ + j]; }

  private:
    std::size_t size_;
    std::vector<double> sums_;
};

double q_statistic(double between, double within_left, double within_right, std::size_t n_left, std::size_t n_right) {
    const double n = static_cast<double>(n_left), m = static_cast<double>(n_right);
    double q = 2 / (m + n) * between;
    if (n_left > 1) q -= 2 * m / ((m + n) * (n - 1)) * within_left;
    if (n_right > 1) q -= 2 * n / ((m + n) * (m - 1)) * within_right;
    return q;
}

EDivisiveChange tested(Values values, std::size_t begin, std::size_t index, std::size_t end) {
    const Values left = values.subspan(begin, index - begin), right = values.subspan(index, end - index);
    const double before = moments(left).mean, after = moments(right).mean;
    return {index, t_test(left, right), std::max(std::abs(after / before - 1), std::abs(before / after - 1))};
}

// The change at the index, tested against its neighbours among the indices, which are ascending.
EDivisiveChange tested(Values values, const Indices& indices, std::size_t index) {
    const auto next = std::ranges::upper_bound(indices, index);
    const auto at = std::ranges::lower_bound(indices, index);
    return tested(values, at == indices.begin() ? 0 : *(at - 1), index, next == indices.end() ? values.size() : *next);
}

// The best divide of all stretches between the indices.
Divide best_divide_among(Values values, const Indices& indices) {
    Divide best{0, -std::numeric_limits<double>::infinity()};
    std::size_t begin = 0;
    for (std::size_t k = 0; k <= indices.size(); ++k) {
        const std::size_t end = k < indices.size() ? indices[k] : values.size();
        if (const Divide divide = best_divide(values.subspan(begin, end - begin));
            divide.index > 0 && divide.q > best.q)
            best = {begin + divide.index, divide.q};
        begin = end;
    }
    return best;
}

// Divides until the best divide is not significant.
Indices divides(Values values, double max_p) {
    Indices indices;
    while (true) {
        const Divide divide = best_divide_among(values, indices);
        if (divide.index == 0 || tested(values, indices, divide.index).p > max_p) return indices;
        indices.insert(std::ranges::lower_bound(indices, divide.index), divide.index);
    }
}

Indices divides_in_windows(Values values, std::size_t window, double max_p) {
    Indices indices;
    for (std::size_t start = 0; start < values.size();) {
        const auto found = divides(values.subspan(start, std::min(window, values.size() - start)), max_p);
        std::size_t next = start + window / 2;
        for (const std::size_t index : found) {
            indices.push_back(start + index);
            next = std::max(next, start + index);
        }
        start = next;
    }
    std::ranges::sort(indices);
    const auto repeated = std::ranges::unique(indices);
    indices.erase(repeated.begin(), repeated.end());
    return indices;
}

// The change to be dropped next, or the end where all may stay.
std::vector<EDivisiveChange>::iterator weakest(std::vector<EDivisiveChange>& changes, const EDivisiveOptions& options) {
    const auto least_sure = std::ranges::max_element(changes, {}, &EDivisiveChange::p);
    if (least_sure == changes.end() || least_sure->p >= options.max_p) return least_sure;
    const auto smallest = std::ranges::min_element(changes, {}, &EDivisiveChange::magnitude);
    return smallest->magnitude <= options.min_magnitude ? smallest : changes.end();
}

void test_again(Values values, std::vector<EDivisiveChange>& changes, std::size_t at) {
    if (at >= changes.size()) return;
    const std::size_t begin = at == 0 ? 0 : changes[at - 1].index;
    const std::size_t end = at + 1 == changes.size() ? values.size() : changes[at + 1].index;
    changes[at] = tested(values, begin, changes[at].index, end);
}

double relaxed(double p) {
    return p < 0.05 ? 10 * p : p < 0.5 ? 2 * p : p;
}

}  // namespace

double t_test(Values left, Values right) {
    if (left.size() + right.size() <= 2) return 1;
    const double n = static_cast<double>(left.size()), m = static_cast<double>(right.size());
    const Moments l = moments(left), r = moments(right);
    // As a test of samples would pool them; that these variances are divided by n makes it a little too sure of itself.
    const double pooled = ((n - 1) * l.variance + (m - 1) * r.variance) / (n + m - 2);
    const double difference = std::abs(l.mean - r.mean);
    if (difference == 0) return 1;
    if (pooled == 0) return 0;
    const double t = difference / std::sqrt(pooled * (1 / n + 1 / m));
    return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(n + m - 2), t));
}

Divide best_divide(Values values) {
    const std::size_t size = values.size();
    if (size < 2) return {};
    const Distances distances(values);
    Divide best{0, -std::numeric_limits<double>::infinity()};
    double within_left = 0;  // of values[0, tau)
    for (std::size_t tau = 1; tau < size; ++tau) {
        within_left += distances.to(tau - 1, tau - 1);
        double between = 0, within_right = 0;
        for (std::size_t kappa = tau + 1; kappa <= size; ++kappa) {
            between += distances.to(kappa - 1, tau);
            within_right += distances.to(kappa - 1, kappa - 1) - distances.to(kappa - 1, tau);
            if (const double q = q_statistic(between, within_left, within_right, tau, kappa - tau); q > best.q)
                best = {tau, q};
        }
    }
    return best;
}

std::vector<EDivisiveChange> e_divisive(Values values, const EDivisiveOptions& options) {
    const Indices indices = divides_in_windows(values, options.window, relaxed(options.max_p));
    std::vector<EDivisiveChange> changes;
    for (const std::size_t index : indices) changes.push_back(tested(values, indices, index));
    for (auto dropped = weakest(changes, options); dropped != changes.end(); dropped = weakest(changes, options)) {
        const auto at = static_cast<std::size_t>(dropped - changes.begin());
        changes.erase(dropped);
        // The two that follow, not the one before: so does Otava, and only so are the published p the same.
        test_again(values, changes, at);
        test_again(values, changes, at + 1);
    }
    return changes;
}

}  // namespace benchfolio::detection
