#include "stats/selection.hpp"

#include <algorithm>

namespace benchfolio::stats {
namespace {

constexpr std::size_t a_few = 24;  // values: a general selection is as fast

double middle_of(double a, double b, double c) {
    return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

// Moves those that `belongs` says to the front, and says how many they are. Each value is moved, wherever it belongs:
// a branch, which no processor could foretell here, would cost more (Lomuto's partition; that of std::nth_element has
// such branches, and takes three times as long).
template <typename Belongs>
std::size_t partition(std::span<double> values, Belongs belongs) {
    std::size_t front = 0;
    for (double& place : values) {
        const double value = place;
        place = values[front];
        values[front] = value;
        front += static_cast<std::size_t>(belongs(value));
    }
    return front;
}

}  // namespace

void select(std::span<double> values, std::size_t rank) {
    // Values in a random order take some twenty rounds a million. What takes many more is for the library, which is not
    // misled by any order.
    constexpr int most_rounds = 64;
    for (int round = 0; round < most_rounds && values.size() > a_few; ++round) {
        const double pivot = middle_of(values.front(), values[values.size() / 2], values.back());
        std::size_t below = partition(values, [&](double value) { return value < pivot; });
        if (below == 0) {  // the pivot is the least, of which there may be many
            below = partition(values, [&](double value) { return value <= pivot; });
            if (rank < below) return;
        }
        if (rank < below) {
            values = values.first(below);
        } else {
            values = values.subspan(below);
            rank -= below;
        }
    }
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(rank));
}

}  // namespace benchfolio::stats
