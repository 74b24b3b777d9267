#include "stats/sorting.hpp"

#include <algorithm>

namespace benchfolio::stats {
namespace {

constexpr std::size_t few = 4;

void order(double& a, double& b) {
    const double less = b < a ? b : a;
    b = b < a ? a : b;
    a = less;
}

// Sorts each four of the values, and the last ones that are fewer: five comparisons are the least that four take.
void sort_fours(std::span<double> values) {
    for (; values.size() >= few; values = values.subspan(few)) {
        order(values[0], values[1]);
        order(values[2], values[3]);
        order(values[0], values[2]);
        order(values[1], values[3]);
        order(values[1], values[2]);
    }
    std::ranges::sort(values);
}

// One step of a merge: the lesser of two values, and past it. Added is the truth value itself: of `takes_b ? 1 : 0`
// compilers make a branch.
double lesser(const double*& a, const double*& b) {
    const bool takes_b = *b < *a;
    const double value = takes_b ? *b : *a;
    b += takes_b;
    a += !takes_b;
    return value;
}

// The same from the ends: the greater of two values, and before it.
double greater(const double*& a, const double*& b) {
    const bool takes_a = *b < *a;
    const double value = takes_a ? *a : *b;
    a -= takes_a;
    b -= !takes_a;
    return value;
}

// Two sorted halves of one length into `to`, from both ends at once: no step at one end waits for one at the other, and
// neither comes beyond a half, since it makes half of the steps.
void merge_halves(std::span<const double> halves, double* to) {
    const std::size_t half = halves.size() / 2;
    const double *a = halves.data(), *b = a + half;
    const double *last_a = b - 1, *last_b = b + half - 1;
    for (double* last = to + halves.size() - 1; to < last; ++to, --last) {
        *to = lesser(a, b);
        *last = greater(last_a, last_b);
    }
}

// The sorted values before `middle` and those from there on into `to`.
void merge_uneven(std::span<const double> values, std::size_t middle, double* to) {
    const double *a = values.data(), *b = a + middle;
    const double *const end_of_a = b, *const end_of_b = a + values.size();
    while (a != end_of_a && b != end_of_b) *to++ = lesser(a, b);
    std::copy(b, end_of_b, std::copy(a, end_of_a, to));
}

// Each two neighbours of `width` sorted values into `to`; the last may be shorter, or alone.
void merge_neighbours(std::span<const double> from, std::size_t width, double* to) {
    for (; from.size() >= 2 * width; from = from.subspan(2 * width), to += 2 * width)
        merge_halves(from.first(2 * width), to);
    merge_uneven(from, std::min(width, from.size()), to);
}

}  // namespace

void Sorter::operator()(std::span<double> values) {
    sort_fours(values);
    room_.resize(std::max(room_.size(), values.size()));
    std::span<double> from = values, to = std::span{room_}.first(values.size());
    for (std::size_t width = few; width < values.size(); width *= 2) {
        merge_neighbours(from, width, to.data());
        std::swap(from, to);
    }
    if (from.data() != values.data()) std::ranges::copy(from, values.begin());
}

}  // namespace benchfolio::stats
