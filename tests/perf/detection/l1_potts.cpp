#include "perf/detection/l1_potts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <numeric>
#include <utility>

namespace benchfolio::detection {
namespace {

using Values = std::span<const double>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t longest_piece = 20;  // before merging

struct Weighted {
    double value = 0, weight = 0;
    auto operator<=>(const Weighted&) const = default;
};

double median_of_sorted(std::span<const Weighted> sorted, double total) {
    double below = 0;
    for (std::size_t k = 0; k < sorted.size(); ++k) {
        below += sorted[k].weight;
        if (below > total / 2) return sorted[k].value;
        if (below == total / 2)
            return k + 1 < sorted.size() ? (sorted[k].value + sorted[k + 1].value) / 2 : sorted[k].value;
    }
    return sorted.empty() ? 0 : sorted.back().value;
}

// Level and distance of a sorted piece.
std::pair<double, double> fit(std::span<const Weighted> sorted) {
    double total = 0, distance = 0;
    for (const Weighted& item : sorted) total += item.weight;
    const double level = median_of_sorted(sorted, total);
    for (const Weighted& item : sorted) distance += item.weight * std::abs(item.value - level);
    return {level, distance};
}

// What pieces cost. Short ones are asked for over and over, with every gamma; long ones again where pieces are merged.
class Costs {
  public:
    Costs(Values values, Values weights) : values_(values), weights_(weights) {}

    std::size_t size() const { return values_.size(); }
    Values values() const { return values_; }
    Values weights() const { return weights_; }

    Piece piece(std::size_t first, std::size_t last) {
        const auto [at, is_new] = known_.try_emplace({first, last});
        if (is_new) at->second = fit(sorted(first, last));
        return {first, last, at->second.first, at->second.second};
    }
    double distance(std::size_t first, std::size_t last) { return piece(first, last).distance; }

    // The distances of the pieces that end before `last`: of one value, of two, and so on up to `most`.
    std::vector<double> ending_at(std::size_t last, std::size_t most) const {
        std::vector<double> distances;
        std::vector<Weighted> items;
        for (std::size_t first = last; first-- > 0 && last - first <= most;) {
            const Weighted item{values_[first], weights_[first]};
            items.insert(std::ranges::upper_bound(items, item), item);
            distances.push_back(fit(items).second);
        }
        return distances;
    }

  private:
    std::vector<Weighted> sorted(std::size_t first, std::size_t last) const {
        std::vector<Weighted> items;
        for (std::size_t k = first; k < last; ++k) items.push_back({values_[k], weights_[k]});
        std::ranges::sort(items);
        return items;
    }

