#include "analysis/run_noise.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <span>

#include "analysis/normal_differences.hpp"
#include "stats/few.hpp"
#include "stats/quantile.hpp"
#include "stats/rolling_order.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {
namespace {

// The newest values of one series.
struct Recent {
    std::array<double, stats::few> values{};
    std::uint32_t count = 0;
    std::uint32_t epoch = 0;  // of the testbed, when the newest came

    double last() const { return values[(count - 1) % values.size()]; }
    double fourth_last() const { return values[(count - 4) % values.size()]; }
    double centre() const {
        return stats::centre_of_few(std::span{values}.first(std::min<std::size_t>(count, values.size())));
    }
    void add(double value) { values[count++ % values.size()] = value; }
};

// What the newest runs say, one number each: their median over the benchmarks.
class RunAverage {
  public:
    void add(double value) {
        newest_.add(value);
        middle_ = newest_.quantile(0.5);
        quiet_ = newest_.quantile(0.25);
    }
    std::size_t runs() const { return newest_.size(); }
    double middle() const { return middle_; }
    double quiet() const { return quiet_; }

  private:
    stats::RollingOrder newest_{60};
    double middle_ = 0, quiet_ = 0;
};

// A result of a run.
struct Cell {
    double value = 0;
    std::uint32_t series = 0;  // among those of the testbed and measure
};

// One measure of the runs of one testbed, as they come in.
class Pass {
  public:
    explicit Pass(std::size_t series) : series_(series) {}

    // `noise_of` gives the place of what is known of a run: of this one, and of those before it that it settles.
    template <typename NoiseOf>
    void take(std::uint32_t run, std::span<const Cell> cells, NoiseOf noise_of) {
        const std::optional<double> shift = shift_of(cells);
        const bool stays =
            shift && !held_.empty() && *shift * held_shift_ > 0 && std::abs(*shift) > std::abs(held_shift_) / 2;
        const bool moved = stays && held_.size() >= 2;
        if (moved)
            for (const std::uint32_t held : held_) noise_of(held).admission = Admission::late;
        if (moved) admit_held();
        if (!stays || moved) held_.clear(), held_cells_.clear();
        if (!stays) held_shift_ = shift.value_or(0);
        if (!moved && (stays || (shift && is_elsewhere(*shift))))
            hold(run, cells), noise_of(run).admission = Admission::never;
        else
            enter(cells);
        RunNoise& known = noise_of(run);
        known.middle = near_.middle();
        known.quiet = near_.quiet();
        known.inflation = inflation();
    }

  private:
    std::vector<Recent> series_;
    RunAverage near_, far_;  // median |difference| over the benchmarks, to the run before and to the fourth before
    std::uint32_t epoch_ = 0;
    std::vector<std::uint32_t> held_;  // runs that stood elsewhere,
    std::vector<Cell> held_cells_;     // and their results
    double held_shift_ = 0;
    std::vector<double> moved_, differences_;  // of the run at hand

    // By how much a run lies off what its benchmarks had before; nothing where they are too few to tell.
    std::optional<double> shift_of(std::span<const Cell> cells) {
        moved_.clear();
        for (const Cell& cell : cells)
            if (const Recent& recent = series_[cell.series]; recent.count > 0)
                moved_.push_back(cell.value - recent.centre());
        if (moved_.size() < 5) return std::nullopt;
        return stats::median_in_place(moved_);
    }

    bool is_elsewhere(double shift) { return std::abs(shift) > 4 * spread(shift); }

    // Standard deviation of how far benchmarks move from run to run: as the testbed is known, else as these did.
    double spread(double shift) {
        if (near_.runs() >= 3) return near_.middle() / median_of_difference;
        for (double& moved : moved_) moved = std::abs(moved - shift);
        return *stats::median_in_place(moved_) / 0.6745;
    }

    void hold(std::uint32_t run, std::span<const Cell> cells) {
        held_.push_back(run);
        held_cells_.insert(held_cells_.end(), cells.begin(), cells.end());
    }

    void admit_held() {
        ++epoch_;
        admit(held_cells_);
    }

    void enter(std::span<const Cell> cells) {
        add_median(near_, cells, [&](const Recent& recent, double value) -> std::optional<double> {
            if (recent.count == 0) return std::nullopt;
            return std::abs(value - recent.last());
        });
        add_median(far_, cells, [&](const Recent& recent, double value) -> std::optional<double> {
            if (recent.count < 4 || recent.epoch != epoch_) return std::nullopt;
            return std::abs(value - recent.fourth_last());
        });
        admit(cells);
    }

    template <typename DifferenceOf>
    void add_median(RunAverage& average, std::span<const Cell> cells, DifferenceOf difference_of) {
        differences_.clear();
        for (const Cell& cell : cells)
            if (const auto difference = difference_of(series_[cell.series], cell.value))
                differences_.push_back(*difference);
        if (const auto median = stats::median_in_place(differences_)) average.add(*median);
    }

    void admit(std::span<const Cell> cells) {
        for (const Cell& cell : cells) {
            series_[cell.series].epoch = epoch_;
            series_[cell.series].add(cell.value);
        }
    }

