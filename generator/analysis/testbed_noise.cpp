#include "analysis/testbed_noise.hpp"

#include "analysis/normal_differences.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {

// By how much a run lies off what its benchmarks had before; nothing where they are too few to tell.
std::optional<double> TestbedNoise::shift_of(std::span<const Cell> cells) {
    moved_.clear();
    for (const Cell& cell : cells)
        if (const Recent& newest = series_[cell.series]; newest.count > 0)
            moved_.push_back(cell.value - newest.centre());
    if (moved_.size() < 5) return std::nullopt;
    return stats::median_in_place(moved_);
}

// Standard deviation of how far benchmarks move from run to run: as the testbed is known, else as these did.
double TestbedNoise::spread(double shift) {
    if (near_.runs() >= 3) return near_.middle() / median_of_difference;
    for (double& moved : moved_) moved = std::abs(moved - shift);
    return *stats::median_in_place(moved_) / 0.6745;
}

void TestbedNoise::hold(std::uint32_t run, std::span<const Cell> cells) {
    held_.push_back(run);
    held_cells_.insert(held_cells_.end(), cells.begin(), cells.end());
}

void TestbedNoise::admit_held() {
    ++epoch_;
    admit(held_cells_);
}

template <typename DifferenceOf>
void TestbedNoise::add_median(RunAverage& average, std::span<const Cell> cells, DifferenceOf difference_of) {
    differences_.clear();
    for (const Cell& cell : cells)
        if (const auto difference = difference_of(series_[cell.series], cell.value))
            differences_.push_back(*difference);
    if (const auto median = stats::median_in_place(differences_)) average.add(*median);
}

void TestbedNoise::enter(std::span<const Cell> cells) {
    add_median(near_, cells, [&](const Recent& newest, double value) -> std::optional<double> {
        if (newest.count == 0) return std::nullopt;
        return std::abs(value - newest.last());
    });
    add_median(far_, cells, [&](const Recent& newest, double value) -> std::optional<double> {
        if (newest.count < 4 || newest.epoch != epoch_) return std::nullopt;
        return std::abs(value - newest.fourth_last());
    });
    admit(cells);
}

void TestbedNoise::admit(std::span<const Cell> cells) {
    for (const Cell& cell : cells) {
        series_[cell.series].epoch = epoch_;
        series_[cell.series].add(cell.value);
    }
}

// By how much what neighbours have in common makes the variance of a mean larger than differences of neighbours
// suggest, for noise that fades like rho^k: 1 / (1 - rho) for the variance, (1 + rho) / (1 - rho) for the mean.
double TestbedNoise::inflation() const {
    constexpr double hesitation = 20;
    const auto runs = static_cast<double>(far_.runs());
    if (far_.middle() <= near_.middle() || near_.middle() <= 0) return 1;
    const double seen = 1 - near_.middle() * near_.middle() / (far_.middle() * far_.middle());
    const double rho = std::min(seen, 0.7) * runs / (runs + hesitation);
    return (1 + rho) / ((1 - rho) * (1 - rho));
}

}  // namespace benchfolio::analysis