    Values values_, weights_;
    std::map<std::pair<std::size_t, std::size_t>, std::pair<double, double>> known_;
};

// By end of the piece, then its length: Costs::ending_at of every end.
using Table = std::vector<std::vector<double>>;

Table table_of(const Costs& costs, std::size_t max_size) {
    Table table;
    for (std::size_t last = 1; last <= costs.size(); ++last) table.push_back(costs.ending_at(last, max_size));
    return table;
}

// The ends of the best pieces: Bellman's recursion over the end of the last piece.
std::vector<std::size_t> best_ends(const Table& table, double gamma) {
    std::vector<double> best{-gamma};
    std::vector<std::size_t> begin_of;
    for (std::size_t last = 1; last <= table.size(); ++last) {
        best.push_back(infinity);
        begin_of.push_back(last - 1);
        for (std::size_t length = table[last - 1].size(); length >= 1; --length) {
            const double cost = best[last - length] + gamma + table[last - 1][length - 1];
            if (cost > best[last]) continue;
            best[last] = cost;
            begin_of[last - 1] = last - length;
        }
    }
    std::vector<std::size_t> ends;
    for (std::size_t last = table.size(); last > 0; last = begin_of[last - 1]) ends.push_back(last);
    return {ends.rbegin(), ends.rend()};
}

std::vector<Piece> pieces(Costs& costs, const std::vector<std::size_t>& ends) {
    std::vector<Piece> result;
    std::size_t first = 0;
    for (const std::size_t last : ends) {
        result.push_back(costs.piece(first, last));
        first = last;
    }
    return result;
}

std::size_t begin_of(const std::vector<std::size_t>& ends, std::size_t k) {
    return k == 0 ? 0 : ends[k - 1];
}

// Joins the two neighbours that gain most, until none gain.
void merge_neighbours(Costs& costs, std::vector<std::size_t>& ends, double gamma) {
    while (true) {
        double best = 0;
        std::size_t chosen = ends.size();
        for (std::size_t k = 0; k + 1 < ends.size(); ++k) {
            const std::size_t first = begin_of(ends, k);
            const double change = costs.distance(first, ends[k + 1]) - costs.distance(first, ends[k]) -
                                  costs.distance(ends[k], ends[k + 1]) - gamma;
            if (change > best) continue;
            best = change;
            chosen = k;
        }
        if (chosen == ends.size()) return;
        ends.erase(ends.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
}

// The border between two pieces, moved by at most the longest piece to where it costs least; each keeps two values.
std::size_t best_border(Costs& costs, std::size_t first, std::size_t border, std::size_t last) {
    std::size_t best = border;
    double least = costs.distance(first, border) + costs.distance(border, last);
    const std::size_t low = std::max(first + 2, border - std::min(border, longest_piece));
    for (std::size_t at = low; at <= border + longest_piece && at + 1 < last; ++at) {
        const double cost = costs.distance(first, at) + costs.distance(at, last);
        if (cost >= least) continue;
        least = cost;
        best = at;
    }
    return best;
}

std::vector<Piece> merged(Costs& costs, const Table& table, double gamma) {
    auto ends = best_ends(table, gamma);
    merge_neighbours(costs, ends, gamma);
    for (std::size_t k = 0; k + 1 < ends.size(); ++k)
        ends[k] = best_border(costs, begin_of(ends, k), ends[k], ends[k + 1]);
    return pieces(costs, ends);
}

// S of the header: the first residual without weight, as in asv.
double roughness(const Costs& costs, const std::vector<Piece>& fit, double rho) {
    double sum = 0, previous = 0;
    for (const Piece& piece : fit)
        for (std::size_t k = piece.first; k < piece.last; ++k) {
            const double residual = costs.values()[k] - piece.level;
            sum += k == 0 ? std::abs(residual) : costs.weights()[k] * std::abs(residual - rho * previous);
            previous = residual;
        }
    return sum;
}

double noise_floor(const std::vector<Piece>& fit) {
    double least = infinity;
    for (std::size_t k = 0; k < fit.size(); ++k)
        if (fit.size() <= 2)
            least = std::min(least, std::abs(fit[k].level) / 100);
        else if (k > 0)
            least = std::min(least, std::abs(fit[k].level - fit[k - 1].level));
    return std::max(1e-300, least / 10);
}

double information(const Costs& costs, const std::vector<Piece>& fit) {
    const double n = static_cast<double>(costs.size());
    const auto at = [&](double rho) { return roughness(costs, fit, rho); };
    return 4 * std::log(n) / n * static_cast<double>(fit.size()) +
           std::log(noise_floor(fit) + at(golden_section(at, -1, 1, 0.05)));
}

}  // namespace

std::vector<Piece> potts(Values values, Values weights, double gamma, std::size_t max_size) {
    Costs costs(values, weights);
    return pieces(costs, best_ends(table_of(costs, max_size), gamma));
}

std::vector<Piece> potts_merged(Values values, Values weights, double gamma) {
    Costs costs(values, weights);
    return merged(costs, table_of(costs, longest_piece), gamma);
}

std::vector<Piece> potts_auto(Values values, Values weights) {
    if (values.empty()) return {};
    Costs costs(values, weights);
    const Table table = table_of(costs, longest_piece);
    const double whole = costs.distance(0, values.size());
    const double scale = whole == 0 ? 1 : whole;
    std::vector<Piece> best;
    double least = infinity;
    const auto objective = [&](double log_gamma) {
        auto fit = merged(costs, table, scale * std::exp(log_gamma));
        const double cost = information(costs, fit);
        if (cost < least) {
            least = cost;
            best = std::move(fit);
        }
        return cost;
    };
    const double low = std::log(0.1 / static_cast<double>(values.size()));
    golden_section(objective, low, 0, 0.1 * std::abs(low));
    return best;
}

double weighted_median(Values values, Values weights) {
    std::vector<Weighted> items;
    for (std::size_t k = 0; k < values.size(); ++k) items.push_back({values[k], weights[k]});
    std::ranges::sort(items);
    return median_of_sorted(items, std::accumulate(weights.begin(), weights.end(), 0.0));
}

std::vector<double> potts_weights(Values interval_widths) {
    std::vector<double> weights, known;
    for (const double width : interval_widths) {
        weights.push_back(std::isinf(width) ? 0 : 2 / std::abs(width));
        if (!std::isnan(width)) known.push_back(weights.back());
    }
    const std::vector<double> ones(known.size(), 1.0);
    const double median = known.empty() ? 1 : weighted_median(known, ones);
    for (double& weight : weights) weight = std::isnan(weight) ? 1 : weight / (median == 0 ? 1 : median);
    return weights;
}

double golden_section(const std::function<double(double)>& f, double a, double b, double tolerance) {
    constexpr double ratio = 1 / std::numbers::phi;
    // Outside [a, b], so that the first two inner points are a and b.
    double low = (ratio * a - (1 - ratio) * b) / (2 * ratio - 1),
           high = (ratio * b - (1 - ratio) * a) / (2 * ratio - 1);
    double left = ratio * low + (1 - ratio) * high, right = (1 - ratio) * low + ratio * high;
    double f_left = f(left), f_right = f(right);
    while (high - low >= tolerance) {
        if (f_right < f_left) {
            low = std::exchange(left, right);
            right = (1 - ratio) * low + ratio * high;
            f_left = std::exchange(f_right, f(right));
        } else {
            high = std::exchange(right, left);
            left = ratio * low + (1 - ratio) * high;
            f_right = std::exchange(f_left, f(left));
        }
    }
    return f_right < f_left ? right : left;
}

}  // namespace benchfolio::detection