    // By how much what neighbours have in common makes the variance of a mean larger than differences of neighbours
    // suggest, for noise that fades like rho^k: 1 / (1 - rho) for the variance, (1 + rho) / (1 - rho) for the mean.
    double inflation() const {
        constexpr double hesitation = 20;
        const auto runs = static_cast<double>(far_.runs());
        if (far_.middle() <= near_.middle() || near_.middle() <= 0) return 1;
        const double seen = 1 - near_.middle() * near_.middle() / (far_.middle() * far_.middle());
        const double rho = std::min(seen, 0.7) * runs / (runs + hesitation);
        return (1 + rho) / ((1 - rho) * (1 - rho));
    }
};

// The first value says which scale a series is on: nothing later may change what was said of it. A value that has no
// logarithm stands below all before it.
void to_scale(std::span<const double> estimates, std::span<double> values) {
    double smallest = 0;
    for (std::size_t i = 0; i < estimates.size(); ++i) {
        const double value = estimates[i];
        if (std::isnan(value)) continue;
        if (smallest == 0) smallest = value;
        if (value > 0) smallest = std::min(smallest, value);
        values[i] = smallest > 0 ? std::log(value > 0 ? value : smallest / 2) : value;
    }
}

// The runs of each testbed, and the place of each run among those of its testbed.
struct RunOrder {
    std::vector<std::vector<std::uint32_t>> of_testbed;
    std::vector<std::uint32_t> place;

    explicit RunOrder(const model::History& history) : of_testbed(history.testbeds.size()) {
        for (std::uint32_t run = 0; run < history.runs.size(); ++run) {
            auto& runs = of_testbed[history.runs[run].testbed];
            place.push_back(static_cast<std::uint32_t>(runs.size()));
            runs.push_back(run);
        }
    }
};

using Group = std::vector<std::uint32_t>;  // the series of one testbed and measure

// Those of testbeds whose results may be compared.
std::vector<Group> groups_of(const model::History& history) {
    std::vector<Group> all(history.testbeds.size() * history.measures.size());
    for (std::uint32_t i = 0; i < history.series.size(); ++i) {
        const model::Series& series = history.series[i];
        if (history.testbeds[series.testbed].comparable())
            all[series.testbed * history.measures.size() + series.measure].push_back(i);
    }
    std::erase_if(all, [](const Group& group) { return group.empty(); });
    return all;
}

// The results of a group, run by run.
class Results {
  public:
    // Sorted by counting, since the rows of a series are in the order of the runs.
    Results(const model::History& history, const Group& group, const RunOrder& order, std::size_t runs,
            std::span<const double> values)
        : starts_(runs + 1) {
        for_each_result(history, group, order, values, [&](const Cell&, std::size_t place) { ++starts_[place + 1]; });
        std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
        cells_.resize(starts_.back());
        auto next = starts_;
        for_each_result(history, group, order, values,
                        [&](const Cell& cell, std::size_t place) { cells_[next[place]++] = cell; });
    }

    std::span<const Cell> of(std::size_t place) const {
        return std::span{cells_}.subspan(starts_[place], starts_[place + 1] - starts_[place]);
    }

  private:
    std::vector<std::size_t> starts_;  // by place of the run
    std::vector<Cell> cells_;

    template <typename Visit>
    static void for_each_result(const model::History& history, const Group& group, const RunOrder& order,
                                std::span<const double> values, Visit visit) {
        for (std::uint32_t i = 0; i < group.size(); ++i)
            for (std::size_t row = history.series[group[i]].first; row < history.series[group[i]].last; ++row)
                if (!std::isnan(values[row])) visit(Cell{values[row], i}, order.place[history.columns.run[row]]);
    }
};

void note(const Context& context, const Group& group, const RunOrder& order, NoiseOfRuns& all) {
    const model::History& history = context.history;
    const std::uint32_t measure = history.series[group[0]].measure;
    for (const std::uint32_t i : group)
        to_scale(context.estimates(history.series[i]),
                 std::span{all.values}.subspan(history.series[i].first, history.series[i].size()));
    const auto& runs = order.of_testbed[history.series[group[0]].testbed];
    const Results results{history, group, order, runs.size(), all.values};
    Pass pass{group.size()};
    for (std::size_t place = 0; place < runs.size(); ++place)
        if (const auto cells = results.of(place); !cells.empty())
            pass.take(runs[place], cells,
                      [&](std::uint32_t run) -> RunNoise& { return all.runs[run * all.measures + measure]; });
}

}  // namespace

NoiseOfRuns run_noise(const Context& context) {
    const model::History& history = context.history;
    NoiseOfRuns all{std::vector<double>(history.columns.size(), model::absent),
                    std::vector<RunNoise>(history.runs.size() * history.measures.size()), history.measures.size()};
    const RunOrder order{history};
    const std::vector<Group> groups = groups_of(history);
    system::parallel_for(context.options.jobs, groups.size(),
                         [&](unsigned, std::size_t i) { note(context, groups[i], order, all); });
    return all;
}

}  // namespace benchfolio::analysis
